"""Wayleaves that were granted, and that were refused."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import counted
from projects.portfolio.scope_of_changes import projects_of
from projects.portfolio.views.common import url
from projects.rollout.models import WayleaveEvent, WayleaveState

KINDS = {
    WayleaveState.GRANTED: Kind(
        name="wayleaves-granted",
        title="Wayleaves granted",
        room="Projects",
        says=counted("1 wayleave was granted", "{} wayleaves were granted"),
        order=26,
    ),
    WayleaveState.REFUSED: Kind(
        name="wayleaves-refused",
        title="Wayleaves refused",
        room="Projects",
        says=counted("1 wayleave was refused", "{} wayleaves were refused"),
        order=28,
    ),
}


def find(asked: Asked) -> Iterator[Change]:
    projects = projects_of(asked)
    # A note on a wayleave repeats its status.
    earlier = WayleaveEvent.objects.filter(wayleave=OuterRef("wayleave"), pk__lt=OuterRef("pk"))
    events = (
        WayleaveEvent.objects.filter(
            asked.happened("happened_on", "recorded_at"),
            state__in=list(KINDS),
            wayleave__site__project__in=list(projects.worked_on),
            wayleave__site__withdrawn_at=None,
        )
        .alias(before=Coalesce(Subquery(earlier.order_by("-pk").values("state")[:1]), Value("")))
        .exclude(before=F("state"))
        .select_related("wayleave__site")
    )
    for event in events:
        site = event.wayleave.site
        project = projects.worked_on[site.project_id]
        yield Change(
            kind=KINDS[WayleaveState(event.state)].name,
            on=event.happened_on,
            recorded_at=event.recorded_at,
            says=f"The wayleave for {site.name} was {event.get_state_display().lower()}",
            url=url("wayleave", project, event.wayleave.reference),
            project=project,
            counts={f"wayleaves_{event.state}": 1},
        )


changes.register(*KINDS.values(), find=find)

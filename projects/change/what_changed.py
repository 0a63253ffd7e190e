"""What changed by requests: asked for, approved, refused. Amounts are on their pages alone."""

from collections.abc import Iterator

from django.urls import reverse

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import counted
from diz_portal.words import as_date
from projects.change.enums import ChangeState
from projects.change.models import ChangeEvent, ChangeRequest

KINDS = {
    ChangeState.ASKED: Kind(
        name="changes-asked",
        title="Changes requested",
        room="Projects",
        says=counted("1 change was requested", "{} changes were requested"),
        order=37,
    ),
    ChangeState.APPROVED: Kind(
        name="changes-approved",
        title="Changes approved",
        room="Projects",
        says=counted("1 change request was approved", "{} change requests were approved"),
        order=39,
    ),
    ChangeState.REFUSED: Kind(
        name="changes-refused",
        title="Changes refused",
        room="Projects",
        says=counted("1 change request was refused", "{} change requests were refused"),
        order=41,
    ),
}
SAYS = {
    ChangeState.ASKED: "was requested",
    ChangeState.APPROVED: "was approved",
    ChangeState.REFUSED: "was refused",
}


def steps(asked: Asked) -> Iterator[Change]:
    if asked.late:
        return
    mine = ChangeRequest.objects.visible_to(asked.reader)
    if asked.project is not None:
        mine = mine.filter(project=asked.project)
    if asked.organisation is not None:
        mine = mine.filter(organisation=asked.organisation)
    rows = ChangeEvent.objects.filter(
        recorded_at__gte=asked.starts,
        recorded_at__lt=asked.ends,
        request__in=mine,
        state__in=list(KINDS),
    ).select_related("request__project", "request__organisation")
    for step in rows:
        request, state = step.request, ChangeState(step.state)
        yield Change(
            kind=KINDS[state].name,
            on=as_date(step.recorded_at),
            recorded_at=step.recorded_at,
            says=f"{request} {SAYS[state]}",
            url=reverse("change:request", args=[request.project.slug, request.reference]),
            project=request.project,
            organisation=request.organisation,
        )


changes.register(*KINDS.values(), find=steps)

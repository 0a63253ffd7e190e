"""The records of projects whose changes can be read: see `diz_portal.trail`."""

from functools import partial
from typing import Any

from django.db.models import Model
from django.urls import reverse

from diz_portal import trail
from diz_portal.trail import Tracked
from partners.roles import current_roles
from projects.packs.models import Pack
from projects.portfolio.models import Milestone, Project, Risk
from projects.portfolio.views.common import url
from projects.returns.models import Return
from projects.rollout.models import Site, Wayleave

WITHDRAWN = {"withdrawn_at": ("Withdrawn", "Restored")}


def _inside(model: type[Model], path: str, user: Any, reference: str) -> Any:
    """Of a project whose workspace the person may open."""
    projects = Project.objects.worked_on_by(user)
    found = model._default_manager.filter(reference=reference, **{f"{path}__in": projects})
    return found.select_related(path).first()


def _standing_site(user: Any, reference: str) -> Site | None:
    sites = Site.objects.worked_on_by(user).select_related("project")
    return sites.filter(reference=reference).first()


def _wayleave(user: Any, reference: str) -> Wayleave | None:
    found = _inside(Wayleave, "site__project", user, reference)
    return found if found and found.site.withdrawn_at is None else None


def _return(user: Any, reference: str) -> Return | None:
    """Its own organisation's alone: the trail also keeps what was not sent."""
    found = Return.objects.filter(organisation__in=list(current_roles(user)))
    return found.filter(reference=reference).first()


trail.register(
    Tracked(
        kind="project",
        model=Project,
        key="slug",
        find=lambda user, slug: Project.objects.worked_on_by(user).filter(slug=slug).first(),
        url=lambda project: url("project", project),
    )
)
trail.register(
    Tracked(
        kind="site",
        model=Site,
        find=_standing_site,
        url=lambda site: url("site", site.project, site.reference),
        verbs=WITHDRAWN,
    )
)
trail.register(
    Tracked(
        kind="wayleave",
        model=Wayleave,
        find=_wayleave,
        url=lambda wayleave: url("wayleave", wayleave.site.project, wayleave.reference),
    )
)
trail.register(
    Tracked(
        kind="milestone",
        model=Milestone,
        find=partial(_inside, Milestone, "project"),
        url=lambda milestone: url("milestones", milestone.project),
        verbs=WITHDRAWN,
    )
)
trail.register(
    Tracked(
        kind="risk",
        model=Risk,
        find=partial(_inside, Risk, "project"),
        url=lambda risk: url("risks", risk.project),
    )
)
trail.register(
    Tracked(
        kind="pack",
        model=Pack,
        find=lambda user, reference: (
            Pack.objects.visible_to(user).filter(reference=reference).first()
        ),
        url=lambda pack: reverse("packs:pack", args=[pack.reference]),
        # Who did it is said beside each change.
        hidden=frozenset({"reference", "started_at", "started_by", "issued_by", "published_by"}),
        verbs={"issued_at": ("Issued", ""), "published_at": ("Published", "Unpublished")},
    )
)
trail.register(
    Tracked(
        kind="return",
        model=Return,
        find=_return,
        url=lambda record: reverse("returns:return", args=[record.reference]),
        labels={"spend_to_date": "Spend to date (£)", "delivery": "Delivery"},
    )
)

"""What organisations and people have in hand of the projects: see `diz_portal.open_work`."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from diz_portal.accounts.models import User
from diz_portal.open_work import ORGANISATION, PARTNERSHIP, PERSON, Ending, Kind, register
from partners.enums import WORKING_STATES
from partners.models import Membership, Organisation
from projects import handing_over
from projects.portfolio.models import Milestone, Project, ProjectState, Risk
from projects.returns.models import ReportingRound, Return
from projects.rollout.models import Wayleave

GOES_ON = (ProjectState.PLANNED, ProjectState.RUNNING)


def organisations(ending: Ending) -> list[Organisation]:
    return list(Organisation.objects.public().exclude(pk__in=ending.organisations))


def people(ending: Ending) -> list[User]:
    """Everyone who works for a partner, by name."""
    working = Membership.objects.current().filter(organisation__state__in=WORKING_STATES)
    found = User.objects.active().filter(pk__in=working.values("person"))
    if ending.person is not None:
        found = found.exclude(pk=ending.person.pk)
    return list(found.order_by("name", "pk"))


def _page(name: str) -> Callable[[Any, Ending], str]:
    def url(user: Any, ending: Ending) -> str:
        return reverse(name) if user.has_perm("projects.manage") else ""

    return url


def of_going_on(rows: QuerySet) -> QuerySet:
    return rows.filter(project__state__in=GOES_ON)


register(
    Kind(
        name="projects",
        one="project it leads",
        many="projects it leads",
        whose=ORGANISATION,
        rows=lambda: Project.objects.filter(state__in=GOES_ON),
        owner="lead",
        candidates=organisations,
        hand_over=handing_over.give_projects,
        if_it_stays="No one will lead them.",
        url=_page("projects_workspace:list"),
    )
)
register(
    Kind(
        name="deliveries",
        one="project it delivers as a partner",
        many="projects it delivers as a partner",
        whose=ORGANISATION,
        rows=lambda: of_going_on(Project.partners.through.objects.all()),
        owner="organisation",
        candidates=organisations,
        hand_over=handing_over.give_parts,
        if_it_stays="No one will deliver or report on its part of the project.",
        url=_page("projects_workspace:list"),
    )
)
register(
    Kind(
        name="returns",
        one="monthly return not submitted",
        many="monthly returns not submitted",
        whose=ORGANISATION,
        rows=lambda: Return.objects.owed().filter(
            round__opened_at__isnull=False, round__closed_at=None
        ),
        owner="organisation",
        candidates=organisations,
        hand_over=handing_over.give_returns,
        if_it_stays="They will close without being submitted when the reporting round closes.",
        url=_page("returns:rounds"),
    )
)
register(
    Kind(
        name="wayleaves",
        one="open wayleave it is action owner of",
        many="open wayleaves it is action owner of",
        whose=ORGANISATION,
        rows=lambda: Wayleave.objects.on_register().waiting(),
        owner="owner",
        candidates=organisations,
        hand_over=handing_over.give_wayleaves,
        if_it_stays="No one will act on them.",
        url=_page("projects_workspace:list"),
    )
)
register(
    Kind(
        name="risks",
        one="open risk it owns",
        many="open risks it owns",
        whose=ORGANISATION,
        rows=lambda: of_going_on(Risk.objects.open()),
        owner="owner",
        candidates=organisations,
        hand_over=handing_over.give_risks,
        if_it_stays="No one will review them.",
        url=_page("projects_workspace:list"),
    )
)
register(
    Kind(
        name="milestones",
        one="milestone it owns",
        many="milestones it owns",
        whose=ORGANISATION,
        rows=lambda: of_going_on(Milestone.objects.open()),
        owner="owner",
        candidates=organisations,
        hand_over=handing_over.give_milestones,
        if_it_stays="No one will update their dates.",
        url=_page("projects_workspace:list"),
    )
)
register(
    Kind(
        name="sro",
        one="project they are senior responsible owner of",
        many="projects they are senior responsible owner of",
        whose=PERSON,
        rows=lambda: Project.objects.filter(state__in=GOES_ON, sro__isnull=False),
        owner="sro",
        candidates=people,
        hand_over=handing_over.give_sro,
        if_it_stays="The projects will have no senior responsible owner in the partnership.",
        url=_page("projects_workspace:list"),
    )
)
register(
    Kind(
        name="rounds",
        one="open reporting round",
        many="open reporting rounds",
        whose=PARTNERSHIP,
        rows=ReportingRound.objects.open,
        if_it_stays="No one will review the returns.",
        url=_page("returns:rounds"),
    )
)

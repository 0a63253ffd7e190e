"""Who owes what in a project: shared by every kind of item."""

from collections.abc import Callable, Iterable

from diz_portal.accounts.models import User
from diz_portal.attention.registry import once
from partners.models import Organisation, Role
from partners.roles import is_manager, works_for
from projects.portfolio.models import Project, ProjectState

# More rows than this about one thing become one row about all of them.
MANY = 5


def running_projects(user) -> dict[int, Project]:
    """Those the person may work in, with their organisations, by id: read once for all."""
    return once(("running projects", user.pk), lambda: _running_projects(user))


def _running_projects(user) -> dict[int, Project]:
    projects = (
        Project.objects.worked_on_by(user)
        .filter(state=ProjectState.RUNNING)
        .select_related("lead")
        .prefetch_related("partners")
    )
    return {project.pk: project for project in projects}


def organisation_for(project: Project, supplier: str = "") -> Organisation:
    """The partner with the supplier's name; without one, the lead answers for it."""
    for partner in project.partners.all():
        if supplier and partner.name.casefold() == supplier.strip().casefold():
            return partner
    return project.lead


def concerns(user, organisation: Organisation) -> bool:
    """Managers see everything that is owed; others what their own organisation owes."""
    return is_manager(user) or organisation.pk in works_for(user)


def owed_by(user, organisation: Organisation) -> str:
    """The name to show, when it is not the reader's own."""
    return "" if organisation.pk in works_for(user) else organisation.name


def people_of(organisation: Organisation) -> Callable[[], Iterable[User]]:
    def find() -> list[User]:
        return list(
            User.objects.active()
            .filter(
                memberships__organisation=organisation,
                memberships__ended_on=None,
                memberships__role__in=[Role.LEAD, Role.CONTRIBUTOR],
            )
            .distinct()
        )

    return find

"""Who is written to about returns."""

from diz_portal.accounts.models import User
from partners.models import Organisation, OrganisationState, Role
from projects.returns.models import Return


def reporters_of(record: Return) -> list[User]:
    """Who can write it: see `people_of`."""
    return people_of(record.organisation)


def people_of(organisation: Organisation) -> list[User]:
    """An organisation's leads and contributors; its managers where it has nobody else, as the
    lead organisation may. Nobody while it may not work here."""
    if organisation.state not in {OrganisationState.ACTIVE, OrganisationState.INVITED}:
        return []
    return _people(organisation, [Role.LEAD, Role.CONTRIBUTOR]) or _people(
        organisation, [Role.MANAGER]
    )


def _people(organisation: Organisation, roles: list[str]) -> list[User]:
    return list(
        User.objects.active()
        .filter(
            memberships__organisation=organisation,
            memberships__role__in=roles,
            memberships__ended_on=None,
        )
        .distinct()
    )


def managers_of(record: Return) -> list[User]:
    """The programme managers in the organisation that leads the project, else all of them."""
    managers = User.objects.active().filter(
        is_staff=True, memberships__role=Role.MANAGER, memberships__ended_on=None
    )
    own = managers.filter(memberships__organisation=record.project.lead_id)
    return list(own.distinct() or managers.distinct())

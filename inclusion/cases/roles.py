"""For which organisations someone works with residents. Beneath the models, whose `visible_to`
asks it.

A programme manager is not let into cases: what a resident told a caseworker is for the caseworkers
of the organisation that handles the case, and each look is recorded.
"""

from typing import Any

from django.db.models import Q

from partners.models import Organisation, Role
from partners.roles import current_roles, handing_over, works_for

NAMED = "_named_lead_of"


def handles_for(user: Any) -> set[int]:
    """Ids of the organisations whose cases the person works on: as caseworker, while the
    organisation works here, or is suspended and still finishes and hands over what is open."""
    roles = current_roles(user) | handing_over(user)
    return {pk for pk, role in roles.items() if role == Role.CASEWORKER}


def takes_for(user: Any) -> set[int]:
    """Of these, the ones that may be given something new."""
    return {pk for pk, role in current_roles(user).items() if role == Role.CASEWORKER}


def belongs_to(user: Any) -> set[int]:
    """Ids of the organisations that the person is of, while these work or hand over."""
    return set(current_roles(user) | handing_over(user))


def refers_for(user: Any) -> set[int]:
    """Ids of the organisations for which the person may see and make referrals."""
    return works_for(user) | handles_for(user)


def _named(user: Any) -> dict[int, bool]:
    """Organisation id → whether for data protection, where a team's row names the person while
    they belong to it. Read once per user object, as the roles are."""
    mine = belongs_to(user)
    if not mine:
        return {}
    if not hasattr(user, NAMED):
        theirs = Organisation.objects.filter(
            Q(team__safeguarding_lead=user) | Q(team__data_protection_lead=user)
        )
        leads = theirs.values_list("pk", "team__data_protection_lead")
        setattr(user, NAMED, {organisation: lead == user.pk for organisation, lead in leads})
    return {pk: name for pk, name in getattr(user, NAMED).items() if pk in mine}


def answers_for(user: Any) -> set[int]:
    """Ids of the organisations whose named safeguarding or data protection lead the person is,
    while they belong to them."""
    return set(_named(user))


def protects_data_for(user: Any) -> set[int]:
    """Ids of the organisations whose named data protection lead the person is, while they belong
    to them."""
    return {pk for pk, for_data_protection in _named(user).items() if for_data_protection}

"""Who may do what with organisations. Domain verbs: see house rules in docs/."""

import rules
from django.db.models import Q

from .models import Membership, Organisation, OrganisationState, Role

ROLES_CACHE = "_current_roles"


def current_roles(user) -> dict[int, str]:
    """Organisation id → role, for the person's current memberships of organisations that
    may work here. Read once per user object, so once per request."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if not hasattr(user, ROLES_CACHE):
        memberships = Membership.objects.current().filter(
            person=user,
            organisation__state__in=[OrganisationState.ACTIVE, OrganisationState.INVITED],
        )
        setattr(user, ROLES_CACHE, dict(memberships.values_list("organisation_id", "role")))
    return getattr(user, ROLES_CACHE)


def forget_roles(user) -> None:
    """Read the memberships again at the next question: call after changing them."""
    user.__dict__.pop(ROLES_CACHE, None)


@rules.predicate
def is_manager(user) -> bool:
    """An active programme manager of the lead organisation (or an installation's superuser)."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or (user.is_staff and Role.MANAGER in current_roles(user).values())


@rules.predicate
def is_caseworker(user) -> bool:
    return Role.CASEWORKER in current_roles(user).values()


@rules.predicate
def is_member(user, organisation: Organisation | None = None) -> bool:
    """Of this organisation; without one, of any."""
    roles = current_roles(user)
    return bool(roles) if organisation is None else organisation.pk in roles


@rules.predicate
def is_lead(user, organisation: Organisation | None = None) -> bool:
    roles = current_roles(user)
    if organisation is None:
        return Role.LEAD in roles.values()
    return roles.get(organisation.pk) == Role.LEAD


def works_for(user) -> set[int]:
    """Ids of the organisations the person may act for: as lead, contributor or manager."""
    acting = {Role.LEAD, Role.CONTRIBUTOR, Role.MANAGER}
    return {pk for pk, role in current_roles(user).items() if role in acting}


def people_with(role: str, organisation: Organisation) -> Q:
    return Q(
        memberships__organisation=organisation, memberships__role=role, memberships__ended_on=None
    )


rules.add_perm("partners.manage", is_manager)
rules.add_perm("partners.enter_workspace", is_member | is_manager)
rules.add_perm("partners.invite", is_lead | is_manager)
rules.add_perm("partners.edit_organisation", is_lead | is_manager)
rules.add_perm("partners.decide_join_request", is_lead | is_manager)
rules.add_perm("partners.keep_agreements", is_manager)
rules.add_perm("attention.see", is_member | is_manager)
rules.add_perm("attention.chase", is_manager)

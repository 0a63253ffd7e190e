"""Who may do what with organisations. Rules say who; services say when."""

import rules
from django.db.models import Q

from partners.models import OrganisationState, Role
from partners.roles import current_roles, handing_over, is_manager, leads, positions

from .models import Agreement, Invitation, JoinRequest, Membership, Organisation


@rules.predicate
def is_caseworker(user) -> bool:
    return Role.CASEWORKER in current_roles(user).values()


@rules.predicate
def finishes_work(user) -> bool:
    """A lead or caseworker of a suspended organisation, until its day to hand over has passed."""
    return not {Role.LEAD, Role.CASEWORKER}.isdisjoint(handing_over(user).values())


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


def people_with(role: str, organisation: Organisation) -> Q:
    return Q(
        memberships__organisation=organisation, memberships__role=role, memberships__ended_on=None
    )


@rules.predicate
def is_public(user, organisation: Organisation) -> bool:
    return organisation.state == OrganisationState.ACTIVE


@rules.predicate
def belongs_to(user, organisation: Organisation) -> bool:
    """A current member, also while the organisation is suspended."""
    return organisation.pk in positions(user)


@rules.predicate
def is_of_a_party(user, agreement: Agreement) -> bool:
    mine = set(current_roles(user))
    return bool(mine) and agreement.parties.filter(pk__in=mine).exists()


@rules.predicate
def is_of_its_organisation(user, record: Membership) -> bool:
    return record.organisation_id in current_roles(user)


@rules.predicate
def is_themselves(user, record: Membership) -> bool:
    return record.person_id == user.pk and record.organisation_id in current_roles(user)


AGREEMENT_GUARD = "partners.agreement"


def may_read_agreement(user, document) -> bool:
    """The paper of an agreement is for whoever may see the agreement."""
    agreement = Agreement.objects.filter(document=document).first()
    return agreement is not None and user.has_perm("partners.see_agreement", agreement)


@rules.predicate
def leads_its_organisation(user, record: Invitation | JoinRequest | Membership) -> bool:
    return record.organisation_id in leads(user)


@rules.predicate
def is_second_person(user, rescue) -> bool:
    """Of the lead organisation, and not the person themselves: a lead or a manager, or somebody
    whom the operator of the server named."""
    if user.pk == rescue.person_id or not user.is_authenticated:
        return False
    places = [p for p in positions(user).values() if p.leads_the_partnership and p.is_working]
    named = rescue.second_id == user.pk
    return any(named or place.role in {Role.LEAD, Role.MANAGER} for place in places)


rules.add_perm("accounts.confirm_rescue", is_second_person)
rules.add_perm("partners.manage", is_manager)
rules.add_perm("partners.enter_workspace", is_member | is_manager | finishes_work)
rules.add_perm("partners.see", is_public | belongs_to | is_manager)
rules.add_perm("partners.work_in", belongs_to | is_manager)
rules.add_perm("partners.invite", is_lead | is_manager)
rules.add_perm("partners.edit_organisation", is_lead | is_manager)
rules.add_perm("partners.look_after_people", is_lead | is_manager)
rules.add_perm("partners.settle_invitation", leads_its_organisation | is_manager)
rules.add_perm("partners.decide_join_request", leads_its_organisation | is_manager)
rules.add_perm("partners.see_membership", is_of_its_organisation | is_manager)
rules.add_perm("partners.change_phone", is_themselves | leads_its_organisation | is_manager)
rules.add_perm("partners.see_agreement", is_manager | is_of_a_party)
rules.add_perm("partners.keep_agreements", is_manager)
rules.add_perm("attention.see", is_member | is_manager | finishes_work)
rules.add_perm("attention.chase", is_manager)

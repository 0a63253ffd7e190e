"""Who belongs to an organisation, and as what."""

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.open_work.services import Decision, settle
from partners import endings
from partners.enums import WORKING_STATES
from partners.models import Membership, Organisation, OrganisationState, Role
from partners.roles import forget_roles, is_manager

from .roles import RoleNotYoursToGive, given, may_give, tell_the_leads


class LastLead(Refusal):
    message = "This is the organisation’s only lead. Make someone else a lead first"


class AlreadyAMember(Refusal):
    message = "This person is already a member of the organisation. Change their role instead"


class OrganisationNotWorking(Refusal):
    message = (
        "You cannot add members because this organisation is not active. Ask a programme manager "
        "to reinstate it"
    )


class MembershipEnded(Refusal):
    message = "This person has already left the organisation. To add them again, invite them"


class OwnAccount(Refusal):
    message = "You cannot close your own account. Ask another programme manager to close it"


def lock(organisation: Organisation) -> Organisation:
    """Every change to an organisation's people starts here, so they happen one at a time."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


@transaction.atomic
def add_member(*, by: User | None, organisation: Organisation, person: User, role: str):
    """Give a person a role in an organisation."""
    organisation = lock(organisation)
    if organisation.state not in WORKING_STATES:
        raise OrganisationNotWorking
    may_give(by=by, organisation=organisation, role=role, to=person)
    if organisation.memberships.current().filter(person=person).exists():
        raise AlreadyAMember
    membership = Membership(organisation=organisation, person=person, role=role)
    given(by=by, membership=membership)
    membership.save()
    tell_the_leads(membership)
    settle_staff(person)
    return membership


@transaction.atomic
def change_role(
    *, by: User | None, membership: Membership, role: str, decision: Decision | None = None
) -> Membership:
    """Give a member another role; the last lead keeps theirs, and what only the former role could
    do goes where `decision` says."""
    membership = _locked(membership)
    if membership.role == role:
        return membership
    for changed in {Role.MANAGER} & {role, membership.role} | {role}:
        may_give(by=by, organisation=membership.organisation, role=changed, to=membership.person)
    _another_lead_remains(membership)
    settle(ending=endings.of_role(membership), decision=decision, by=by)
    membership.role = role
    given(by=by, membership=membership)
    membership.save(update_fields=["role", "given_by", "given_at"])
    tell_the_leads(membership)
    settle_staff(membership.person)
    return membership


@transaction.atomic
def change_phone(*, by: User, membership: Membership, phone: str) -> Membership:
    """Keep the number where a member can be called at work; none removes it."""
    membership = _locked(membership)
    membership.phone = phone
    membership.save(update_fields=["phone"])
    return membership


@transaction.atomic
def end_membership(
    *, by: User | None, membership: Membership, decision: Decision | None = None
) -> Membership:
    """Take a person out of an organisation; what they did here stays under their name, and what
    they have in hand goes where `decision` says."""
    membership = _locked(membership)
    if membership.role == Role.MANAGER and by is not None and not is_manager(by):
        raise RoleNotYoursToGive(
            "Only a programme manager can remove a programme manager. Ask one to do it"
        )
    _another_lead_remains(membership)
    settle(ending=endings.of_membership(membership), decision=decision, by=by)
    membership.ended_on = timezone.localdate()
    membership.phone = ""
    membership.save(update_fields=["ended_on", "phone"])
    settle_staff(membership.person)
    return membership


@transaction.atomic
def close_account(*, by: User, person: User, decision: Decision | None = None) -> User:
    """Stop a person from signing in; their memberships stay, so that it can be undone. What they
    have in hand goes where `decision` says."""
    if by == person:
        raise OwnAccount
    places = Membership.objects.current().filter(person=person)
    mine = set(places.values_list("organisation_id", flat=True))
    led = set(places.leads().values_list("organisation_id", flat=True))
    # In one order, so that two closings never wait for each other.
    for organisation in Organisation.objects.select_for_update().filter(pk__in=mine).order_by("pk"):
        if organisation.pk not in led or organisation.state == OrganisationState.LEFT:
            continue
        if not organisation.memberships.leads().exclude(person=person).exists():
            raise LastLead(
                f"{person} is the only lead of {organisation}. Make someone else a lead first"
            )
    list(places.select_for_update().order_by("pk"))
    person = User.objects.select_for_update().get(pk=person.pk)
    settle(ending=endings.of_account(person), decision=decision, by=by)
    person.is_active = False
    person.save(update_fields=["is_active"])
    settle_staff(person)
    return person


@transaction.atomic
def pass_on_of_people_gone(*, by: User, organisation: Organisation, decision: Decision) -> None:
    """Give what former people of an organisation still have in hand to their colleagues."""
    organisation = lock(organisation)
    settle(ending=endings.of_people_gone(organisation), decision=decision, by=by)


@transaction.atomic
def reopen_account(*, by: User, person: User) -> User:
    person = User.objects.select_for_update().get(pk=person.pk)
    person.is_active = True
    person.save(update_fields=["is_active"])
    settle_staff(person)
    return person


def settle_staff(*people: User) -> None:
    """Let into the admin exactly the managers of the lead organisation: the one place that does.

    Call after any change of a membership, of an organisation's state or of the lead.
    """
    for person in people:
        forget_roles(person)
        fresh = User.objects.get(pk=person.pk)
        person.is_staff = is_manager(fresh)
        if fresh.is_staff != person.is_staff:
            person.save(update_fields=["is_staff"])


def _locked(membership: Membership) -> Membership:
    lock(membership.organisation)
    membership = (
        Membership.objects.select_for_update(of=["self"])
        .select_related("organisation", "person")
        .get(pk=membership.pk)
    )
    if membership.ended_on:
        raise MembershipEnded
    return membership


def _another_lead_remains(membership: Membership) -> None:
    """The database says so too, when the transaction commits: see `last_lead_stays`."""
    if membership.role != Role.LEAD:
        return
    others = membership.organisation.memberships.leads().exclude(pk=membership.pk)
    if not others.exists():
        raise LastLead

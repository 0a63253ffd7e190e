"""An organisation's way through the partnership: applied, invited, active, suspended, left."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from diz_portal import outbox, slugs
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.open_work import End
from diz_portal.open_work.selectors import in_hand
from diz_portal.open_work.services import Decision, settle
from diz_portal.places.models import District, Partnership
from diz_portal.places.selectors import partnership
from diz_portal.privacy.processing import services as processing
from partners import endings
from partners.enums import WORKING_STATES
from partners.identifiers import normalise
from partners.models import (
    ORGANISATION_MOVES,
    JoinRequestState,
    Membership,
    Organisation,
    OrganisationState,
    Role,
)

from .invitations import invite
from .people import change_role, lock, settle_staff

# Addresses under /partners/ and /workspace/partners/ that are not organisations.
RESERVED = {"join", "invitation", "invitations", "agreements", "join-requests", "add", "thanks"}


# What the lead organisation cannot do.
STOPS = {OrganisationState.SUSPENDED, OrganisationState.LEFT}


class MoveNotAllowed(Refusal):
    message = "This organisation’s status has changed. Reload the page and check it"


class LeadOrganisationStays(Refusal):
    message = (
        "The lead organisation runs the portal, so it cannot be suspended or leave. "
        "Select another lead organisation first"
    )


class AlreadyHere(Refusal):
    message = "Enter a different number or code: another organisation already has this one"


class NeedsAManager(Refusal):
    message = "Select a member of the new lead organisation who will be its first programme manager"


class TakesNothingNew(Refusal):
    message = (
        "This organisation is not active. It can finish and transfer open work, but cannot take "
        "new work. Select another organisation"
    )


class PastDay(Refusal):
    message = "Enter a last day to transfer work that is today or later"


def takes_new_work(organisation: int) -> None:
    """Refuse unless the organisation may be given something new, and keep it so until the end of
    the transaction: whoever suspends it waits, and then counts this too.

    Call before locking what is given to it: whoever ends something locks in that order.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state FROM partners_organisation WHERE id = %s FOR KEY SHARE", [organisation]
        )
        row = cursor.fetchone()
    if row is None or row[0] not in WORKING_STATES:
        raise TakesNothingNew


def free_slug(name: str) -> str:
    """An address nobody else has, fixed from now on."""
    return slugs.free_slug(Organisation, name, otherwise="organisation", reserved=RESERVED)


@transaction.atomic
def add_organisation(
    *,
    by: User,
    name: str,
    sector: str,
    identifier_type: str,
    identifier: str,
    contact_name: str = "",
    contact_email: str = "",
) -> Organisation:
    """A manager brings an organisation in, and with a contact invites its first lead."""
    identifier = normalise(identifier_type, identifier)
    organisation, is_new = Organisation.objects.get_or_create(
        identifier_type=identifier_type,
        identifier=identifier,
        defaults={"name": name, "sector": sector, "slug": free_slug(name)},
    )
    if not is_new:
        raise AlreadyHere(f"{organisation} already has this number or code. Search for it instead")
    if contact_email:
        invite(
            by=by,
            organisation=organisation,
            email=contact_email,
            name=contact_name,
            role=Role.LEAD,
        )
    return organisation


@transaction.atomic
def edit_organisation(
    *,
    by: User,
    organisation: Organisation,
    summary: str,
    website: str,
    districts: Iterable[District],
    **more: str,
) -> Organisation:
    """Change what the public page says; a manager may also change `name` and `sector`."""
    organisation = lock(organisation)
    organisation.summary, organisation.website = summary, website
    for field in ("name", "sector"):
        if field in more:
            setattr(organisation, field, more[field])
    organisation.save()
    organisation.districts.set(districts)
    if "sector" in more:
        processing.settle_bases(organisation)
    return organisation


@transaction.atomic
def approve(*, by: User, organisation: Organisation) -> Organisation:
    """Let an applicant in, or back in; whoever asked first is invited as its lead."""
    organisation = _move(organisation, OrganisationState.INVITED)
    asked = organisation.join_requests.waiting().order_by("created_at", "pk").first()
    if asked:
        asked.state = JoinRequestState.APPROVED
        asked.decided_at, asked.decided_by = timezone.now(), by
        asked.save()
        invite(by=by, organisation=organisation, email=asked.email, name=asked.name, role=Role.LEAD)
    return organisation


@transaction.atomic
def decline(*, by: User, organisation: Organisation, reason: str) -> Organisation:
    """Refuse an application, and tell everybody who asked, with the reason."""
    if lock(organisation).state != OrganisationState.APPLIED:
        raise MoveNotAllowed(
            "This application has already been decided. Reload the page to see the decision"
        )
    organisation = _move(organisation, OrganisationState.LEFT)
    for asked in organisation.join_requests.waiting():
        asked.state = JoinRequestState.DECLINED
        asked.decided_at, asked.decided_by, asked.reason = timezone.now(), by, reason
        asked.save()
        outbox.queue(
            "partners/application_declined",
            to=asked.email,
            key=f"application-declined-{asked.reference}",
            context={"request": asked, "organisation": organisation},
        )
    return organisation


@transaction.atomic
def suspend(
    *,
    by: User,
    organisation: Organisation,
    decision: Decision | None = None,
    until: date | None = None,
) -> Organisation:
    """Shut an organisation's people out; what it has in hand goes where `decision` says.

    Its caseworkers finish and hand over open cases until a day, and take nothing new.
    """
    _is_not_the_lead(organisation)
    organisation = _lock_for(organisation, OrganisationState.SUSPENDED)
    ending = endings.of_organisation(organisation, End.SUSPENDED)
    has_a_team = any(pile.kind.hands == Role.CASEWORKER for pile in in_hand(ending))
    settle(ending=ending, decision=decision, by=by)
    if has_a_team:
        organisation.hands_over_until = last_day(until)
    return _move(organisation, OrganisationState.SUSPENDED)


def last_day(until: date | None = None) -> date:
    """Until when a suspended organisation hands over, as asked for or as usual."""
    today = timezone.localdate()
    if until is not None and until < today:
        raise PastDay
    return until or today + timedelta(days=settings.HANDOVER_DAYS)


@transaction.atomic
def hand_over(
    *, by: User, organisation: Organisation, decision: Decision, until: date | None = None
) -> Organisation:
    """Move on what a suspended organisation still has, one that left, or one without caseworkers;
    or give it more time."""
    organisation = lock(organisation)
    if until and organisation.state == OrganisationState.SUSPENDED:
        organisation.hands_over_until = last_day(until)
        organisation.save(update_fields=["hands_over_until"])
    ending = endings.of_work_left(organisation)
    settle(ending=ending, decision=decision, by=by)
    return organisation


@transaction.atomic
def reinstate(*, by: User, organisation: Organisation) -> Organisation:
    if lock(organisation).state != OrganisationState.SUSPENDED:
        raise MoveNotAllowed
    return _move(organisation, OrganisationState.ACTIVE)


@transaction.atomic
def leave(
    *, by: User, organisation: Organisation, decision: Decision | None = None
) -> Organisation:
    """End an organisation's part: its people's memberships end, its open invitations lapse, and
    what it has in hand goes where `decision` says."""
    _is_not_the_lead(organisation)
    organisation = _lock_for(organisation, OrganisationState.LEFT)
    ending = endings.of_organisation(organisation, End.LEFT)
    settle(ending=ending, decision=decision, by=by)
    organisation = _move(organisation, OrganisationState.LEFT)
    now = timezone.now()
    people = [membership.person for membership in organisation.memberships.current()]
    organisation.memberships.current().update(ended_on=timezone.localdate(), phone="")
    organisation.invitations.unanswered().update(withdrawn_at=now)
    organisation.join_requests.waiting().update(
        state=JoinRequestState.DECLINED,
        decided_at=now,
        decided_by=by,
        reason="The organisation has left the partnership.",
    )
    settle_staff(*people)
    return organisation


@transaction.atomic
def choose_lead_organisation(
    *, by: User, organisation: Organisation, first_manager: User | None = None
) -> Partnership:
    """Hand the running of the portal to another organisation.

    Its first manager is chosen with it, or nobody could enter the admin afterwards; the
    managers of the former lead become contributors.
    """
    organisation = lock(organisation)
    if organisation.state != OrganisationState.ACTIVE:
        raise MoveNotAllowed(
            "Only an active organisation can lead the partnership. Select another organisation"
        )
    whole = partnership()
    former = whole.lead_organisation
    if former == organisation:
        return whole
    place = (
        organisation.memberships.current().filter(person=first_manager, person__is_active=True)
        if first_manager
        else Membership.objects.none()
    ).first()
    if place is None and not by.is_superuser:
        raise NeedsAManager
    whole.lead_organisation = organisation
    whole.save()
    if place:
        change_role(by=None, membership=place, role=Role.MANAGER)
    if former:
        for membership in former.memberships.current().filter(role=Role.MANAGER):
            membership.role = Role.CONTRIBUTOR
            membership.save(update_fields=["role"])
    settle_staff(*User.objects.filter(is_staff=True))
    processing.ensure()
    return whole


def _lock_for(organisation: Organisation, to: OrganisationState) -> Organisation:
    organisation = lock(organisation)
    if to not in ORGANISATION_MOVES[OrganisationState(organisation.state)]:
        raise MoveNotAllowed
    return organisation


def _move(organisation: Organisation, to: OrganisationState) -> Organisation:
    until = organisation.hands_over_until if to == OrganisationState.SUSPENDED else None
    organisation = _lock_for(organisation, to)
    organisation.state, organisation.hands_over_until = to, until
    organisation.save(update_fields=["state", "hands_over_until"])
    settle_staff(
        *User.objects.filter(
            memberships__organisation=organisation,
            memberships__role=Role.MANAGER,
            memberships__ended_on=None,
        )
    )
    return organisation


def runs(organisation: Organisation) -> bool:
    """Whether it is the lead organisation, which runs the portal."""
    return partnership().lead_organisation_id == organisation.pk


def _is_not_the_lead(organisation: Organisation) -> None:
    if runs(organisation):
        raise LeadOrganisationStays

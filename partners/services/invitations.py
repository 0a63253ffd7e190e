"""Letting somebody in: a link that is used once, by the person it was sent to."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import limits, names, outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import User, normalise_email
from partners.enums import WORKING_STATES
from partners.models import (
    GIVEN_BY_A_LEAD,
    TAKES_TWO,
    Invitation,
    Membership,
    Organisation,
    OrganisationState,
    Role,
)

from .people import AlreadyAMember, OrganisationNotWorking, lock, settle_staff
from .roles import NotToOneself, OnlyALeadGivesIt, given, may_give, tell_the_leads

VALID_FOR = timedelta(days=14)
# A double click sends one letter.
JUST_NOW = timedelta(minutes=1)
SENDINGS_AN_HOUR = 5


class InvitationUnknown(Refusal):
    message = "This link does not work"
    what_next = (
        "Use the link in the latest email we sent you, and copy all of it. Older links stop "
        "working when an invitation is sent again."
    )


class InvitationClosed(Refusal):
    """It was ours, and can no longer be used; the subclasses say why."""

    what_next = "Ask the person who invited you what to do next."


class InvitationUsed(InvitationClosed):
    message = "This invitation has already been used"
    what_next = "Your account is open. Sign in with the email address the invitation came to."


class InvitationExpired(InvitationClosed):
    message = "This invitation has expired"
    what_next = "Invitations expire after 14 days. Ask the person who invited you to send it again."


class InvitationWithdrawn(InvitationClosed):
    message = "This invitation has been withdrawn"
    what_next = "If you think this is a mistake, ask the person who invited you."


class GiverGivesNoMore(InvitationClosed):
    message = "This invitation is no longer valid"
    what_next = (
        "The person who sent it can no longer give you this role. Ask an organisation lead to "
        "invite you again."
    )


class InvitationForSomebodyElse(Refusal):
    message = (
        "This invitation was sent to a different email address from the one you signed in with"
    )


class SignInFirst(Refusal):
    message = "There is already an account for this email address. Sign in with it first"


class AccountClosed(Refusal):
    message = "Your account is closed. Ask the person who invited you to have it reopened"


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, by: User | None, organisation: Organisation, email: str, role: str, name: str = ""
) -> Invitation:
    """Send somebody a link to an account with a role in an organisation.

    Inviting an address again sends a new link with the new role; the old link is dead.
    """
    names.require(name)
    organisation = lock(organisation)
    if organisation.state not in WORKING_STATES:
        raise OrganisationNotWorking
    email = normalise_email(email)
    if organisation.memberships.current().filter(person__email=email).exists():
        raise AlreadyAMember
    may_give(
        by=by, organisation=organisation, role=role, to=User.objects.filter(email=email).first()
    )
    invitation = organisation.invitations.unanswered().filter(email=email).first()
    if invitation is None:
        invitation = Invitation(organisation=organisation, email=email)
    elif (invitation.role, invitation.name) == (role, name) and _was_just_sent(invitation):
        return invitation
    invitation.role, invitation.name, invitation.invited_by = role, name, by
    return _send(invitation)


@transaction.atomic
def send_again(*, by: User | None, invitation: Invitation) -> Invitation:
    """A new link to the same address; the one sent before stops working."""
    invitation = _locked(invitation)
    _unanswered(invitation)
    if invitation.organisation.state not in WORKING_STATES:
        raise OrganisationNotWorking
    may_give(
        by=by,
        organisation=invitation.organisation,
        role=invitation.role,
        to=User.objects.filter(email=invitation.email).first(),
    )
    if _was_just_sent(invitation):
        return invitation
    # Whoever sends the link gives the role.
    invitation.invited_by = by
    return _send(invitation)


@transaction.atomic
def withdraw(*, by: User | None, invitation: Invitation) -> Invitation:
    invitation = _locked(invitation)
    if invitation.accepted_at:
        raise InvitationUsed
    if not invitation.withdrawn_at:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


def look_up(token: str) -> Invitation:
    """The open invitation of a link, for showing it; changes nothing."""
    invitation = (
        Invitation.objects.filter(token_digest=digest(token))
        .select_related("organisation", "invited_by")
        .first()
    )
    if invitation is None:
        raise InvitationUnknown
    _unanswered(invitation)
    if not invitation.is_open:
        raise InvitationExpired
    if invitation.organisation.state not in WORKING_STATES:
        raise InvitationClosed("This organisation is not active. Ask the person who invited you")
    if invitation.role in GIVEN_BY_A_LEAD:
        _still_given(invitation, to=None)
    return invitation


@transaction.atomic
def open_account(*, token: str, name: str, password: str | None) -> User:
    """Use an invitation to open the account it offers; without a password, sign in by code."""
    names.require(name)
    invitation = _taken(token)
    if User.objects.filter(email=invitation.email).exists():
        raise SignInFirst
    person = User.objects.create_user(invitation.email, password, name=name)
    # The link came by post to this address, which proves it: single sign-on relies on that.
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    _accept(invitation, person)
    return person


@transaction.atomic
def accept(*, token: str, person: User) -> Membership:
    """Use an invitation with the account that is signed in."""
    invitation = _taken(token)
    if person.email != invitation.email:
        raise InvitationForSomebodyElse
    if not person.is_active:
        raise AccountClosed
    return _accept(invitation, person)


def _taken(token: str) -> Invitation:
    # Two tabs: the second waits for the row, then finds it used.
    invitation = look_up(token)
    lock(invitation.organisation)
    invitation = _locked(invitation)
    if invitation.token_digest != digest(token):
        raise InvitationUnknown  # sent again this very moment
    _unanswered(invitation)
    return invitation


def _still_given(invitation: Invitation, *, to: User | None) -> None:
    """Whoever invited may have lost the right to since, or be the person who accepts."""
    try:
        may_give(
            by=invitation.invited_by,
            organisation=invitation.organisation,
            role=invitation.role,
            to=to,
        )
    except (OnlyALeadGivesIt, NotToOneself) as refusal:
        raise GiverGivesNoMore from refusal


def _accept(invitation: Invitation, person: User) -> Membership:
    organisation = invitation.organisation
    if invitation.role in TAKES_TWO:
        _still_given(invitation, to=person)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    # Somebody may have been added in the meantime; their role is then the one given last.
    membership = organisation.memberships.current().filter(person=person).first()
    if membership is None:
        membership = Membership(organisation=organisation, person=person, role=invitation.role)
        given(by=invitation.invited_by, membership=membership)
        membership.save()
        tell_the_leads(membership)
    if organisation.state == OrganisationState.INVITED and membership.role == Role.LEAD:
        organisation.state = OrganisationState.ACTIVE
        organisation.joined_on = organisation.joined_on or timezone.localdate()
        organisation.save(update_fields=["state", "joined_on"])
    settle_staff(person)
    return membership


def _send(invitation: Invitation) -> Invitation:
    limits.require(
        "send an invitation", limits.email(invitation.email), tries=SENDINGS_AN_HOUR, window=3600
    )
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest(token)
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + VALID_FOR
    invitation.save()
    link = settings.PORTAL_URL + reverse("partners:invitation", args=[token])
    outbox.queue(
        "partners/invitation",
        to=invitation.email,
        key=f"invitation-{invitation.reference}-{invitation.token_digest[:16]}",
        context={"invitation": invitation, "link": link},
        secret=True,
    )
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=["self"])
        .select_related("organisation", "invited_by")
        .get(pk=invitation.pk)
    )


def _unanswered(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise InvitationUsed
    if invitation.withdrawn_at:
        raise InvitationWithdrawn


def _was_just_sent(invitation: Invitation) -> bool:
    return timezone.now() - invitation.sent_at < JUST_NOW

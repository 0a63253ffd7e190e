"""What waits for somebody because of people and papers."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from diz_portal import words
from diz_portal.accounts.models import User
from diz_portal.attention import Item, Urgency, colleagues, provider
from diz_portal.places.models import Partnership
from partners.enums import WORKING_STATES
from partners.models import OrganisationState, Role
from partners.roles import is_manager, leads

from . import left_behind, selectors
from .models import Agreement, Invitation, Membership
from .models.agreement import RENEW_WITHIN

__all__ = ["left_behind"]

# Days after which an invitation or a request without an answer is late.
ANSWER_WITHIN = 7


@colleagues
def programme_managers():
    """Who may be assigned a task of the staff's list."""
    return (
        User.objects.active()
        .filter(
            pk__in=Membership.objects.current()
            .filter(
                role=Role.MANAGER,
                organisation__state__in=WORKING_STATES,
                organisation__in=Partnership.objects.values("lead_organisation"),
            )
            .values("person")
        )
        .order_by("name", "pk")
    )


@provider("join requests")
def join_requests(user, today):
    """Requests whose answer is this person's to give; a manager sees the others as owed."""
    waiting = selectors.unanswered_requests(user).prefetch_related(
        "organisation__memberships__person"
    )
    mine = leads(user)
    for asked in waiting:
        applies = asked.organisation.state in (OrganisationState.APPLIED, OrganisationState.LEFT)
        people = _leads_among(asked.organisation)
        is_theirs = people and not applies and asked.organisation_id not in mine
        owed = f"{words.possessive(asked.organisation)} lead" if is_theirs else ""
        due = timezone.localdate(asked.created_at) + timedelta(days=ANSWER_WITHIN)
        yield Item(
            key=f"join-request:{asked.reference}",
            title=f"Approve or decline application: {asked.organisation}"
            if applies
            else f"Approve or decline request to join: {asked.organisation}",
            about="Partners",
            when=f"asked {words.ago(asked.created_at, today)}",
            url=asked.get_absolute_url(),
            urgency=Urgency.by_date(due, today),
            due_on=due,
            **_owed(owed, people, f"A request to join {asked.organisation} needs your decision"),
        )


@provider("invitations")
def invitations(user, today):
    """Invitations that no one has answered for a week, or that have expired."""
    late = timezone.now() - timedelta(days=ANSWER_WITHIN)
    unanswered = (
        Invitation.objects.visible_to(user)
        .unanswered()
        .filter(sent_at__lt=late, organisation__state__in=WORKING_STATES)
        .select_related("organisation")
    )
    for invitation in unanswered:
        expires_on = timezone.localdate(invitation.expires_at)
        is_open = invitation.is_open
        yield Item(
            key=f"invitation:{invitation.reference}",
            title=f"{'Chase' if is_open else 'Resend or withdraw expired'} invitation: "
            f"{invitation.name or 'a colleague'}",
            about=str(invitation.organisation),
            when=f"sent {words.ago(invitation.sent_at, today)}"
            + (f", expires {words.uk_date(expires_on)}" if is_open else ", expired"),
            url=reverse("partners_workspace:send_again", args=[invitation.reference]),
            urgency=Urgency.by_date(expires_on, today),
            due_on=expires_on,
        )


@provider("agreements")
def agreements(user, today):
    """Agreements that expire soon, or have expired and were neither renewed nor ended."""
    if not is_manager(user) and not leads(user):
        return
    running_out = Agreement.objects.visible_to(user).running_out(RENEW_WITHIN)
    if not is_manager(user):
        running_out = running_out.filter(pk__in=_of_parties_led_by(user))
    for agreement in running_out:
        yield Item(
            key=f"agreement:{agreement.reference}",
            title=f"Renew or end expired agreement: {agreement}"
            if agreement.has_run_out
            else f"Renew agreement: {agreement}",
            about=agreement.get_kind_display(),
            when=words.due(agreement.expires_on, today),
            url=agreement.get_absolute_url(),
            urgency=Urgency.by_date(agreement.expires_on, today),
            due_on=agreement.expires_on,
        )


def _of_parties_led_by(user):
    return Agreement.objects.filter(parties__in=leads(user)).values("pk")


def _leads_among(organisation):
    return [
        place.person
        for place in organisation.memberships.all()
        if place.ended_on is None and place.role == Role.LEAD and place.person.is_active
    ]


def _owed(owed_by, people, ask):
    return {"owed_by": owed_by, "recipients": lambda: people, "ask": ask} if owed_by else {}

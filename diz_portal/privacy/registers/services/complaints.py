"""What can happen to a complaint about how personal data was used."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.outbox.models import Channel
from diz_portal.privacy.registers.models import (
    COMPLAINT_MOVES,
    CameBy,
    Complaint,
    ComplaintEvent,
    ComplaintEventKind,
    ComplaintOutcome,
    ComplaintState,
)

from . import letters
from .receiving import FirstActedOn, lock, lock_closed, write_down


class NotAcknowledged(Refusal):
    message = "Acknowledge the complaint first, then send the outcome"


@transaction.atomic
def receive(*, is_told: bool = False, by: User | None = None, **asked: Any) -> Complaint:
    """Write a complaint down: who complains, and how it came, is `asked` (`write_down`).

    One from the public page with an email is acknowledged at once; so is one of which staff have
    told the person that it is here.
    """
    complaint, is_new = write_down(Complaint, by=by, **asked)
    if is_new:
        _record(complaint, ComplaintEventKind.RECEIVED, by)
        by_itself = complaint.came_by == CameBy.PAGE and complaint.channel == Channel.EMAIL
        if is_told or by_itself:
            return acknowledge(complaint=complaint, is_told=is_told, by=by)
    return complaint


@transaction.atomic
def acknowledge(
    *, complaint: Complaint, is_told: bool = False, by: User | None = None
) -> Complaint:
    """Tell the person that we have it, or note that they have been told."""
    complaint = lock(complaint)
    complaint.acknowledged_on = timezone.localdate()
    summary = "Already acknowledged" if is_told else ""
    _move(complaint, ComplaintState.ACKNOWLEDGED)
    _record(complaint, ComplaintEventKind.ACKNOWLEDGED, by, summary=summary)
    if not is_told:
        letters.send("complaint_received", complaint, once="1")
    return complaint


@transaction.atomic
def note(*, complaint: Complaint, words: str, by: User) -> Complaint:
    """What was found out. The first note begins the investigation."""
    complaint = lock(complaint, also_closed=True)
    if complaint.state == ComplaintState.ACKNOWLEDGED:
        _move(complaint, ComplaintState.INVESTIGATING)
    _record(complaint, ComplaintEventKind.NOTE, by, words=words)
    return complaint


@transaction.atomic
def close(*, complaint: Complaint, outcome: str, words: str, by: User) -> Complaint:
    """Tell the person what came of it."""
    complaint = lock(complaint)
    if ComplaintOutcome(outcome) == ComplaintOutcome.WITHDRAWN:
        raise Refusal("Use “Record as withdrawn” to close a complaint that was withdrawn")
    if complaint.state == ComplaintState.RECEIVED:
        raise NotAcknowledged
    _close(complaint, ComplaintOutcome(outcome), ComplaintEventKind.CLOSED, words, by)
    letters.send("complaint_answered", complaint, once=_time(complaint, "closed"), words=words)
    return complaint


@transaction.atomic
def withdraw(*, complaint: Complaint, words: str = "", by: User) -> Complaint:
    """They take it back."""
    complaint = lock(complaint)
    _close(complaint, ComplaintOutcome.WITHDRAWN, ComplaintEventKind.WITHDRAWN, words, by)
    return complaint


@transaction.atomic
def reopen(*, complaint: Complaint, words: str, by: User) -> Complaint:
    """Look into a closed complaint again, and tell the person so: that acknowledges it, too, where
    they had taken it back before anybody did."""
    complaint = lock_closed(complaint)
    complaint.closed_on, complaint.outcome = None, ""
    complaint.acknowledged_on = complaint.acknowledged_on or timezone.localdate()
    _move(complaint, ComplaintState.INVESTIGATING)
    _record(complaint, ComplaintEventKind.REOPENED, by, words=words)
    letters.send("complaint_reopened", complaint, once=_time(complaint, "reopened"), words=words)
    return complaint


@transaction.atomic
def concern(*, complaint: Complaint, controller: Any, by: User) -> Complaint:
    """It is about another organisation."""
    complaint = lock(complaint)
    complaint.controller = controller
    complaint.save()
    _record(complaint, ComplaintEventKind.CONTROLLER, by, summary=str(controller))
    return complaint


def _move(complaint: Complaint, to: ComplaintState) -> None:
    if to not in COMPLAINT_MOVES[ComplaintState(complaint.state)]:
        raise FirstActedOn
    complaint.state = to
    complaint.save()


def _close(
    complaint: Complaint,
    outcome: ComplaintOutcome,
    kind: ComplaintEventKind,
    words: str,
    by: User,
) -> None:
    complaint.closed_on = timezone.localdate()
    complaint.outcome = outcome
    _move(complaint, ComplaintState.CLOSED)
    _record(complaint, kind, by, summary=outcome.label, words=words)


def _time(complaint: Complaint, kind: str) -> str:
    """How often this has happened: what is told once each time."""
    return str(complaint.events.filter(kind=ComplaintEventKind(kind)).count())


def _record(
    complaint: Complaint,
    kind: ComplaintEventKind,
    by: User | None,
    *,
    summary: str = "",
    words: str = "",
) -> None:
    ComplaintEvent.objects.create(
        complaint=complaint, kind=kind, summary=summary, words=words, by=by
    )

"""What can happen to a case."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.words import uk_date
from inclusion.cases.models import (
    CASE_MOVES,
    AppointmentState,
    Case,
    CaseEvent,
    CaseEventKind,
    CaseState,
    Need,
    ReferralState,
    TransferState,
    Urgency,
)
from inclusion.cases.services import casebook, referrals, telling, work


class NeedsOpen(Refusal):
    message = (
        "You can only close a case when every need is met, declined or not met. Resolve its open "
        "needs first"
    )

    def __init__(self, needs: list[Need]):
        self.needs = needs
        listed = ", ".join(map(in_words, needs))
        super().__init__(
            "You can only close a case when every need is met, declined or not met. Resolve these "
            f"first: {listed}"
            if needs
            else None
        )


def in_words(need: Need) -> str:
    """`a tablet (approved)`."""
    return f"{need.what} ({need.get_state_display().lower()})"


class WorkOpen(Refusal):
    message = (
        "This case has open tasks or appointments. Complete them first, or select “Close anyway”"
    )


class TakenAlready(Refusal):
    message = "Someone else has just been assigned this case. Reload the page to see who"


@transaction.atomic
def assign(*, case: Case, to: User | None, by: User) -> Case:
    """Give the case to a caseworker of the handling organisation, or to no one."""
    casebook.works_here(case, to)
    case = casebook.lock_open(case)
    if case.assigned_to_id == (to.pk if to else None):
        return case
    case.assigned_to = to
    case.save(update_fields=["assigned_to"])
    casebook.record(
        case, CaseEventKind.ASSIGNED, by=by, whom=to, summary="" if to else "Unassigned"
    )
    return case


@transaction.atomic
def take(*, case: Case, by: User) -> Case:
    """Take a case that no one has: of two who press together, one has it and the other is told."""
    casebook.works_here(case, by)
    case = casebook.lock_open(case)
    if case.assigned_to_id not in (None, by.pk):
        raise TakenAlready(
            f"{case.assigned_to} has just been assigned this case. Select another unassigned case"
        )
    return assign(case=case, to=by, by=by)


@transaction.atomic
def set_urgency(*, case: Case, urgency: str, target_on: date, why: str, by: User) -> Case:
    case = casebook.lock_open(case)
    case.urgency, case.target_on = urgency, target_on
    case.save(update_fields=["urgency", "target_on"])
    label = Urgency(urgency).label.partition(":")[0]
    summary = f"{label}, target date {uk_date(target_on)}"
    casebook.record(case, CaseEventKind.URGENCY, by=by, summary=summary, words=why)
    return case


@transaction.atomic
def note(*, case: Case, words: str, by: User, contact: bool = False) -> CaseEvent:
    """Add a note; `contact` when it is of talking with the person. Also on a closed case: people
    call back."""
    kind = CaseEventKind.CONTACT if contact else CaseEventKind.NOTE
    return casebook.record(casebook.lock(case), kind, by=by, words=words)


@transaction.atomic
def correct(*, event: CaseEvent, words: str, by: User) -> CaseEvent:
    """Say that an earlier note was wrong, and what is right; the earlier one stays legible."""
    case = casebook.lock(event.case)
    return casebook.record(case, CaseEventKind.CORRECTION, by=by, words=words, corrects=event)


@transaction.atomic
def close(*, case: Case, words: str, by: User, close_anyway: bool = False) -> Case:
    """End the case once every need is resolved; the referrer is told the outcome only, and the
    person how each need ended.

    What is still to be done is never dropped unseen: `close_anyway` says that it was looked at.
    Then appointments to come are cancelled, and tasks stay undone, to be found when the case is
    opened again.
    """
    case = casebook.lock_open(case)
    if still_open := list(case.needs.unresolved()):
        raise NeedsOpen(still_open)
    if case.transfers.waiting().exists():
        raise Refusal(
            "This case is offered to another organisation. Withdraw the transfer first, or wait "
            "until they accept or decline it"
        )
    left = _leave_undone(case, by, close_anyway)
    case.closed_at = timezone.now()
    _move(case, CaseState.CLOSED)
    event = casebook.record(case, CaseEventKind.CLOSED, by=by, words=words, summary=left)
    for referral in case.referrals.filter(state=ReferralState.ACCEPTED):
        referrals.move(referral, ReferralState.COMPLETED, by=by)
    telling.of_move((CaseState.OPEN, CaseState.CLOSED), case, once=f"case-{event.pk}")
    return case


def _leave_undone(case: Case, by: User, close_anyway: bool) -> str:
    """What the line of the closing says of tasks and appointments; without a word about people."""
    undone = case.tasks.to_do().count()
    planned = list(case.appointments.planned())
    if (undone or planned) and not close_anyway:
        raise WorkOpen
    to_come = [one for one in planned if not one.has_begun]
    for one in to_come:
        work.record_outcome(appointment=one, state=AppointmentState.CANCELLED, by=by)
    parts = [
        _counted(undone, "1 task not done", "{} tasks not done"),
        _counted(len(to_come), "1 appointment cancelled", "{} appointments cancelled"),
    ]
    return ", ".join(filter(None, parts))


def _counted(number: int, one: str, many: str) -> str:
    return one if number == 1 else many.format(number) if number else ""


@transaction.atomic
def reopen(*, case: Case, words: str, by: User) -> Case:
    case = casebook.lock(case)
    if case.transfers.filter(state=TransferState.ACCEPTED).exists():
        raise Refusal(
            "You cannot reopen this case because it was transferred to another organisation. "
            "Contact them instead"
        )
    case.closed_at = None
    _move(case, CaseState.OPEN)
    case.target_on = casebook.target_for(case.handled_by_id, case.urgency, timezone.localdate())
    case.save(update_fields=["target_on"])
    event = casebook.record(case, CaseEventKind.REOPENED, by=by, words=words)
    for referral in case.referrals.filter(state=ReferralState.COMPLETED):
        referrals.move(referral, ReferralState.ACCEPTED, by=by)
    telling.of_move((CaseState.CLOSED, CaseState.OPEN), case, once=f"case-{event.pk}")
    return case


def _move(case: Case, state: CaseState) -> None:
    if state not in CASE_MOVES[CaseState(case.state)]:
        raise Refusal(
            f"Someone else has just updated this case: it is already "
            f"{case.get_state_display().lower()}. Reload the page to see it"
        )
    case.state = state
    case.save(update_fields=["state", "closed_at"])

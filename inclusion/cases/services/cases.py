"""What can happen to a case."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from diz_portal.access import Refusal
from inclusion.cases.models import (
    CASE_MOVES,
    AppointmentState,
    Case,
    CaseEvent,
    CaseEventKind,
    CaseState,
    Need,
    Person,
    ReferralState,
    Team,
    TransferState,
    Urgency,
)
from partners.enums import WORKING_STATES
from partners.models import Membership, Role
from partners.services import takes_new_work


class NeedsOpen(Refusal):
    message = "A case closes when every need is settled: met, declined by the person, or not met."

    def __init__(self, needs: list[Need]):
        self.needs = needs
        super().__init__(
            f"{self.message} Still open: {', '.join(map(in_words, needs))}." if needs else None
        )


def in_words(need: Need) -> str:
    """`a tablet (approved)`."""
    return f"{need.what} ({need.get_state_display().lower()})"


class WorkOpen(Refusal):
    message = (
        "Tasks or appointments of this case are still open. Settle them first, or say that the "
        "case closes all the same."
    )


class CaseClosed(Refusal):
    message = "This case is closed. Reopen it first."


class TakenAlready(Refusal):
    message = "Somebody has taken this case."


class NotACaseworker(Refusal):
    message = "That person is not a caseworker of the organisation that handles this case."


def lock(case: Case) -> Case:
    """The case as it is now, held until the transaction ends: every writer comes here first."""
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def lock_open(case: Case) -> Case:
    case = lock(case)
    if not case.is_open:
        raise CaseClosed
    return case


def record(
    case: Case,
    kind: CaseEventKind,
    *,
    by: Any = None,
    summary: str = "",
    words: str = "",
    need: Any = None,
    corrects: CaseEvent | None = None,
    whom: Any = None,
) -> CaseEvent:
    """One more line of the timeline."""
    return CaseEvent.objects.create(
        case=case,
        kind=kind,
        by=by,
        summary=summary[:200],
        words=words,
        need=need,
        corrects=corrects,
        whom=whom,
    )


def works_here(case: Case, person: Any) -> None:
    """Refuse whoever is no caseworker of the organisation that handles the case, and keep them one
    until the end of the transaction: whoever removes them waits, and then counts this too.

    Call before locking the case: whoever ends something locks in that order.
    """
    if person is None:
        return
    today = timezone.localdate()
    place = Membership.objects.current().filter(
        Q(organisation__state__in=WORKING_STATES) | Q(organisation__hands_over_until__gte=today),
        organisation=case.handled_by_id,
        role=Role.CASEWORKER,
        person=person,
        person__is_active=True,
    )
    if not list(place.select_for_update(of=("self",), no_key=True)):
        raise NotACaseworker


def target_for(organisation: Any, urgency: str, start: date) -> date:
    """By when somebody should have been helped, as the organisation's team promises."""
    team = Team.objects.filter(organisation=organisation).first() or Team()
    days = {
        Urgency.URGENT: team.days_if_urgent,
        Urgency.SOON: team.days_if_soon,
        Urgency.ROUTINE: team.days_if_routine,
    }
    return start + timedelta(days=days[Urgency(urgency)])


@transaction.atomic
def open_for(*, person: Person, handled_by: Any, urgency: str, by: Any) -> Case:
    """A new case for a person, at an organisation that may take one."""
    takes_new_work(getattr(handled_by, "pk", handled_by))
    case = Case.objects.create(
        person=person,
        handled_by=handled_by,
        urgency=urgency,
        target_on=target_for(handled_by, urgency, timezone.localdate()),
    )
    record(case, CaseEventKind.OPENED, by=by)
    return case


@transaction.atomic
def assign(*, case: Case, to: Any, by: Any) -> Case:
    """Give the case to a caseworker of the handling organisation, or to nobody."""
    works_here(case, to)
    case = lock_open(case)
    if case.assigned_to_id == (to.pk if to else None):
        return case
    case.assigned_to = to
    case.save(update_fields=["assigned_to"])
    record(case, CaseEventKind.ASSIGNED, by=by, whom=to, summary="" if to else "Back to the queue")
    return case


@transaction.atomic
def take(*, case: Case, by: Any) -> Case:
    """Take a case that nobody has: of two who press at once, one has it and the other is told."""
    works_here(case, by)
    case = lock_open(case)
    if case.assigned_to_id not in (None, by.pk):
        raise TakenAlready(f"{case.assigned_to} has taken this case.")
    return assign(case=case, to=by, by=by)


@transaction.atomic
def set_urgency(*, case: Case, urgency: str, target_on: date, why: str, by: Any) -> Case:
    case = lock_open(case)
    case.urgency, case.target_on = urgency, target_on
    case.save(update_fields=["urgency", "target_on"])
    label = Urgency(urgency).label.partition(":")[0]
    summary = f"{label}, help promised by {target_on:%-d %B %Y}"
    record(case, CaseEventKind.URGENCY, by=by, summary=summary, words=why)
    return case


@transaction.atomic
def note(*, case: Case, words: str, by: Any, contact: bool = False) -> CaseEvent:
    """Write something down; `contact` when it is of talking with the person. Also on a closed
    case: people ring back."""
    kind = CaseEventKind.CONTACT if contact else CaseEventKind.NOTE
    return record(lock(case), kind, by=by, words=words)


@transaction.atomic
def correct(*, event: CaseEvent, words: str, by: Any) -> CaseEvent:
    """Say that an earlier note was wrong, and what is right; the earlier one stays legible."""
    case = lock(event.case)
    return record(case, CaseEventKind.CORRECTION, by=by, words=words, corrects=event)


@transaction.atomic
def close(*, case: Case, words: str, by: Any, all_the_same: bool = False) -> Case:
    """End the case once every need is settled; whoever referred learns of the outcome only.

    What is still to be done is never dropped unseen: `all_the_same` says that it was looked at.
    Then appointments to come are cancelled, and tasks stay undone, to be found when the case is
    opened again.
    """
    case = lock_open(case)
    if still_open := list(case.needs.unsettled()):
        raise NeedsOpen(still_open)
    if case.transfers.waiting().exists():
        raise Refusal(
            "This case is offered to another organisation. Take the offer back first, or wait "
            "for the answer."
        )
    left = _leave_undone(case, by, all_the_same)
    case.closed_at = timezone.now()
    _move(case, CaseState.CLOSED)
    record(case, CaseEventKind.CLOSED, by=by, words=words, summary=left)
    from inclusion.cases.services import referrals

    for referral in case.referrals.filter(state=ReferralState.ACCEPTED):
        referrals.move(referral, ReferralState.COMPLETED, by=by)
    return case


def _leave_undone(case: Case, by: Any, all_the_same: bool) -> str:
    """What the line of the closing says of tasks and appointments; without a word about people."""
    from inclusion.cases.services import work

    undone = case.tasks.to_do().count()
    planned = list(case.appointments.planned())
    if (undone or planned) and not all_the_same:
        raise WorkOpen
    to_come = [one for one in planned if not one.has_begun]
    for one in to_come:
        work.settle(appointment=one, state=AppointmentState.CANCELLED, by=by)
    parts = []
    if undone:
        parts.append(f"{undone} task{'s' if undone > 1 else ''} left undone")
    if to_come:
        number = len(to_come)
        parts.append(f"{number} appointment{'s' if number > 1 else ''} cancelled")
    return ", ".join(parts)


@transaction.atomic
def reopen(*, case: Case, words: str, by: Any) -> Case:
    case = lock(case)
    if case.transfers.filter(state=TransferState.ACCEPTED).exists():
        raise Refusal("This case was passed on: the other organisation helps the person now.")
    case.closed_at = None
    _move(case, CaseState.OPEN)
    case.target_on = target_for(case.handled_by_id, case.urgency, timezone.localdate())
    case.save(update_fields=["target_on"])
    record(case, CaseEventKind.REOPENED, by=by, words=words)
    from inclusion.cases.services import referrals

    for referral in case.referrals.filter(state=ReferralState.COMPLETED):
        referrals.move(referral, ReferralState.ACCEPTED, by=by)
    return case


def _move(case: Case, state: CaseState) -> None:
    if state not in CASE_MOVES[CaseState(case.state)]:
        raise Refusal(f"The case is {case.get_state_display().lower()} already.")
    case.state = state
    case.save(update_fields=["state", "closed_at"])

"""What an organiser does with the plan of a seminar's reminders.

A new seminar starts with the standard plan below. It is code, not a table: a seminar that is
copied takes its plan along, so that a series keeps its own words without a second place to look.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from diz_portal import reminders as engine
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.reminders.models import Reminder, ReminderState
from diz_portal.reminders.plans import OUT
from seminars import placeholders
from seminars.models import (
    Registration,
    RegistrationState,
    ReminderStep,
    ReminderUnit,
    Seminar,
    SeminarState,
)
from seminars.models.reminder import MOST_BEFORE
from seminars.services import queue, reminders

STANDARD = [(7, ReminderUnit.DAYS), (1, ReminderUnit.DAYS), (2, ReminderUnit.HOURS)]
SUBJECT = "{how soon}: {title}"
TEXT = """Hello {name},

You have a place at this seminar {how soon}.

{title}
When: {day}, {time}
Where: {where}
Coming with you: {guest}

Join online: {joining}

Access: {getting in}

If you cannot come, please cancel here so that someone else can:

{my place}
"""
LONGEST_SUBJECT, LONGEST_TEXT = 150, 3000
MOST_STEPS = 10


class CannotPlan(Refusal):
    message = "You cannot add this reminder. Reload the page and check the list"


class NothingFailed(Refusal):
    message = "There are no failed reminders to retry. Reload the page to see them all"


def start_plan(seminar: Seminar, *, like: Seminar | None = None) -> None:
    """Give a new seminar its plan: that of another one, or the standard."""
    if like:
        rows = [(step.before, step.unit, step.subject, step.text) for step in _current(like)]
    else:
        rows = [(before, unit, SUBJECT, TEXT) for before, unit in STANDARD]
    ReminderStep.objects.bulk_create(
        ReminderStep(seminar=seminar, before=before, unit=unit, subject=subject, text=text)
        for before, unit, subject, text in rows
    )


@transaction.atomic
def add_step(
    *, by: User, seminar: Seminar, before: int, unit: str, subject: str, text: str
) -> ReminderStep:
    """One more reminder, for everybody who has a place and for those who will."""
    seminar = queue.lock(seminar)
    _still_to_come(seminar)
    step = ReminderStep(seminar=seminar, before=before, unit=unit, subject=subject, text=text)
    _check(step)
    if len(_current(seminar)) >= MOST_STEPS:
        raise CannotPlan(f"You can add up to {MOST_STEPS} reminders. Remove one first")
    step.save()
    reminders.plan(_confirmed(seminar), steps=[step])
    return step


@transaction.atomic
def change_step(
    *, by: User, step: ReminderStep, before: int, unit: str, subject: str, text: str
) -> ReminderStep:
    """Another time or other words, for whoever has not been sent it. Nobody gets it twice."""
    seminar, step = _lock(step)
    _still_to_come(seminar)
    moves = (before, unit) != (step.before, step.unit)
    step.before, step.unit, step.subject, step.text = before, unit, subject, text
    _check(step)
    step.save()
    if moves:
        _replan(seminar, step)
    return step


@transaction.atomic
def remove_step(*, by: User, step: ReminderStep) -> None:
    """Take a reminder out of the plan. What was sent by it stays on record."""
    seminar, step = _lock(step)
    if step.removed_at:
        return
    _still_to_come(seminar)
    step.removed_at = timezone.now()
    step.save()
    step.reminders.skip(OUT)


@transaction.atomic
def try_again(*, by: User, seminar: Seminar) -> dict[str, int]:
    """Send what failed, as far as it still helps; answers how many came to which end."""
    seminar = queue.lock(seminar)
    _still_to_come(seminar)
    failed = list(
        engine.of("seminar", seminar.pk).filter(
            state=ReminderState.FAILED, version=str(seminar.schedule_version)
        )
    )
    if not failed:
        raise NothingFailed
    for reminder in failed:
        reminder.state, reminder.reason, reminder.settled_at = ReminderState.PLANNED, "", None
        reminder.tries += 1
    Reminder.objects.bulk_update(failed, ["state", "reason", "settled_at", "tries"])
    now = timezone.now()
    while engine.settle("seminar", seminar.pk, now):
        pass
    again = Reminder.objects.filter(pk__in=[one.pk for one in failed])
    states = list(again.values_list("state", flat=True))
    return {state: states.count(state) for state in sorted(set(states))}


def _lock(step: ReminderStep) -> tuple[Seminar, ReminderStep]:
    seminar = queue.lock(Seminar(pk=step.seminar_id))
    fresh = ReminderStep.objects.get(pk=step.pk)
    fresh.seminar = seminar
    return seminar, fresh


def _still_to_come(seminar: Seminar) -> None:
    if seminar.state == SeminarState.CANCELLED:
        raise CannotPlan(
            "You cannot change reminders because the seminar was cancelled. Write a message instead"
        )
    if seminar.has_started:
        raise CannotPlan(
            "You cannot change reminders because the seminar has started. Write a message instead"
        )


def _check(step: ReminderStep) -> None:
    if step.removed_at:
        raise CannotPlan("This reminder was removed. Add a new one instead")
    if step.unit not in ReminderUnit.values or not 1 <= step.before <= MOST_BEFORE:
        raise CannotPlan(f"Enter 1 to {MOST_BEFORE} days or hours before the start")
    check_words(step.subject, step.text)
    seminar = step.seminar
    due = reminders.due_at(seminar.starts_at, step.before, step.unit)
    for other in _current(seminar):
        theirs = reminders.due_at(seminar.starts_at, other.before, other.unit)
        if other.pk != step.pk and theirs == due:
            raise CannotPlan(
                f"There is already a reminder at that time: {other.words}. Change that one"
            )
    changes = step.pk is None or _time_differs(step)
    if changes and seminar.is_coming and due <= timezone.now():
        raise CannotPlan("That time has passed. Enter one nearer to the start")


def check_words(subject: str, text: str) -> None:
    """Refuse what could not stand in a letter: two lines of subject, a wrong placeholder."""
    if len(subject.splitlines()) > 1 or subject != subject.strip():
        raise CannotPlan("Enter the subject on one line")
    if not subject or not text.strip():
        raise CannotPlan("Enter a subject and a text")
    if len(subject) > LONGEST_SUBJECT:
        raise CannotPlan(f"Enter a subject of up to {LONGEST_SUBJECT} characters")
    placeholders.check(subject)
    placeholders.check(text)


def _time_differs(step: ReminderStep) -> bool:
    kept = ReminderStep.objects.get(pk=step.pk)
    return (kept.before, kept.unit) != (step.before, step.unit)


def _current(seminar: Seminar) -> list[ReminderStep]:
    return reminders.steps_of(seminar)


def _confirmed(seminar: Seminar) -> list[Registration]:
    people = list(seminar.registrations.filter(state=RegistrationState.CONFIRMED))
    for one in people:
        one.seminar = seminar
    return people


def _replan(seminar: Seminar, step: ReminderStep) -> None:
    """Give the rows that were not sent the new time; what was sent stays sent."""
    confirmed = seminar.registrations.filter(state=RegistrationState.CONFIRMED)
    rows = step.reminders.filter(
        version=str(seminar.schedule_version), part__in=confirmed.values("pk")
    ).exclude(state=ReminderState.SENT)
    # A letter that failed keeps its key: the next one needs another.
    rows.filter(state=ReminderState.FAILED).update(tries=F("tries") + 1)
    rows.update(due_at=reminders.due_at(seminar.starts_at, step.before, step.unit))
    reached = confirmed.exclude(channel="").values("pk")
    rows.filter(part__in=reached).update(state=ReminderState.PLANNED, reason="", settled_at=None)

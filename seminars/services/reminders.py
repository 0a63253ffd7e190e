"""Whoever gets a place is reminded by the seminar's plan; whoever loses it is not."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from diz_portal import reminders
from diz_portal.built_once import BuiltOnce
from diz_portal.reminders.models import Reminder, ReminderState
from diz_portal.reminders.plans import Step
from seminars.models import Registration, ReminderStep, ReminderUnit, Seminar

LATE = "registered after it was due"
NO_ADDRESS = "no contact details"
_STEPS = BuiltOnce(lambda seminar: ReminderStep.objects.filter(seminar=seminar, removed_at=None))


def step_of(step: ReminderStep) -> Step:
    """The row of an organiser's plan, as plans have their steps."""
    if step.unit == ReminderUnit.HOURS:
        return Step(str(step.pk), hours=-step.before)
    return Step(str(step.pk), days=-step.before)


def due_at(starts_at: datetime, before: int, unit: str) -> datetime:
    """Hours are hours; days are those of the calendar, whatever the clocks did in between."""
    return step_of(ReminderStep(before=before, unit=ReminderUnit(unit))).due(starts_at)


def steps_of(seminar: Seminar) -> list[ReminderStep]:
    """The plan as it stands, the earliest first."""
    return sorted(_STEPS(seminar.pk), key=lambda step: step_of(step).due(seminar.starts_at))


def is_to_come(seminar: Seminar, now: datetime | None = None) -> bool:
    """Whether somebody who gets a place now is still reminded: only then do pages promise it."""
    now = now or timezone.now()
    return any(step_of(step).due(seminar.starts_at) > now for step in steps_of(seminar))


def plan(
    registrations: Iterable[Registration],
    now: datetime | None = None,
    *,
    steps: list[ReminderStep] | None = None,
    late: str = LATE,
) -> None:
    """One row for each reminder and version of the time. What is past already is not sent.

    The registrations are of one seminar; `steps` is its whole plan unless told.
    """
    people = list(registrations)
    if not people:
        return
    now = now or timezone.now()
    seminar = people[0].seminar
    planned = [
        (str(step.pk), step_of(step).due(seminar.starts_at))
        for step in (steps_of(seminar) if steps is None else steps)
    ]
    rows = []
    for registration in people:
        for step, due in planned:
            reason = late if due <= now else "" if registration.channel else NO_ADDRESS
            rows.append(
                Reminder(
                    kind="seminar",
                    subject=seminar.pk,
                    part=registration.pk,
                    step=step,
                    version=str(seminar.schedule_version),
                    due_at=due,
                    state=ReminderState.SKIPPED if reason else ReminderState.PLANNED,
                    reason=reason,
                    settled_at=now if reason else None,
                )
            )
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def drop(registration: Registration, reason: str) -> None:
    """Stop what is still planned for one person."""
    registration.reminders.skip(reason)


def drop_all(seminar: Seminar, reason: str) -> None:
    """Stop what is still planned for a seminar."""
    reminders.of("seminar", seminar.pk).skip(reason)

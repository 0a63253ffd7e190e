"""Reminders: planned as rows, sent when due and only while they still help, each once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from seminars.models import (
    Registration,
    RegistrationState,
    Reminder,
    ReminderKind,
    ReminderState,
    Seminar,
)
from seminars.models.seminar import COMING

from . import letters

# In one transaction, so that nobody who registers meanwhile waits long.
BATCH = 100

# Days are those of the calendar: the day before at the same time, whatever the clocks did.
DAYS_BEFORE = {ReminderKind.WEEK: 7, ReminderKind.DAY: 1}
HOURS_BEFORE = 2
LATE = "registered after it was due"


def due_times(starts_at: datetime) -> dict[ReminderKind, datetime]:
    local = starts_at.astimezone(timezone.get_default_timezone())
    times = {kind: local - timedelta(days=days) for kind, days in DAYS_BEFORE.items()}
    # Hours are hours: counted in UTC, also in the night the clocks change.
    times[ReminderKind.HOURS] = starts_at - timedelta(hours=HOURS_BEFORE)
    return times


def plan(registrations: Iterable[Registration], now: datetime | None = None) -> None:
    """One row for each kind and version of the time. What is past already is not sent."""
    now = now or timezone.now()
    rows = []
    for registration in registrations:
        seminar = registration.seminar
        for kind, due_at in due_times(seminar.starts_at).items():
            reason = LATE if due_at <= now else "" if registration.email else "no email address"
            rows.append(
                Reminder(
                    registration=registration,
                    kind=kind,
                    schedule_version=seminar.schedule_version,
                    due_at=due_at,
                    state=ReminderState.SKIPPED if reason else ReminderState.PLANNED,
                    reason=reason,
                    settled_at=now if reason else None,
                )
            )
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def drop(registration: Registration, reason: str) -> None:
    """Send none of what was planned for one person."""
    _skip(Reminder.objects.filter(registration=registration), reason)


def drop_all(seminar: Seminar, reason: str) -> None:
    _skip(Reminder.objects.filter(registration__seminar=seminar), reason)


def _skip(reminders, reason: str) -> None:
    reminders.filter(state=ReminderState.PLANNED).update(
        state=ReminderState.SKIPPED, reason=reason, settled_at=timezone.now()
    )


def sweep_reminders(now: datetime | None = None) -> int:
    """Settle every reminder that has fallen due. Twice, late or at once: each is sent once."""
    now = now or timezone.now()
    settled = 0
    while True:
        found = (
            Reminder.objects.filter(state=ReminderState.PLANNED, due_at__lte=now)
            .order_by("due_at", "pk")
            .values_list("registration__seminar", flat=True)
            .first()
        )
        if found is None:
            return settled
        settled += _settle(found, now)


@transaction.atomic
def _settle(seminar_id: int, now: datetime) -> int:
    # The seminar first, as every writer does: nobody gives a place back while we write to them.
    seminar = Seminar.objects.select_for_update(no_key=True).get(pk=seminar_id)
    due = list(
        Reminder.objects.filter(
            registration__seminar=seminar, state=ReminderState.PLANNED, due_at__lte=now
        )
        .select_related("registration")
        .order_by("due_at", "pk")[:BATCH]
    )
    for reminder in due:
        reminder.registration.seminar = seminar
        reminder.state, reminder.reason = _outcome(reminder, seminar, now)
        reminder.settled_at = now
    Reminder.objects.bulk_update(due, ["state", "reason", "settled_at"])
    return len(due)


def _outcome(reminder: Reminder, seminar: Seminar, now: datetime) -> tuple[ReminderState, str]:
    if reason := _why_not(reminder, seminar):
        return ReminderState.SKIPPED, reason
    if seminar.starts_at <= now:
        return ReminderState.MISSED, "found after the start"
    times = due_times(seminar.starts_at)
    if any(times[ReminderKind(reminder.kind)] < other <= now for other in times.values()):
        return ReminderState.MISSED, "a later one was due"
    try:
        letters.send(
            "reminder",
            reminder.registration,
            once=f"{reminder.kind}-{reminder.schedule_version}",
            days=(timezone.localdate(seminar.starts_at) - timezone.localdate(now)).days,
        )
    except ValueError:
        return ReminderState.FAILED, "the address cannot be written to"
    return ReminderState.SENT, ""


def _why_not(reminder: Reminder, seminar: Seminar) -> str:
    if seminar.state not in COMING:
        return "the seminar does not take place"
    if reminder.schedule_version != seminar.schedule_version:
        return "the seminar was moved"
    if reminder.registration.state != RegistrationState.CONFIRMED:
        return "no longer has a place"
    return "" if reminder.registration.email else "no email address"

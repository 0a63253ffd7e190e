"""Reminders: planned as rows, sent when due and only while they still help, each once."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from seminars.models import (
    Registration,
    RegistrationState,
    Reminder,
    ReminderState,
    ReminderStep,
    ReminderUnit,
    Seminar,
)
from seminars.models.seminar import COMING
from seminars.placeholders import Values, Wording
from seminars.services import letters

# In one transaction, so that nobody who registers meanwhile waits long.
BATCH = 100
LATE = "registered after it was due"
NO_ADDRESS = "no address or number"
TOO_LATE_FOR_POST = "a letter would come too late"
UNDELIVERED = "it could not be delivered"


def due_at(starts_at: datetime, before: int, unit: str) -> datetime:
    if unit == ReminderUnit.HOURS:
        # Hours are hours: counted in UTC, also in the night the clocks change.
        return starts_at - timedelta(hours=before)
    # Days are those of the calendar: at the same time of the clock, whatever the clocks did.
    return starts_at.astimezone(timezone.get_default_timezone()) - timedelta(days=before)


def steps_of(seminar: Seminar) -> list[ReminderStep]:
    """The plan as it stands, the earliest first."""
    steps = ReminderStep.objects.filter(seminar=seminar, removed_at=None)
    return sorted(steps, key=lambda step: due_at(seminar.starts_at, step.before, step.unit))


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
        (step, due_at(seminar.starts_at, step.before, step.unit))
        for step in (steps_of(seminar) if steps is None else steps)
    ]
    rows = []
    for registration in people:
        for step, due in planned:
            reason = late if due <= now else "" if registration.channel else NO_ADDRESS
            rows.append(
                Reminder(
                    registration=registration,
                    step=step,
                    schedule_version=seminar.schedule_version,
                    due_at=due,
                    state=ReminderState.SKIPPED if reason else ReminderState.PLANNED,
                    reason=reason,
                    settled_at=now if reason else None,
                )
            )
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def drop(registration: Registration, reason: str) -> None:
    """Stop what is still planned for one person."""
    skip(Reminder.objects.filter(registration=registration), reason)


def drop_all(seminar: Seminar, reason: str) -> None:
    """Stop what is still planned for a seminar."""
    skip(Reminder.objects.filter(registration__seminar=seminar), reason)


def skip(reminders, reason: str) -> None:
    reminders.filter(state=ReminderState.PLANNED).update(
        state=ReminderState.SKIPPED, reason=reason, settled_at=timezone.now()
    )


def sweep_reminders(now: datetime | None = None) -> int:
    """Settle every reminder that has fallen due. Twice, late or at once: each is sent once."""
    now = now or timezone.now()
    note_undelivered(now)
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
        settled += settle(found, now)


@transaction.atomic
def settle(seminar_id: int, now: datetime) -> int:
    """Send what is due in one seminar, or say why not."""
    # The seminar first, as every writer does: nobody gives a place back while we write to them.
    seminar = Seminar.objects.select_for_update(no_key=True).get(pk=seminar_id)
    due = list(
        Reminder.objects.filter(
            registration__seminar=seminar, state=ReminderState.PLANNED, due_at__lte=now
        )
        .select_related("registration")
        .order_by("due_at", "pk")[:BATCH]
    )
    post = _Post(seminar, now)
    with outbox.together():
        for reminder in due:
            reminder.registration.seminar = seminar
            reminder.state, reminder.reason = post.outcome(reminder)
            reminder.settled_at = now
    outcomes: dict[tuple[str, str], list[int]] = {}
    for reminder in due:
        outcomes.setdefault((reminder.state, reminder.reason), []).append(reminder.pk)
    # A handful of outcomes: one statement for each, however many people.
    for (state, reason), ids in outcomes.items():
        Reminder.objects.filter(pk__in=ids).update(state=state, reason=reason, settled_at=now)
    return len(due)


class _Post:
    """What is the same for every reminder of a seminar that is settled at one time."""

    def __init__(self, seminar: Seminar, now: datetime):
        self.seminar, self.now = seminar, now
        self.steps = {step.pk: step for step in steps_of(seminar)}
        self.times = {
            pk: due_at(seminar.starts_at, step.before, step.unit) for pk, step in self.steps.items()
        }
        self.wordings: dict[int, Wording] = {}
        self.values = Values(seminar, now)

    def outcome(self, reminder: Reminder) -> tuple[ReminderState, str]:
        if reason := self._why_not(reminder):
            return ReminderState.SKIPPED, reason
        if self.seminar.starts_at <= self.now:
            return ReminderState.MISSED, "found after the start"
        mine = self.times[reminder.step_id]
        if any(mine < other <= self.now for other in self.times.values()):
            return ReminderState.MISSED, "a later one was due"
        try:
            letters.send(
                "reminder",
                reminder.registration,
                once=once(reminder),
                **self._words(reminder),
                days=(
                    timezone.localdate(self.seminar.starts_at) - timezone.localdate(self.now)
                ).days,
            )
        except ValueError:
            return ReminderState.FAILED, "the address cannot be written to"
        return ReminderState.SENT, ""

    def _why_not(self, reminder: Reminder) -> str:
        if self.seminar.state not in COMING:
            return "the seminar does not take place"
        if reminder.schedule_version != self.seminar.schedule_version:
            return "the seminar was moved"
        if reminder.registration.state != RegistrationState.CONFIRMED:
            return "no longer has a place"
        if reminder.step_id not in self.steps:
            return "taken out of the plan"
        if not reminder.registration.channel:
            return NO_ADDRESS
        return "" if letters.arrives_in_time(reminder.registration) else TOO_LATE_FOR_POST

    def _words(self, reminder: Reminder) -> dict[str, str]:
        pk = reminder.step_id
        if pk not in self.wordings:
            self.wordings[pk] = Wording(self.steps[pk].subject, self.steps[pk].text)
        return self.wordings[pk].fill(self.values.of(reminder.registration))


def once(reminder: Reminder) -> str:
    """What tells this letter from every other to the same person."""
    again = f"-{reminder.tries}" if reminder.tries > 1 else ""
    return f"{reminder.step_id}-{reminder.schedule_version}{again}"


_KEY = re.compile(r"^seminar-(?P<reference>[a-z0-9]+)-reminder-(?P<step>[0-9]+)-")


def note_undelivered(now: datetime) -> int:
    """What the mail server would not have was not sent after all: staff see it, and may retry."""
    keys = outbox.given_up_keys("seminars/reminder", since=now - timedelta(days=2))
    found = {key: match for key in keys if (match := _KEY.match(key))}
    if not found:
        return 0
    sent = Reminder.objects.filter(
        state=ReminderState.SENT,
        registration__reference__in={match["reference"] for match in found.values()},
        step__in={int(match["step"]) for match in found.values()},
    ).select_related("registration")
    lost = [
        one.pk for one in sent if f"{letters.prefix(one.registration)}reminder-{once(one)}" in found
    ]
    return Reminder.objects.filter(pk__in=lost, state=ReminderState.SENT).update(
        state=ReminderState.FAILED, reason=UNDELIVERED, settled_at=now
    )

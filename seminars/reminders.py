"""What people with a place are reminded of, by the plan of each seminar."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from diz_portal import outbox
from diz_portal.reminders.models import Reminder, ReminderState
from diz_portal.reminders.plans import GONE, OUT, UNWRITABLE, Plan, Step, declare
from seminars.models import Registration, RegistrationState, ReminderStep, Seminar
from seminars.models.seminar import COMING
from seminars.placeholders import Values, Wording
from seminars.services import letters
from seminars.services.reminders import NO_ADDRESS, step_of, steps_of

TOO_LATE_FOR_POST = "too late for a letter"
UNDELIVERED = "could not be delivered"

_KEY = re.compile(r"^seminar-(?P<reference>[a-z0-9]+)-reminder-(?P<step>[0-9]+)-")


def once(reminder: Reminder) -> str:
    """What tells this letter from every other to the same person."""
    again = f"-{reminder.tries}" if reminder.tries > 1 else ""
    return f"{reminder.step}-{reminder.version}{again}"


@declare
class SeminarsToCome(Plan[Seminar]):
    """An organiser's plan, in rows of `ReminderStep`; its parts are registrations. The services
    that give somebody a place plan them, in the same transaction."""

    kind = "seminar"
    title = "Upcoming seminars"
    about = Seminar
    moved = "seminar date or venue changed"
    too_late = "missed: seminar had started"

    def date(self, seminar):
        return seminar.starts_at

    def version(self, seminar):
        return str(seminar.schedule_version)

    def begin(self, seminar: Any, reminders: list[Reminder], now: datetime) -> None:
        seminar.post = _Post(seminar, {one.part for one in reminders}, now)

    def steps_of(self, seminar: Any, now: datetime) -> Iterable[Step]:
        return [step_of(step) for step in seminar.post.steps.values()]

    def why_not(self, seminar: Any, reminder: Reminder, now: datetime) -> str:
        registration = seminar.post.people.get(reminder.part)
        if seminar.state not in COMING:
            return "seminar not taking place"
        if registration is None:
            return GONE
        if registration.state != RegistrationState.CONFIRMED:
            return "no longer has a place"
        if reminder.step not in seminar.post.steps:
            return OUT
        if not registration.channel:
            return NO_ADDRESS
        return "" if letters.arrives_in_time(registration) else TOO_LATE_FOR_POST

    def until(self, seminar, reminder):
        return seminar.starts_at

    def send(self, seminar: Any, reminder: Reminder, now: datetime) -> tuple[ReminderState, str]:
        registration = seminar.post.people[reminder.part]
        days = (timezone.localdate(seminar.starts_at) - timezone.localdate(now)).days
        words = seminar.post.words(reminder.step, registration)
        try:
            letters.send("reminder", registration, once=once(reminder), **words, days=days)
        except ValueError:
            return ReminderState.FAILED, UNWRITABLE
        return ReminderState.SENT, ""

    def look_back(self, now: datetime) -> None:
        """What the mail server would not have was not sent after all: staff see it, and may
        retry."""
        keys = outbox.given_up_keys("seminars/reminder", since=now - timedelta(days=2))
        found = {key: match for key in keys if (match := _KEY.match(key))}
        if not found:
            return
        references = {match["reference"] for match in found.values()}
        people = Registration.objects.filter(reference__in=references).in_bulk()
        sent = Reminder.objects.filter(
            kind=self.kind,
            state=ReminderState.SENT,
            subject__in={person.seminar_id for person in people.values()},
            part__in=people,
            step__in={match["step"] for match in found.values()},
        )
        lost = [
            one.pk
            for one in sent
            if f"{letters.prefix(people[one.part])}reminder-{once(one)}" in found
        ]
        Reminder.objects.filter(pk__in=lost, state=ReminderState.SENT).update(
            state=ReminderState.FAILED, reason=UNDELIVERED, settled_at=now
        )

    def names(self, subjects):
        return {one.pk: str(one) for one in self.all().filter(pk__in=subjects)}


class _Post:
    """What is the same for every reminder of a seminar that is settled at one time."""

    def __init__(self, seminar: Seminar, people: Iterable[int], now: datetime):
        self.steps: dict[str, ReminderStep] = {str(one.pk): one for one in steps_of(seminar)}
        self.people = Registration.objects.in_bulk(people)
        for person in self.people.values():
            person.seminar = seminar
        self.wordings: dict[str, Wording] = {}
        self.values = Values(seminar, now)

    def words(self, key: str, registration: Registration) -> dict[str, str]:
        if key not in self.wordings:
            self.wordings[key] = Wording(self.steps[key].subject, self.steps[key].text)
        return self.wordings[key].fill(self.values.of(registration))

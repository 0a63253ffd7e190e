"""What became of a seminar's reminders, and how a letter will read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from diz_portal import reminders
from diz_portal.outbox import rendering
from diz_portal.outbox.models import Channel
from diz_portal.reminders.models import Reminder, ReminderState
from seminars.models import (
    Place,
    Registration,
    RegistrationState,
    ReminderStep,
    Seminar,
)
from seminars.placeholders import Values, Wording, hidden_link
from seminars.services.reminders import due_at, steps_of

# In the order of the page's columns.
STATES = [
    ReminderState.PLANNED,
    ReminderState.SENT,
    ReminderState.SKIPPED,
    ReminderState.FAILED,
    ReminderState.MISSED,
]


@dataclass(frozen=True)
class StepRow:
    """One reminder of the plan, and how many people came to which end."""

    step: ReminderStep
    due_at: datetime
    counts: list[tuple[ReminderState, int]]

    @property
    def is_removed(self) -> bool:
        return self.step.removed_at is not None


@dataclass(frozen=True)
class Reason:
    state: ReminderState
    reason: str
    reminders: int


@dataclass(frozen=True)
class Standing:
    """Everything the page of a seminar's reminders says, in three queries."""

    rows: list[StepRow]
    reasons: list[Reason]
    next_due: datetime | None
    next_people: int
    # Sent for a time that the seminar no longer has.
    sent_before_it_moved: int


def standing(seminar: Seminar) -> Standing:
    found = (
        reminders.of("seminar", seminar.pk)
        .values("step", "version", "state", "reason")
        .annotate(people=Count("pk"), first=Min("due_at"))
        .order_by("step", "state", "reason")
    )
    counts: Counter[tuple[str, str]] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    sent_before = 0
    due: Counter[datetime] = Counter()
    for one in found:
        if one["version"] != str(seminar.schedule_version):
            sent_before += one["people"] if one["state"] == ReminderState.SENT else 0
            continue
        counts[one["step"], one["state"]] += one["people"]
        if one["reason"]:
            reasons[one["state"], one["reason"]] += one["people"]
        if one["state"] == ReminderState.PLANNED:
            due[one["first"]] += one["people"]
    steps = steps_of(seminar)
    removed = ReminderStep.objects.filter(seminar=seminar, removed_at__isnull=False)
    steps += [step for step in removed if any(counts[str(step.pk), state] for state in STATES)]
    soonest = min(due) if due else None
    return Standing(
        rows=[
            StepRow(
                step,
                due_at(seminar.starts_at, step.before, step.unit),
                [(state, counts[str(step.pk), state]) for state in STATES],
            )
            for step in steps
        ],
        reasons=[
            Reason(ReminderState(state), reason, number)
            for (state, reason), number in reasons.most_common()
        ],
        next_due=soonest,
        next_people=due[soonest] if soonest else 0,
        sent_before_it_moved=sent_before,
    )


@dataclass(frozen=True)
class Row:
    """One reminder of one person, and the step of the plan that it was planned by."""

    reminder: Reminder
    step: ReminderStep
    registration: Registration


def failed(seminar: Seminar, most: int) -> list[Row]:
    """Those that staff can try again, no more than so many."""
    rows = reminders.of("seminar", seminar.pk).filter(
        state=ReminderState.FAILED, version=str(seminar.schedule_version)
    )[:most]
    people = Registration.objects.in_bulk([one.part for one in rows])
    return _rows(rows, people)


def of_person(registration: Registration) -> list[Row]:
    return _rows(registration.reminders, {registration.pk: registration})


def _rows(found: Iterable[Reminder], people: dict[int, Registration]) -> list[Row]:
    found = list(found)
    steps = ReminderStep.objects.in_bulk({int(one.step) for one in found})
    return [Row(one, steps[int(one.step)], people[one.part]) for one in found]


@dataclass(frozen=True)
class Preview:
    """A letter as one person gets it; their own link, which is a key, is another one here."""

    way: Place
    whom: str
    is_invented: bool
    subject: str
    body: str


def previews(
    seminar: Seminar,
    kind: str,
    *,
    subject: str,
    text: str,
    people: QuerySet[Registration],
    at: datetime | None = None,
) -> list[Preview]:
    """One for each way of taking part, with the first of the people who takes part so."""
    wording, values = Wording(subject, text), Values(seminar, at)
    made = []
    for way in seminar.ways:
        reached = people.filter(place=way).exclude(channel="").order_by("number")
        # The text is an email's, so somebody who gets one is the better example.
        found = reached.filter(channel=Channel.EMAIL).first() or reached.first()
        person = found or _somebody(seminar, way)
        whom = person.name if found else "an invented person, because no one has a place yet"
        person.seminar = seminar
        words = wording.fill(values.of(person, link=hidden_link()))
        said_subject, body = rendering.render(f"seminars/{kind}", words)
        made.append(Preview(way, whom, found is None, said_subject, body))
    return made


def _somebody(seminar: Seminar, way: Place) -> Registration:
    return Registration(
        seminar=seminar, place=way, name="Alex Example", state=RegistrationState.CONFIRMED
    )

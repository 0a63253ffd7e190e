"""What a plan of reminders is, and which plans there are.

    @declare
    class Renewal(Plan[Agreement]):
        kind = "agreement"
        title = "Agreements that run out"
        about = Agreement
        words = "partners/agreement_expiring"
        steps = (Step("60", days=-60), Step("14", days=-14))

        def coming(self, now): ...      # which agreements, so far ahead
        def date(self, agreement): ...  # what the days count from
        def until(self, agreement): ... # from when on it helps nobody
        def whom(self, agreement): ...  # one reminder for each
        def letters(self, agreement, reminder, now): ...

There is one plan of a kind for all threads: what it reads for one sweep, it puts on the subject.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox.models import Channel

from .models import Reminder, ReminderState

Subject = TypeVar("Subject", bound=Model)

# Unless a step says otherwise, and the date has no time of its own.
NINE = time(9)

# What staff read of one that was not sent.
OUT = "removed from the plan"
GONE = "no longer on record"
NOBODY = "no one to contact"
OVERTAKEN = "replaced by a later reminder"
UNWRITABLE = "the address does not work"


@dataclass(frozen=True)
class Step:
    """One reminder of a plan: so long after the date, or before it when the number is negative.

    Days are those of the calendar: at the same time of the clock in Europe/London, whatever the
    clocks did in between. Hours are hours, also in the night in which the clocks change.
    """

    key: str
    days: int = 0
    hours: int = 0
    at: time | None = None

    def due(self, when: date | datetime) -> datetime:
        here = timezone.get_default_timezone()
        if not isinstance(when, datetime):
            when = datetime.combine(when, self.at or NINE, tzinfo=here)
        if self.days or self.at:
            # Arithmetic on the face of the clock: an aware time keeps its hour.
            when = when.astimezone(here) + timedelta(days=self.days)
            if self.at:
                when = when.replace(hour=self.at.hour, minute=self.at.minute, second=0)
        if self.hours:
            when = when.astimezone(UTC) + timedelta(hours=self.hours)
        return when


@dataclass(frozen=True)
class Letter:
    """A message to one reader. `words` are the plan's own unless told; the key is the outbox's:
    what it has stored under a key once is never sent a second time."""

    to: str
    key: str
    context: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    channel: str = Channel.EMAIL
    needed_by: datetime | None = None


class Plan(Generic[Subject]):
    """One kind of reminder. The attributes are the plan, the methods answer for one subject."""

    # Stands in the rows: at most 16 letters, and never changed.
    kind: str
    title: str
    about: type[Subject]
    # What is read with each subject.
    related: Sequence[str] = ()
    # The template of its words, in templates/emails/.
    words: str = ""
    # What staff read of one that was planned for another date, and one found after its `until`.
    moved: str = "the date was changed"
    too_late: str = "it was too late to be useful"
    steps: Sequence[Step] = ()

    def coming(self, now: datetime) -> QuerySet[Subject] | None:
        """The subjects that are planned by the clock; None where a service plans them itself,
        in the transaction that makes or moves them."""
        return None

    def date(self, subject: Subject) -> date | datetime | None:
        """What the steps count from; nothing is planned while there is none."""
        raise NotImplementedError

    def version(self, subject: Subject) -> str:
        """Names the date: another one is another version, and reminds anew."""
        when = self.date(subject)
        if isinstance(when, datetime):
            when = when.astimezone(UTC)
        return when.isoformat() if when else ""

    def steps_of(self, subject: Subject, now: datetime) -> Iterable[Step]:
        """The steps for one subject, as far as they are known by now."""
        return self.steps

    def times(self, subject: Subject, now: datetime) -> dict[str, datetime]:
        """When each step is due."""
        when = self.date(subject)
        if when is None:
            return {}
        return {step.key: step.due(when) for step in self.steps_of(subject, now)}

    def whom(self, subject: Subject) -> Iterable[int]:
        """The parts: one reminder of each step for each of these. One for all unless told."""
        return (0,)

    def why_not(self, subject: Subject, reminder: Reminder, now: datetime) -> str:
        """Why this one is not needed any more; empty while it is."""
        return ""

    def until(self, subject: Subject, reminder: Reminder) -> datetime | None:
        """From when on it would help nobody."""
        return None

    def letters(self, subject: Subject, reminder: Reminder, now: datetime) -> Iterable[Letter]:
        """What is written, and to whom: read when it is due, not when it was planned."""
        raise NotImplementedError

    def send(
        self, subject: Subject, reminder: Reminder, now: datetime
    ) -> tuple[ReminderState, str]:
        """Send it, and say what came of it. Most plans leave this as it is and have `letters`."""
        letters = list(self.letters(subject, reminder, now))
        if not letters:
            return ReminderState.SKIPPED, NOBODY
        try:
            for letter in letters:
                outbox.queue(
                    letter.words or self.words,
                    to=letter.to,
                    key=letter.key,
                    context=letter.context,
                    channel=letter.channel,
                    needed_by=letter.needed_by,
                )
        except ValueError:
            return ReminderState.FAILED, UNWRITABLE
        return ReminderState.SENT, self.said(letters)

    def said(self, letters: Sequence[Letter]) -> str:
        """What staff read of one that was sent; nothing where that says it all."""
        return ""

    # How it is found ---

    def lock(self, pk: int, *, wait: bool) -> Subject | None:
        """The subject, locked as its own writers lock it; None when it is gone, or in other
        hands while we do not `wait`."""
        found = self.all().filter(pk=pk)
        return found.select_for_update(of=("self",), no_key=True, skip_locked=not wait).first()

    def all(self) -> QuerySet[Subject]:
        """Whatever there is a reminder of, with what is read with it."""
        found = self.about._base_manager.all()
        return found.select_related(*self.related) if self.related else found

    def begin(self, subject: Subject, reminders: list[Reminder], now: datetime) -> None:
        """Read at once what several reminders of one subject need."""

    def look_back(self, now: datetime) -> None:
        """What was sent and did not arrive, before the sweep looks for what is due."""

    def settled(self, subject: Subject, reminders: list[Reminder], now: datetime) -> None:
        """What follows when these have been settled, in the same transaction."""

    def names(self, subjects: Iterable[int]) -> dict[int, str]:
        """What the admin's list calls them: their references unless told, never a person."""
        name = self.about._meta.verbose_name
        found = self.all().filter(pk__in=subjects)
        return {one.pk: f"{name} {getattr(one, 'reference', one.pk)}" for one in found}


_plans: dict[str, Plan] = {}
AnyPlan = TypeVar("AnyPlan", bound=type[Plan])


def declare(plan: AnyPlan) -> AnyPlan:
    """Make a kind of reminder known."""
    if plan.kind in _plans:
        raise ImproperlyConfigured(f"2 plans of reminders are called {plan.kind}")
    _plans[plan.kind] = plan()
    return plan


def all_plans() -> list[Plan]:
    return list(_plans.values())


def named(kind: str) -> Plan:
    return _plans[kind]

"""What partners, and in the end managers, are reminded of: a return that is owed."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time

from django.utils import timezone

from diz_portal.reminders import plan
from diz_portal.reminders.models import Reminder
from diz_portal.reminders.plans import Letter, Plan, Step, declare
from projects.returns.models import Return
from projects.returns.selectors.people import managers_of, reporters_of

WEEK_BEFORE, DAY_BEFORE, DUE = "week-before", "day-before", "due"
LATE = re.compile(r"late-([0-9]+)")
# From this weekly reminder on (14 days late), the managers hear of it too.
MANAGERS_FROM = 2
TO_MANAGERS = "projects/return-late"


def weeks_late(step: str) -> int:
    found = LATE.fullmatch(step)
    return int(found.group(1)) if found else 0


@declare
class ReturnsOwed(Plan[Return]):
    """Planned when the round opens; one row, whoever can write the return by then."""

    kind = "return"
    title = "Returns to submit"
    about = Return
    related = ("round", "organisation", "project__lead")
    words = "projects/return-reminder"
    steps = (Step(WEEK_BEFORE, days=-7), Step(DAY_BEFORE, days=-1), Step(DUE))
    too_late = "missed: due date had passed"

    def date(self, record):
        return record.round.due_on

    def steps_of(self, record: Return, now: datetime) -> Iterator[Step]:
        """Each weekly one is known once the one before it is due."""
        yield from self.steps
        week, last = 0, self.steps[-1]
        while last.due(record.round.due_on) <= now:
            week += 1
            last = Step(f"late-{week}", days=7 * week)
            yield last

    def why_not(self, record, reminder, now):
        return "" if record.is_owed else "no longer needed"

    def until(self, record, reminder):
        """Before it is due is not when it is due: that has a reminder of its own."""
        if reminder.step not in (WEEK_BEFORE, DAY_BEFORE):
            return None
        return Step("", at=time()).due(record.round.due_on)

    def letters(self, record: Return, reminder: Reminder, now: datetime) -> Iterator[Letter]:
        context = {"record": record, "today": timezone.localdate(now)}
        key = f"return-{record.reference}-{reminder.step}"
        for person in reporters_of(record):
            yield Letter(person.email, f"{key}-{person.reference}", {**context, "person": person})
        if weeks_late(reminder.step) < MANAGERS_FROM:
            return
        for person in managers_of(record):
            yield Letter(
                person.email,
                f"{key}-manager-{person.reference}",
                {**context, "person": person},
                words=TO_MANAGERS,
            )

    def said(self, letters):
        managers = sum(letter.words == TO_MANAGERS for letter in letters)
        counts = [(len(letters) - managers, "reporter"), (managers, "manager")]
        people = [f"{count} {word}{'s' if count != 1 else ''}" for count, word in counts if count]
        return f"sent to {' and '.join(people)}"

    def settled(self, record: Return, reminders: Iterable[Reminder], now: datetime) -> None:
        """Weekly while the round is open: a return sent back later is owed again."""
        if not record.is_closed:
            plan(self.kind, [record], now)

    def names(self, subjects):
        return {one.pk: str(one) for one in self.all().filter(pk__in=subjects)}

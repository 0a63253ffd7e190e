"""When a schedule is due: days of the calendar and times of the clock in Europe/London.

    Rule(Every.BEFORE_BOARD, number=5, at=time(8)).after(now, boards)

The answer is the first due moment after a given one, or None where nothing is known to come (no
board date is set).
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db import models
from django.utils import timezone

from diz_portal.bank_holidays import Calendar, calendar
from diz_portal.words import clock

DAY = timedelta(days=1)
WEEKDAYS = dict(
    enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), start=1
    )
)
QUARTERS = (3, 6, 9, 12)  # the months that end one, of the calendar and of the financial year


class Every(models.TextChoices):
    WEEK = "week", "Every week"
    MONTH = "month", "Every month"
    BEFORE_BOARD = "board", "Before each board meeting"
    AFTER_QUARTER = "quarter", "After the end of each quarter"


@dataclass(frozen=True)
class Rule:
    """`number` is the weekday (1 is Monday), the day of the month, or so many working days.

    A month without that day has its last one. The time is one that no change of the clocks skips
    or repeats (they change between one and two at night).
    """

    every: Every
    number: int
    at: time

    @property
    def said(self) -> str:
        """`5 working days before each board meeting, at 8am`."""
        working = "1 working day" if self.number == 1 else f"{self.number} working days"
        said = {
            Every.WEEK: f"Every {WEEKDAYS.get(self.number, 'week')}",
            Every.MONTH: f"Every month, on day {self.number}",
            Every.BEFORE_BOARD: f"{working} before each board meeting",
            Every.AFTER_QUARTER: f"{working} after the end of each quarter",
        }
        # Of the shorter months, the last day is what people ask about.
        short = " or the last one" if self.every == Every.MONTH and self.number > 28 else ""
        return f"{said[self.every]}{short}, at {clock(self.at)}"

    def after(self, moment: datetime, boards: Iterable[date] = ()) -> datetime | None:
        return next(self.dues(moment, boards), None)

    def next_ones(self, moment: datetime, boards: Iterable[date], how_many: int) -> list[datetime]:
        return list(islice(self.dues(moment, boards), how_many))

    def dues(self, moment: datetime, boards: Iterable[date] = ()) -> Iterator[datetime]:
        """Every due moment after this one, in order."""
        here = timezone.get_default_timezone()
        for day in self._days(moment.astimezone(here).date(), sorted(boards)):
            due = datetime.combine(day, self.at, tzinfo=here)
            if due > moment:
                yield due

    def _days(self, since: date, boards: Sequence[date]) -> Iterator[date]:
        if self.every == Every.WEEK:
            first = since + (self.number - since.isoweekday()) % 7 * DAY
            yield from _stepping(first)
        elif self.every == Every.MONTH:
            for year, month in _months(since):
                yield date(year, month, min(self.number, monthrange(year, month)[1]))
        elif self.every == Every.BEFORE_BOARD:
            kept = calendar()
            days = (kept.working_days_before(board, self.number) for board in boards)
            yield from (day for day in days if day >= since)
        else:
            kept = calendar()
            # The quarter before may still be due.
            for year, month in _months(since - 100 * DAY):
                if month in QUARTERS:
                    end = date(year, month, monthrange(year, month)[1])
                    day = _working_days_after(kept, end, self.number)
                    if day >= since:
                        yield day


def _stepping(day: date) -> Iterator[date]:
    while True:
        yield day
        day += 7 * DAY


def _months(since: date) -> Iterator[tuple[int, int]]:
    year, month = since.year, since.month
    while True:
        yield year, month
        year, month = year + month // 12, month % 12 + 1


def _working_days_after(kept: Calendar, day: date, number: int) -> date:
    while number:
        day += DAY
        number -= kept.is_working_day(day)
    return day


# What a report covers that asks for a period -------------------------------------------


class Covers(models.TextChoices):
    MONTH = "month", "The month before"
    QUARTER = "quarter", "The quarter before"
    YEAR = "year", "The 12 months before"

    def days(self, due: date) -> tuple[date, date]:
        """The first and the last day of the period that ended last before the due day."""
        first_of_month = due.replace(day=1)
        end = first_of_month - DAY
        if self == Covers.MONTH:
            return end.replace(day=1), end
        if self == Covers.YEAR:
            return first_of_month.replace(year=first_of_month.year - 1), end
        while end.month not in QUARTERS:
            end = end.replace(day=1) - DAY
        start = end.replace(day=1)
        for _ in range(2):
            start = (start - DAY).replace(day=1)
        return start, end

"""Days as people and spreadsheets write them: day before month, whatever stands between.

Read are `23/11/2026`, `23.11.26`, `23-Nov-26`, `Mon 23rd November 2026`, `November 23, 2026`,
`2026-11-23`, with or without a time of day, and a spreadsheet's bare number of days. A month after
the twelfth shows another convention, of which the neighbours look well and are not.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from diz_portal.tables.cells import day_of_number

from . import cleaning
from .wrong import Convention, OtherConvention, Unreadable, Wrong

# What a column may show, whose neighbours are read another way: see `columns`.
EITHER = "day and month could be swapped"
MONTHS = {name.casefold(): at for at, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: at for name, at in MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {name.casefold(): at for at, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name[:3]: at for name, at in _WEEKDAYS.items()} | {"tues": 1, "weds": 2, "thur": 3}
_WEEKDAYS |= {"thurs": 3}
_TIME = r"(?:[T ,]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?)?"
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _TIME)
_PLACED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+) ?(Z|[+-][0-9]{2}:?[0-9]{2})")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_BRITISH = re.compile(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})" + _TIME)
_WRITTEN = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[ /.-]*(?:of )?([A-Za-z]{3,9})[ /.,-]*"
    r"(?:([0-9]{4}|[0-9]{2})|['’]([0-9]{2}))" + _TIME,
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"([A-Za-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})" + _TIME, re.IGNORECASE
)
_WEEKDAY = re.compile(r"([A-Za-z]{3,9})\.?,? +(?=[0-9A-Za-z])")
_PART = re.compile(
    r"(?:[A-Za-z]{3,9}|[0-9]{1,2})[ /.'-]+(?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{1,2}(?:st|nd|rd|th)?[ /.-]*[A-Za-z]{3,9}"
)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_LONDON = ZoneInfo("Europe/London")
# Of a two-digit year: until then it is of this century. One of 12 or less might be the month.
_LAST_OF_TWO_DIGITS = 49
LIKE = "Enter it like 31/03/2026"
MONTH_BEFORE_DAY = Convention(
    of_column="We cannot read the column “{heading}”, because one of its dates has the month "
    "before the day ({where}). 03/04/2026 could then mean 4 March. Enter its dates with the day "
    "before the month, like 31/03/2026, and upload the file again",
    of_neighbour="We cannot read the column “{heading}” ({shown}), because a date in another "
    "column has the month before the day ({where}). 03/04/2026 could then mean 4 March. Enter all "
    "dates with the day before the month, like 31/03/2026, and upload the file again",
)


class Day:
    """Reads a day; an instance is called with a cell, or with what was typed.

    `first` and `last` are the years that can be meant, `made` the last step.
    """

    def __init__(
        self,
        *,
        first: int = 1990,
        last: int = 2100,
        made: Callable[[date], Any] = lambda day: day,
    ):
        self._first, self._last, self._made = first, last, made

    def __call__(self, cell: Any) -> Any:
        return self.read(cell)[0]

    def read(self, cell: Any, days_later: int = 0) -> tuple[Any, str]:
        """The value, and what the cell shows about how its column is written: mostly nothing.

        `days_later` is how much later than 1900 the bare numbers of the file begin to count.
        """
        shows = ""
        if isinstance(cell, datetime):
            day = cell.date()
        elif isinstance(cell, date):
            day = cell
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            day = _of_number(cell, days_later)
        else:
            day, shows = _of_text(cleaning.text(cell), days_later)
        if not self._first <= day.year <= self._last:
            raise Wrong(
                f"The year {day.year} cannot be right. Enter a year from {self._first} to "
                f"{self._last}"
            )
        return self._made(day), shows


def _of_number(number: float, days_later: int) -> date:
    if 19_000_101 <= number <= 21_001_231 and number == int(number):
        return _of_text(str(int(number)), 0)[0]
    if not 20_000 <= number + days_later <= 80_000:
        raise Unreadable(f"“{number:g}” is not a date. {LIKE}")
    return day_of_number(number + days_later)


@lru_cache(maxsize=10_000)
def _of_text(typed: str, days_later: int) -> tuple[date, str]:
    text = " ".join(cleaning.plain_digits(typed).split()).removeprefix("'")
    weekday = None
    if (found := _WEEKDAY.match(text)) and found[1].casefold() in _WEEKDAYS:
        weekday, text = _WEEKDAYS[found[1].casefold()], text[found.end() :]
    day, shows = _parts(text, typed, days_later)
    if weekday is not None and day.weekday() != weekday:
        raise Wrong(
            f"“{typed[:40]}” cannot be right, because that day is a "
            f"{calendar.day_name[day.weekday()]}. Check the date"
        )
    return day, shows


def _parts(text: str, typed: str, days_later: int) -> tuple[date, str]:
    if found := _PLACED.fullmatch(text):
        try:
            return datetime.fromisoformat(found[1] + found[2]).astimezone(_LONDON).date(), ""
        except ValueError:
            raise _not_a_day(typed) from None
    if found := _ISO.fullmatch(text):
        return _made(int(found[1]), int(found[3]), int(found[4]), typed), ""
    if found := _COMPACT.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]), typed), ""
    if found := _BRITISH.fullmatch(text):
        number, month = int(found[1]), int(found[3])
        day = _made(_year(found[4], typed), month, number, typed)
        return day, EITHER if number <= 12 and number != month else ""
    if found := _WRITTEN.fullmatch(text):
        year = _year(found[3] or found[4], typed)
        return _made(year, _month(found[2], typed), int(found[1]), typed), ""
    if found := _MONTH_FIRST.fullmatch(text):
        return _made(int(found[3]), _month(found[1], typed), int(found[2]), typed), ""
    if _SERIAL.fullmatch(text):
        return _of_number(float(text), days_later), ""
    if _PART.fullmatch(text):
        raise Unreadable(f"“{typed[:40]}” is not a whole date. Enter the day, month and year")
    raise Unreadable(f"“{typed[:40]}” is not a date. Enter it like 31/03/2026 or 2026-03-31")


def _year(digits: str, typed: str) -> int:
    if len(digits) == 4:
        return int(digits)
    if not 12 < int(digits) <= _LAST_OF_TWO_DIGITS:
        raise Wrong(f"“{typed[:40]}” could be several dates. Enter the year with 4 digits")
    return 2000 + int(digits)


def _month(word: str, typed: str) -> int:
    if (at := MONTHS.get(word.casefold())) is None:
        raise Unreadable(f"“{typed[:40]}” is not a date, because “{word}” is not a month. {LIKE}")
    return at


def _made(year: int, month: int, number: int, typed: str) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        if _is_day(year, number, month):
            raise OtherConvention(
                f"“{typed[:40]}” has the month before the day. Enter the day first, like "
                "31/03/2026",
                MONTH_BEFORE_DAY,
            ) from None
        raise _not_a_day(typed) from None


def _is_day(year: int, month: int, number: int) -> bool:
    try:
        date(year, month, number)
    except ValueError:
        return False
    return True


def _not_a_day(typed: str) -> Unreadable:
    return Unreadable(f"“{typed[:40]}” is not a real date. Check the day and the month")

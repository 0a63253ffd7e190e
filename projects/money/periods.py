"""Financial years, quarters and months of local government: the year runs from 1 April.

A period is named by its first day. The outturn of a year is a period of its own after its March,
for what belongs to the year and is known only after it has ended.
"""

from datetime import date, timedelta

from django.utils import timezone

from diz_portal.words import uk_month

# Of an address or a file: nobody keeps accounts of another.
YEARS = range(2000, 2100)


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_end(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def quarter_of(day: date) -> date:
    """The first day of the financial quarter, which is that of a calendar quarter."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def next_quarter(quarter: date) -> date:
    return next_month(next_month(next_month(quarter)))


def quarter_end(quarter: date) -> date:
    return next_quarter(quarter) - timedelta(days=1)


def span_of(quarter: date) -> tuple[date, date]:
    """Its first day and its last."""
    return quarter, quarter_end(quarter)


def year_of(day: date) -> date:
    """The 1 April on which the financial year of a day began."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def year_name(day: date) -> str:
    """`2026-27`, of a day in it."""
    began = year_of(day)
    return f"{began.year}-{(began.year + 1) % 100:02}"


def quarter_number(quarter: date) -> int:
    """1 from April, 4 from January."""
    return (quarter.month - 4) % 12 // 3 + 1


def quarter_name(quarter: date) -> str:
    """`Q3 2026-27`."""
    return f"Q{quarter_number(quarter)} {year_name(quarter)}"


def quarters(first: date, last: date) -> list[date]:
    """Each quarter from the one that `first` lies in to that of `last`."""
    found, one = [], quarter_of(first)
    while one <= last:
        found.append(one)
        one = next_quarter(one)
    return found


def month_name(month: date, *, is_outturn: bool = False) -> str:
    """`March 2027`, or `Outturn 2026-27`."""
    return f"Outturn {year_name(month)}" if is_outturn else uk_month(month)


def recent_months(number: int = 18) -> list[tuple[str, str]]:
    """This month and those before it, as a form offers them."""
    found, one = [], month_of(timezone.localdate())
    for _ in range(number):
        found.append((slug_of(one), month_name(one)))
        one = month_of(one - timedelta(days=1))
    return found


def slug_of(month: date) -> str:
    """`2026-11`: see `as_month`."""
    return month.isoformat()[:7]


def as_month(text: str) -> date:
    """`2026-11` as its first day. ValueError for what is none, or of no year that accounts have."""
    month = date.fromisoformat(f"{text}-01")
    if month.year not in YEARS:
        raise ValueError(text)
    return month


def is_year_end(month: date) -> bool:
    return month.month == 3

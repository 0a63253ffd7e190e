"""The tables that apps add, and the two dimensions that are nobody's: days and districts."""

from calendar import day_name
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from diz_portal.bank_holidays import calendar
from diz_portal.places.models import District
from diz_portal.reports.fields import A_LOOK, table_of, text, typed
from diz_portal.reports.paper import Column, Kind, Table
from diz_portal.words import uk_month

Tables = Callable[[Any], Iterable[Table]]
# What a field that holds a day refers to.
DATE = ("dim_date", "date")
FIRST_DAY = date(2015, 1, 1)
YEARS_AHEAD = 5

_gathered: list[Tables] = []


def tables(gathered: Tables) -> Tables:
    """Add the tables of an app; `gathered(user)` yields those that the person may see, and is
    given None by the command line, which may see all."""
    _gathered.append(gathered)
    return gathered


def all_tables(user: Any) -> list[Table]:
    """Dimensions before facts, each by its name."""
    found = [_dates(), _districts(), *(table for one in _gathered for table in one(user))]
    return sorted(found, key=lambda table: table.key)


DISTRICTS = (
    text("district_code", "District code (GSS)", "code"),
    text("district", "District", "name"),
    typed(Kind.YES_NO, "is_ours", "In our area"),
)


def _districts() -> Table:
    found = District.objects.order_by("code")
    return table_of("dim_district", "Districts", DISTRICTS, found, unique_by=["district_code"])


DATES = (
    Column("date", "Date", Kind.DAY),
    Column("year", "Year", Kind.WHOLE),
    Column("quarter", "Quarter", about="Of the calendar year: 2026-Q1."),
    Column("month", "Month", about="For example, 2026-03, so that months sort by date."),
    Column("month_name", "Name of the month", about="March 2026"),
    Column("financial_year", "Financial year", about="From 1 April: 2025/26."),
    Column("weekday", "Weekday"),
    Column("is_working_day", "Working day", Kind.YES_NO, about="In England and Wales."),
)


def _dates() -> Table:
    last = date(timezone.localdate().year + YEARS_AHEAD, 12, 31)
    number = (last - FIRST_DAY).days + 1

    def rows() -> Iterator[tuple[Any, ...]]:
        kept = calendar()
        for day in (FIRST_DAY + timedelta(days=at) for at in range(number)):
            starts = day.year if day.month > 3 else day.year - 1
            yield (
                day,
                day.year,
                f"{day.year}-Q{(day.month + 2) // 3}",
                day.isoformat()[:7],
                uk_month(day),
                f"{starts}/{(starts + 1) % 100:02}",
                day_name[day.weekday()],
                kept.is_working_day(day),
            )

    return Table("dim_date", "Days", DATES, rows, number, unique_by=["date"], shown=A_LOOK)

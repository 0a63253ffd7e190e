"""Working days in England and Wales.

What stands in the law is reckoned. Days that are proclaimed for one year (a coronation), and days
that are moved for one, are rows that a manager writes down in the admin (`BankHoliday`); those of
the past stand here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from diz_portal.places.models import BankHoliday

MONDAY, SATURDAY = 0, 5
DAY = timedelta(days=1)

# As gov.uk/bank-holidays listed them: what was kept that year, and what was not.
KEPT_ONCE = {
    date(2011, 4, 29),  # a royal wedding
    date(2012, 6, 4),  # the Diamond Jubilee, with the day moved to lie beside it
    date(2012, 6, 5),
    date(2020, 5, 8),  # 75 years after the war in Europe
    date(2022, 6, 2),  # the Platinum Jubilee, likewise
    date(2022, 6, 3),
    date(2022, 9, 19),  # the funeral of Queen Elizabeth II
    date(2023, 5, 8),  # the coronation of King Charles III
}
NOT_KEPT = {date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)}

# Month and day of those that are feasts on whatever weekday they fall.
FEASTS = {(12, 25), (12, 26), (1, 1)}


@lru_cache(maxsize=50)
def bank_holidays(year: int) -> frozenset[date]:
    """Those of the law, with the days proclaimed up to 2023."""
    sunday = easter(year)
    fixed = {
        sunday - 2 * DAY,
        sunday + DAY,
        _first_monday(date(year, 5, 1)),
        _first_monday(date(year, 5, 25)),
        _first_monday(date(year, 8, 25)),
        *_on_weekdays(date(year, 1, 1)),
        *_on_weekdays(date(year, 12, 25), date(year, 12, 26)),
        *(day for day in KEPT_ONCE if day.year == year),
    }
    return frozenset(fixed - NOT_KEPT)


def _first_monday(day: date) -> date:
    return day + (MONDAY - day.weekday()) % 7 * DAY


def _on_weekdays(*days: date) -> set[date]:
    """What falls on a weekend is kept on the next free weekday."""
    found = {day for day in days if day.weekday() < SATURDAY}
    for day in days:
        if day.weekday() >= SATURDAY:
            while day.weekday() >= SATURDAY or day in found:
                day += DAY
            found.add(day)
    return found


@dataclass(frozen=True)
class Calendar:
    """The law, with what was proclaimed besides."""

    kept: Collection[date] = ()
    not_kept: Collection[date] = ()

    def is_bank_holiday(self, day: date) -> bool:
        """Also the feast itself, where it falls on a weekend and another day is kept for it."""
        if day in self.kept or (day.month, day.day) in FEASTS:
            return True
        return day not in self.not_kept and day in bank_holidays(day.year)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and not self.is_bank_holiday(day)

    def working_day_from(self, day: date) -> date:
        """The day itself, or the next one on which people work."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def working_days_before(self, day: date, number: int) -> date:
        """The day that lies so many working days before another, whatever day that is."""
        while number:
            day -= DAY
            number -= self.is_working_day(day)
        return day


BY_LAW = Calendar()


def calendar() -> Calendar:
    """With the days that managers wrote down: one query, however many dates are then reckoned."""
    rows = list(BankHoliday.objects.values_list("date", "instead_of"))
    return Calendar({kept for kept, _ in rows}, {moved for _, moved in rows if moved})

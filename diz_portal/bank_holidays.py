"""Working days in England and Wales.

The bank holidays are reckoned, not looked up. One that is proclaimed for a single year (a
coronation) is not among them: a date moved past bank holidays then comes a day too early, and
never too late.
"""

from datetime import date, timedelta
from functools import lru_cache

MONDAY, SATURDAY = 0, 5
DAY = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    skipped, leap_centuries = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - skipped - correction + 15) % 30
    leap_years, left = divmod(of_century, 4)
    to_sunday = (32 + 2 * leap_centuries + 2 * leap_years - moon - left) % 7
    late = (golden + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=50)
def bank_holidays(year: int) -> frozenset[date]:
    sunday = easter(year)
    fixed = {
        sunday - 2 * DAY,
        sunday + DAY,
        _first_monday(date(year, 5, 1)),
        _first_monday(date(year, 5, 25)),
        _first_monday(date(year, 8, 25)),
    }
    return frozenset(
        fixed
        | _on_weekdays(date(year, 1, 1))
        | _on_weekdays(date(year, 12, 25), date(year, 12, 26))
    )


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


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def working_day_from(day: date) -> date:
    """The day itself, or the next one on which people work."""
    while not is_working_day(day):
        day += DAY
    return day

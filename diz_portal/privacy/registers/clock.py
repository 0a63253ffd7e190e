"""By when somebody must have an answer."""

from calendar import monthrange
from datetime import date, timedelta

from diz_portal import bank_holidays
from diz_portal.bank_holidays import Calendar

# To answer a request, and how much longer it may take once (UK GDPR, Article 12(3)).
MONTHS, MORE_MONTHS = 1, 2
# To say that a complaint has come (Data Protection Act 2018, section 164A).
ACKNOWLEDGE_WITHIN = timedelta(days=30)


def months_after(day: date, months: int) -> date:
    """The corresponding day; the last of the month when there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_on(
    received_on: date,
    *,
    is_extended: bool = False,
    paused_days: int = 0,
    calendar: Calendar | None = None,
) -> date:
    """One calendar month after it came, or three; days that the clock stood still are added, and
    a weekend or bank holiday moves it to the next working day. Whoever reckons many gives the
    calendar, which is a query each time otherwise."""
    months = MONTHS + MORE_MONTHS * is_extended
    calendar = calendar or bank_holidays.calendar()
    return calendar.working_day_from(
        months_after(received_on, months) + timedelta(days=paused_days)
    )


def acknowledge_by(received_on: date) -> date:
    return received_on + ACKNOWLEDGE_WITHIN

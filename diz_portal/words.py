"""Dates, times, money, sizes, speeds and names as people write them: the one way for each.

docs/words.md says which to use where.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

# How near a change of the clocks a time must be before the page names its zone.
NEAR_A_CHANGE = timedelta(days=7)


def as_date(value: date | datetime) -> date:
    """The day in the United Kingdom."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def uk_date(value: date | datetime | None) -> str:
    """`22 November 2026`."""
    if not value:
        return ""
    day = as_date(value)
    return f"{day.day} {day:%B %Y}"


def clock(value: time) -> str:
    """`2:30pm`, `9am`, `midday`, `midnight`: an hour of the day, wherever its day is."""
    if (value.hour, value.minute) in ((12, 0), (0, 0)):
        return "midday" if value.hour else "midnight"
    minutes = f":{value:%M}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def uk_time(value: datetime) -> str:
    """`2:30pm`, `9am`, `midday`, `midnight`; with GMT or BST when the clocks change that week."""
    local = timezone.localtime(value)
    words = clock(local.time())
    before, after = (
        timezone.localtime(value + shift).utcoffset() for shift in (-NEAR_A_CHANGE, NEAR_A_CHANGE)
    )
    return words if before == after else f"{words} {local:%Z}"


def uk_hours(starts: datetime, ends: datetime) -> str:
    """`2pm to 4pm`, of one day; the zone once, where both are named and the same."""
    first, last = uk_time(starts), uk_time(ends)
    zone = f" {timezone.localtime(ends):%Z}"
    return f"{first.removesuffix(zone) if last.endswith(zone) else first} to {last}"


def uk_datetime(value: datetime | None) -> str:
    """`22 November 2026 at 2:30pm`."""
    return f"{uk_date(value)} at {uk_time(value)}" if value else ""


def uk_day(value: date | datetime | None) -> str:
    """`Sunday 22 November 2026`, for what somebody must be at: people remember the weekday."""
    return f"{as_date(value):%A} {uk_date(value)}" if value else ""


def uk_day_time(value: datetime | None) -> str:
    """`Sunday 22 November 2026 at 2:30pm`."""
    return f"{uk_day(value)} at {uk_time(value)}" if value else ""


def uk_short(value: datetime | None) -> str:
    """`Sun 22 Nov 2:30pm`, where each letter counts: texts to a telephone."""
    if not value:
        return ""
    day = as_date(value)
    return f"{day:%a} {day.day} {day:%b} {uk_time(value)}"


def uk_month(value: date | datetime | None) -> str:
    """`November 2026`."""
    return f"{as_date(value):%B %Y}" if value else ""


def uk_months(first: date, last: date) -> str:
    """`October to December 2026`, `December 2026 to February 2027`: a row of months."""
    if first.year != last.year:
        return f"{uk_month(first)} to {uk_month(last)}"
    return f"{first:%B} to {uk_month(last)}"


def days(number: int) -> str:
    """`1 day`, `12 days`, `1,200 days`."""
    return "1 day" if number == 1 else f"{number:,} days"


def due(value: date | datetime | None, today: date | None = None) -> str:
    """`3 days overdue`, `due today`, `due tomorrow`, `due in 12 days`, `due 4 March 2027`."""
    if not value:
        return ""
    left = (as_date(value) - (today or timezone.localdate())).days
    if left < 0:
        return f"{days(-left)} overdue"
    if left < 2:
        return ("due today", "due tomorrow")[left]
    return f"due in {days(left)}" if left <= 60 else f"due {uk_date(value)}"


def ago(value: date | datetime | None, today: date | None = None) -> str:
    """`today`, `yesterday`, `12 days ago`, and the date itself once it is two months old."""
    if not value:
        return ""
    passed = ((today or timezone.localdate()) - as_date(value)).days
    if passed in (0, 1):
        return ("today", "yesterday")[passed]
    return f"{days(passed)} ago" if 0 < passed <= 60 else uk_date(value)


def pounds(value: Decimal | float | None, how: str = "") -> str:
    """`£1,700,000`, with pence only where there are any; `short` gives `£1.7m`."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value))
    sign, amount = ("−" if amount < 0 else ""), abs(amount)
    if how == "short":
        for size, letter in ((1_000_000_000, "bn"), (1_000_000, "m"), (1_000, "k")):
            # Rounded first, so that £999,999 is £1m and never £1000k.
            tenths = (amount / size).quantize(Decimal("0.1"), ROUND_HALF_UP)
            if amount >= size or (tenths >= 1 and size > 1_000):
                return f"{sign}£{f'{tenths:f}'.removesuffix('.0')}{letter}"
    pence = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{sign}£{pence:,.2f}".removesuffix(".00")


def mbps(value: Decimal | float | None) -> str:
    """`76 Mbit/s`; a speed nobody measured says so."""
    if value is None or value == "":
        return "not measured"
    number = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{number:,}".removesuffix(".0") + " Mbit/s"


def _in_units(number: Decimal, places: int) -> str:
    return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize():,f}"


def data_size(megabytes: Decimal | float | None) -> str:
    """`20GB`, `2.5GB`, `250MB`, `0GB`: mobile data, kept in MB (1GB is 1,000MB)."""
    if megabytes is None or megabytes == "":
        return ""
    amount = Decimal(str(megabytes))
    if amount and abs(amount) < 1000:
        return f"{_in_units(amount, 0)}MB"
    return f"{_in_units(amount / 1000, 3)}GB"


def file_size(octets: int | None) -> str:
    """`340KB`, `1.2MB`, `62.4GB`: how long somebody waits for a file, or what there is room for."""
    if octets is None or octets == "":
        return ""
    size = Decimal(octets)
    if size < 1_000_000:
        return f"{_in_units(max(size / 1000, Decimal(1)), 0)}KB"
    if size < 1_000_000_000:
        return f"{_in_units(size / 1_000_000, 1)}MB"
    return f"{_in_units(size / 1_000_000_000, 1)}GB"


def possessive(name: object) -> str:
    """`Stort Valley Fibre’s`, `Harlow Libraries’`."""
    text = str(name)
    return f"{text}’" if text.casefold().endswith("s") else f"{text}’s"


def listed(names: Iterable[object], joint: str = "and") -> str:
    """`Ann`, `Ann and Ben`, `Ann, Ben and Cem`."""
    *most, last = [str(name) for name in names] or [""]
    return f"{', '.join(most)} {joint} {last}" if most else last

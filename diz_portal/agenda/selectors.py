"""The calendar of one person."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from diz_portal import links

from .models import CalendarAddress
from .registry import Entry, providers

WEEKS = 6
WEEK = timedelta(days=7)
SALT = "calendar-address"


@dataclass(frozen=True)
class Week:
    starts_on: date
    entries: list[Entry]


def entries_of(user: Any, first: date, last: date) -> list[Entry]:
    """By day; what falls on one day keeps its order."""
    return sorted(entry for find in providers() for entry in find(user, first, last))


def weeks_of(user: Any, today: date) -> list[Week]:
    """Six weeks from the Monday of this one; those without an entry too."""
    monday = today - timedelta(days=today.weekday())
    found = entries_of(user, monday, monday + WEEKS * WEEK - timedelta(days=1))
    starts = [monday + number * WEEK for number in range(WEEKS)]
    return [
        Week(start, [one for one in found if start <= one.day < start + WEEK]) for start in starts
    ]


def token_of(address: CalendarAddress) -> str:
    return links.token(SALT, address.reference)


def by_token(token: str) -> CalendarAddress | None:
    reference = links.reference_in(SALT, token)
    found = CalendarAddress.objects.select_related("person").filter(reference=reference)
    return found.first() if reference else None

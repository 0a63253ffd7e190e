"""What falls on a day: each app registers its dates, the calendar of the workspace shows them all.

An app writes, in its `agenda_dates.py`:

    from diz_portal.agenda import Entry, dates

    @dates("milestones")
    def milestones(user, first, last):
        for one in ...: yield Entry(...)

A provider yields what this person may see between the two days, both included, in a constant
number of queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, order=True)
class Entry:
    """One line of a day. `key` stays the same when the day moves: calendars follow it."""

    day: date
    title: str
    about: str
    url: str
    key: str


Provider = Callable[[Any, date, date], Iterable[Entry]]
_providers: dict[str, Provider] = {}


def dates(name: str) -> Callable[[Provider], Provider]:
    def register(function: Provider) -> Provider:
        _providers[name] = function
        return function

    return register


def providers() -> list[Provider]:
    return list(_providers.values())

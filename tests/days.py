"""Days and times that a table of cases names and a test asks for when it runs: no table may ask, as
the day on which it is read may be over by then (`tests/test_midnight.py`)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone


def in_days(days: int) -> Callable[[], date]:
    """So many days from the day of the test."""
    return lambda: timezone.localdate() + timedelta(days=days)


def from_now(**delta: int) -> Callable[[], datetime]:
    """So long after the time of the test."""
    return lambda: timezone.now() + timedelta(**delta)


def as_of_now(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a case, those that are a day or a time of the test asked now."""
    return {name: value() if callable(value) else value for name, value in values.items()}


def as_typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same as they are typed: a day in its three boxes."""
    typed = {}
    for name, value in as_of_now(values).items():
        parts = (value.day, value.month, value.year) if isinstance(value, date) else None
        typed |= {f"{name}_{at}": part for at, part in enumerate(parts)} if parts else {name: value}
    return typed

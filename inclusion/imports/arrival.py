"""On which day what a list names came: said of the whole list, or in a column of its own."""

from datetime import date
from typing import Any

from django.utils import timezone

from diz_portal.imports.columns import Columns, Errors
from diz_portal.imports.fields import Field
from diz_portal.tables.values import Day
from inclusion.imports.models import ImportBatch

NAME = "received_on"
ARRIVED = Field(
    NAME,
    "Date received",
    Day(made=lambda day: day.isoformat()),
    (
        "received",
        "received on",
        "arrived on",
        "arrived",
        "arrival",
        "arrival date",
        "date of arrival",
        "date in",
        "booked in",
        "donated on",
        "date donated",
    ),
)
AHEAD = "Enter a date received that is today or in the past"


def said_as(day: date | None) -> dict[str, str]:
    """As it is kept with a list of which it was asked."""
    return {NAME: day.isoformat()} if day else {}


def arrived(batch: ImportBatch) -> date | None:
    """What was said of the whole list."""
    return day_of(batch.said)


def day_of(values: dict[str, Any]) -> date | None:
    return date.fromisoformat(values[NAME]) if values.get(NAME) else None


def refuse_ahead(values: dict[str, Any], columns: Columns, errors: Errors) -> None:
    if values.get(NAME, "") > timezone.localdate().isoformat():
        errors.append((columns.heading_of[NAME], AHEAD))

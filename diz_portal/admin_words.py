"""How the admin writes what is stored: as the rest of the portal does.

Django's own writes `240000.00`, a picture called “True”, and JSON. It offers no one place to say it
otherwise, so its three modules that show a value are given these (`admin_app.py`).
"""

from decimal import Decimal
from typing import Any

from django.contrib.admin import EmptyFieldListFilter
from django.contrib.admin.utils import display_for_field as as_django_does
from django.db import models

from diz_portal import words

PLACES = 2


def yes_or_no(value: bool | None) -> str:
    return {True: "Yes", False: "No"}.get(value, "Not known")  # type: ignore[arg-type]


def display_for_field(value: Any, field: Any, empty: str, avoid_link: bool = False) -> Any:
    if isinstance(field, models.DecimalField) and isinstance(value, Decimal):
        return number(value, is_pounds="£" in str(field.verbose_name))
    if isinstance(field, models.JSONField) and value:
        return plain(value)
    return as_django_does(value, field, empty, avoid_link)


def number(value: Decimal, *, is_pounds: bool) -> str:
    if is_pounds:
        return words.pounds(value)
    return f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,f}"


def plain(value: Any) -> str:
    """What was kept as it came: its parts in a row."""
    if isinstance(value, dict):
        named = ((str(name).replace("_", " "), plain(one)) for name, one in value.items())
        return "; ".join(f"{name}: {one}" for name, one in named)
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(one) for one in value)
    return yes_or_no(value) if isinstance(value, bool) or value is None else str(value)


def entered(title: str, yes: str, no: str) -> type[EmptyFieldListFilter]:
    """A filter by whether a column is filled, in words for what that means of this record."""

    class Entered(EmptyFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any):
            super().__init__(*args, **kwargs)
            self.title = title

        def choices(self, changelist: Any) -> Any:
            # All, then empty, then not.
            for choice, said in zip(super().choices(changelist), ("All", no, yes), strict=True):
                _, bracket, counted = str(choice["display"]).partition(" (")
                yield {**choice, "display": f"{said}{bracket}{counted}"}

    return Entered

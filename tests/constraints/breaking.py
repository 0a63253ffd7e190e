"""How a rule of the database is broken: by one row, changed or repeated, and by that row alone.

A case is made of the rows that stand (`rows.stand`): `changed(row, state="?")` is that row with
other values, `another(row)` a second one like it. Where one constraint follows from others, these
are named, and taken away for as long as the case is tried: `changed(row, without=["name"], …)`.
"""

import copy
from collections.abc import Callable, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from projects.money.periods import month_of, quarter_of


class Rows(SimpleNamespace):
    """The rows, and the day and time at which they stand."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.ahead = self.now + timedelta(days=365)
        self.quarter = quarter_of(self.today)
        self.month_of_ledger = month_of(self.today - timedelta(days=100))


Case = Callable[[Rows], Model]


class Broken(NamedTuple):
    """A write that a trigger refuses, in its own words."""

    trigger: str
    says: str
    write: Callable[[Rows], object]
    # What a person would try, and read (`{today}` the day): nothing where no page leads there.
    ask: Callable[[Rows], object] | None = None
    told: str = ""


def changed(row: Model, *, without: Sequence[str] = (), **values: Any) -> Model:
    broken = copy.copy(row)
    broken._state = copy.copy(row._state)
    broken._state.fields_cache = dict(row._state.fields_cache)
    for name, value in values.items():
        setattr(broken, name, value)
    broken.without = without
    return broken


def another(row: Model, *, without: Sequence[str] = (), **values: Any) -> Model:
    """A second row like it, with a key, a reference and a code of its own."""
    broken = changed(row, without=without)
    broken._state.adding = True
    for field in broken._meta.concrete_fields:
        if field.primary_key or (field.unique and field.has_default()):
            setattr(broken, field.attname, field.get_default())
    for name, value in values.items():
        setattr(broken, name, value)
    return broken


def triggers_asleep() -> None:
    """Until this transaction or savepoint ends: rows stand as they are written."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def triggers_awake() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")

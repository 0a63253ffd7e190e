"""Imports as they are read: the list, and a preview's rows as a table of words."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from diz_portal.words import uk_date

from . import kinds
from .models import ASKED, Batch, ImportAction, ImportState


@dataclass
class Cell:
    """What would stand in one cell. `before` is what stands there now, where it changes."""

    label: str
    after: str = ""
    before: str | None = None
    is_given: bool = False

    @property
    def is_amount(self) -> bool:
        """Stands to the right, under the other amounts, in one piece."""
        return self.label.endswith("(£)")


@dataclass
class Line:
    """One row of the preview."""

    pk: int
    number: int
    sheet: str
    label: str
    # Whether its box is ticked.
    ticked: bool
    cells: list[Cell] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Grid:
    """A page of the preview: a column for each field that any of its rows says something about."""

    columns: list[str]
    lines: list[Line]

    @property
    def pks(self) -> list[int]:
        return [line.pk for line in self.lines]


PEOPLE = ("uploaded_by", "applied_by", "undone_by")


def of_scope(model: type[Batch], **scope: Any) -> QuerySet[Any]:
    return model._default_manager.filter(**scope).select_related(*PEOPLE)


def applied_before(batch: Batch) -> Any:
    """An earlier import of the very same file, still standing."""
    same = type(batch)._default_manager.filter(
        **batch.scope, kind=batch.kind, sha256=batch.sha256, state=ImportState.APPLIED
    )
    return same.exclude(pk=batch.pk).order_by("-applied_at").first()


def grid(batch: Batch, rows: Iterable[Any]) -> Grid:
    rows = list(rows)
    words = _Words(kinds.of(batch), rows)
    names = [] if not rows or rows[0].action in _WITHOUT_CELLS else words.columns(rows)
    lines = [
        Line(
            pk=row.pk,
            number=row.number,
            sheet=row.sheet,
            label=row.label,
            ticked=row.taken != (row.action == ImportAction.ERROR) and row.action in _TICKED,
            cells=[words.cell(row, name) for name in names],
            errors=row.errors,
        )
        for row in rows
    ]
    return Grid([words.label(name) for name in names], lines)


# Of an error, the ones that are proposed to be left out.
_TICKED = {*ASKED, ImportAction.ERROR}
_WITHOUT_CELLS = {ImportAction.ERROR.value, ImportAction.OUT.value}
_PAIRS = {ImportAction.CHANGE.value, ImportAction.CORRECT.value}


class _Words:
    """Values of a preview as people read them, with names looked up once for all rows."""

    def __init__(self, kind: kinds.Kind, rows: list[Any]):
        self._kind = kind
        self._labels = {f.name: f.label for f in kind.fields} | kind.labels
        # A column that is no field under its own name stands where the field of its label does.
        places = {f.label: at for at, f in enumerate(kind.fields)}
        self._order = {name: places.get(label, 99) for name, label in self._labels.items()}
        self._names = kind.names(rows)

    def label(self, name: str) -> str:
        return self._labels.get(name, name)

    def columns(self, rows: list[Any]) -> list[str]:
        """In the order of the fields; none that is blank in every row, nor the name of the row."""
        given = {
            name
            for row in rows
            for name, value in row.values.items()
            if row.action in _PAIRS or value not in (None, "", [])
        }
        given -= self._kind.hidden
        if all(row.values.get(self._kind.titled) == row.label for row in rows):
            given.discard(self._kind.titled)
        return sorted(given, key=lambda name: (self._order.get(name, 99), name))

    def cell(self, row: Any, name: str) -> Cell:
        label = self.label(name)
        if name not in row.values:
            return Cell(label)
        value = row.values[name]
        if row.action in _PAIRS:
            before, after = value
            return Cell(label, self._word(name, after), self._word(name, before), True)
        blank = value in (None, "", [])
        return Cell(label) if blank else Cell(label, self._word(name, value), None, True)

    def _word(self, name: str, value: Any) -> str:
        if name == "stage_on" and value is None:
            return "the day it is applied"
        if value is None or value == "" or value == []:
            return "empty"
        if isinstance(value, list):
            return ", ".join(self._word(name, one) for one in value)
        if name in self._names:
            return self._names[name].get(value, str(value))
        if name.endswith("_on"):
            with contextlib.suppress(ValueError, TypeError):
                return uk_date(date.fromisoformat(value))
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value)

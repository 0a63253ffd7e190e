"""A column of a file: its cells become values one by one, and at the end the column is judged.

    cost = Column("Cost", Pounds())
    for row in table.rows():
        try:
            value = cost.value(row.cells[3], row, 3)
        except Wrong as wrong:
            ...
    for heading, why in refused([cost]).items():
        ...

A cell that shows another convention (a decimal comma, a month after the twelfth) is refused where
it stands; but then its neighbours are not what they look like either, whatever they are: `1,234`
was meant as 1.234, and what a British spreadsheet has turned into a day has day and month swapped.
So `refused` names such columns when all rows were read, and nothing of them may be applied. It
also names columns that could be read both ways, where another of the same file shows which.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Protocol

from .cleaning import is_nothing
from .days import EITHER, Day
from .numbers import COMMAS, SPACES, Number
from .wrong import OtherConvention, Unreadable

REMEMBERED = 10_000


class Placed(Protocol):
    """A row that knows where it stands: a `Row` of a table."""

    def place(self, at: int | None = None) -> str: ...


class Column:
    """One column of numbers or of days. What each text was read as is remembered."""

    def __init__(self, heading: str, reader: Number | Day, *, days_later: int = 0):
        self.heading = heading
        self.of_days = isinstance(reader, Day)
        self._read: Callable[[Any], tuple[Any, str]] = reader.read
        if isinstance(reader, Day) and days_later:
            self._read = partial(reader.read, days_later=days_later)
        self._known: dict[str, Any] = {}
        # What was seen that says how the column is written: the first of each, as “where: value”.
        self.shown: dict[str, str] = {}
        self.other: tuple[OtherConvention, str] | None = None

    def value(self, cell: Any, row: Placed, at: int) -> Any:
        """The value of a cell that is not blank, or None for one that only says there is none
        (`n/a`, `TBC`); Wrong where it has none."""
        is_text = cell.__class__ is str
        if is_text and (known := self._known.get(cell)) is not None:
            return known
        try:
            value, shows = self._read(cell)
        except OtherConvention as wrong:
            self.other = self.other or (wrong, f"{row.place(at)}: “{str(cell)[:40]}”")
            raise
        except Unreadable:
            if is_text and is_nothing(cell):
                return None
            raise
        if shows:
            self.shown.setdefault(shows, f"{row.place(at)}: “{str(cell)[:40]}”")
        if is_text:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[cell] = value
        return value


def refused(columns: Iterable[Column]) -> dict[str, str]:
    """The columns that are refused whole, by heading: why, with the cell that shows it, and what
    to do. To be asked once every row was read."""
    columns = list(columns)
    found = {}
    for of_days, could_be in ((False, COMMAS), (True, EITHER)):
        alike = [column for column in columns if column.of_days is of_days]
        others = [column.other for column in alike if column.other]
        for column in alike:
            if why := _why(column, others, could_be):
                found[column.heading] = why
    return found


def _why(column: Column, others: list[tuple[OtherConvention, str]], could_be: str) -> str:
    if column.other:
        wrong, where = column.other
        return wrong.convention.of_column.format(heading=column.heading, where=where)
    if COMMAS in column.shown and SPACES in column.shown:
        return (
            f"We cannot read the column “{column.heading}”, because some of its numbers have "
            f"commas ({column.shown[COMMAS]}) and others have spaces ({column.shown[SPACES]}). The "
            "commas may be decimal commas. Enter its numbers without spaces, with a point for "
            "decimals, and upload the file again"
        )
    if others and could_be in column.shown:
        wrong, where = others[0]
        return wrong.convention.of_neighbour.format(
            heading=column.heading, shown=column.shown[could_be], where=where
        )
    return ""

"""Which column is which field, and a row's cells as values: what the checks of every kind share."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from diz_portal.tables import Broken, Row, Table, letter, text_of
from diz_portal.tables.values import Column, Day, Number, Wrong, WrongEncoding, refused

from .fields import Field

CHUNK = 1_000
# Pairs of the file's own heading (or nothing) and a sentence.
Errors = list[tuple[str, str]]


class Columns:
    """The columns of a file that have a meaning, in the order of the file.

    `whole` names columns of which no value may be read, with the reason: see `refused`.
    """

    def __init__(
        self,
        fields: Iterable[Field] = (),
        table: Table | None = None,
        matched: Mapping[str, str] = MappingProxyType({}),
        whole: Mapping[str, str] = MappingProxyType({}),
        *,
        repair: bool = False,
    ):
        by_name = {field.name: field for field in fields}
        headings = table.headings if table else []
        days_later = table.days_later if table else 0
        self.heading_of: dict[str, str] = {}
        self.left_out = [heading for heading in headings if heading and not matched.get(heading)]
        # Heading → its column, counted from 0.
        self.places = {heading: at for at, heading in enumerate(headings) if heading}
        self._width = len(headings)
        self._repair = repair
        # How many cells have letters in the wrong encoding, put right where `repair` says so.
        self.misread = 0
        self._readers: list[tuple[int, str, Callable[[Any], Any], Column | None]] = []
        self._judged: list[Column] = []
        for at, heading in enumerate(headings):
            if field := by_name.get(matched.get(heading, "")):
                self.heading_of[field.name] = heading
                read, column = field.clean, None
                if heading in whole:
                    read = _never(whole[heading])
                elif isinstance(read, Number | Day):
                    column = Column(heading, read, days_later=days_later)
                    self._judged.append(column)
                self._readers.append((at, field.name, read, column))

    def refused(self) -> dict[str, str]:
        """Once all rows were read: the columns that are written in another convention, and why
        none of their values may be used."""
        return refused(self._judged)

    def __contains__(self, name: str) -> bool:
        return name in self.heading_of

    def values(self, row: Row) -> tuple[dict[str, Any], Errors]:
        """The row's values by field, blank ones left out; and what is wrong with its cells."""
        values: dict[str, Any] = {}
        errors: Errors = []
        cells = row.cells
        count = len(cells)
        for at, name, read, column in self._readers:
            if at >= count:
                break
            cell = cells[at]
            if type(cell) is str:
                cell = cell.strip()
            if cell is None or cell == "":
                continue
            try:
                value = read(cell) if column is None else column.value(cell, row, at)
                # Nor is a cell of what nobody sees, or that only says that there is nothing.
                if value is not None and value != "":
                    values[name] = value
            except WrongEncoding as wrong:
                self.misread += 1
                if self._repair:
                    values[name] = read(wrong.repaired)
                else:
                    errors.append((self.heading_of[name], str(wrong)))
            except Wrong as wrong:
                errors.append((self.heading_of[name], str(wrong)))
        # In a workbook nothing has slipped: what stands beside the table is told, and left alone.
        if (
            count > self._width
            and not row.sheet
            and any(cell not in (None, "") for cell in cells[self._width :])
        ):
            errors.append(
                (
                    "",
                    f"The row has {count} cells but there are {self._width} headings. Put "
                    "quotation marks around any cell that contains a comma.",
                )
            )
        return values, errors

    def told(self, row: Row, errors: Errors) -> list[dict[str, str]]:
        """What is wrong, each with the letter of its column and what stands in the cell."""
        return [
            {"column": heading, **self._cell(row, heading), "message": message}
            for heading, message in errors
        ]

    def _cell(self, row: Row, heading: str) -> dict[str, str]:
        at = self.places.get(heading)
        if at is None or at >= len(row.cells):
            return {}
        cell = row.cells[at]
        value = "" if type(cell) is Broken else text_of(cell)
        return {"at": letter(at + 1), "value": value.replace("\0", "")[:80]}


def _never(why: str) -> Callable[[Any], Any]:
    def read(cell: Any) -> Any:
        raise Wrong(why)

    return read


def in_chunks(rows: Iterator[Row], progress: Callable[[int], None]) -> Iterator[list[Row]]:
    """The rows a thousand at a time, with word of how far they have come."""
    done = 0
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            done += CHUNK
            yield chunk
            progress(done)
            chunk = []
    if chunk:
        yield chunk
        progress(done + len(chunk))


class Seen:
    """Which row had a key first, to name both when it comes again."""

    def __init__(self) -> None:
        self._rows: dict[Any, tuple[str, int]] = {}

    def before(self, key: Any, row: Row) -> str:
        """`Rows 3 and 7` when the key was on row 3 already; nothing the first time."""
        first = self._rows.get(key)
        if first is None:
            self._rows[key] = row[:2]
            return ""
        return both(*first, row)


def both(sheet: str, number: int, row: Row) -> str:
    """A row and a later one, as a sentence begins with them."""
    if sheet == row.sheet:
        return f"Rows {number} and {row.number}"
    return f"Row {number} of “{sheet}” and row {row.number} of “{row.sheet}”"

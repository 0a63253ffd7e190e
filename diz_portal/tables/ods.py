"""ODS as a stream: one pass over its content tells values, formulas, errors and what is hidden.

Rows and cells that repeat are written once with a number, up to a million: blank ones are counted,
never made.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any

from .cells import Broken, letter, place
from .limits import (
    BLANK_ROWS_END,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_SHEETS,
    FileRefused,
    Limits,
    too_long,
    too_many_sheets,
    too_wide,
)
from .packages import LOCKED, read_through, walk
from .told import SheetTold, Told

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = (f"{_OASIS}{name}:1.0 " for name in ("table", "office", "text"))
_STYLE = f"{_OASIS}style:1.0 "
# Text boxes and charts that lie on a cell.
_DRAWN = f"{_OASIS}drawing:1.0 "
# LibreOffice's own word for a cell in error; the format has none.
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_TAGS = {
    f"{_STYLE}style": "style",
    f"{_STYLE}table-properties": "properties",
    f"{_TABLE}table": "table",
    f"{_TABLE}table-column": "column",
    f"{_TABLE}table-row": "row",
    f"{_TABLE}table-cell": "cell",
    f"{_TABLE}covered-table-cell": "covered",
    f"{_TEXT}p": "p",
    f"{_TEXT}s": "s",
    f"{_TEXT}tab": "tab",
    f"{_TEXT}line-break": "break",
    # What stands inside a cell's element and is not its text.
    f"{_OFFICE}annotation": "aside",
    f"{_TEXT}note": "aside",
    f"{_TEXT}ruby-text": "aside",
    f"{_TABLE}shapes": "aside",
}
_COLUMNS_REPEATED, _ROWS_REPEATED, _COLUMNS_SPANNED, _ROWS_SPANNED = (
    f"{_TABLE}number-{what}-{how}"
    for how in ("repeated", "spanned")
    for what in ("columns", "rows")
)
_FORMULA, _VISIBILITY = f"{_TABLE}formula", f"{_TABLE}visibility"
_VALUE_TYPE, _VALUE = f"{_OFFICE}value-type", f"{_OFFICE}value"
_HIDDEN = ("collapse", "filter")
_DURATION = re.compile(r"PT([0-9]+)H([0-9]+)M([0-9]+)(?:[.,][0-9]+)?S")
Rows = Iterator[tuple[int, list[Any]]]


class OdsFile:
    days_later = 0

    def __init__(self, archive: zipfile.ZipFile, limits: Limits):
        self._archive, self._limits = archive, limits
        if self._is_locked():
            raise FileRefused(LOCKED)

    def _is_locked(self) -> bool:
        found = []

        def set_up(parser: Any) -> None:
            def start(name: str, attrs: dict[str, str]) -> None:
                if name.endswith(" encryption-data"):
                    found.append(name)

            parser.StartElementHandler = start

        if "META-INF/manifest.xml" in self._archive.namelist():
            read_through(self._archive, "META-INF/manifest.xml", set_up)
        return bool(found)

    def sheets(self, told: Told, first: int | None = None) -> Iterator[tuple[str, Rows]]:
        """Each visible sheet's name and rows; with `first` no more rows of each than that."""
        for (_, title), rows in groupby(self._all(told, first), itemgetter(0)):
            yield title, ((number, cells) for _, number, cells in rows)

    def _all(
        self, told: Told, first: int | None
    ) -> Iterator[tuple[tuple[int, str], int, list[Any]]]:
        reader = _Reader(told, self._limits, first)
        for _ in walk(self._archive, "content.xml", reader.set_up):
            yield from reader.ready
            reader.ready.clear()


class _Reader:
    """The handlers of one pass, and where it is."""

    def __init__(self, told: Told, limits: Limits, first: int | None):
        self.ready: list[tuple[tuple[int, str], int, list[Any]]] = []
        self._told, self._limits, self._first = told, limits, first
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet = SheetTold()
        self._key = (0, "")
        self._open = 0  # tables within tables: only the outer one is a sheet
        self._reading = False
        self._aside = 0

    def set_up(self, parser: Any) -> None:
        self._parser = parser
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        tag = _TAGS.get(name) or ("aside" if name.startswith(_DRAWN) else None)
        if self._aside or tag == "aside":
            if not self._aside:
                self._before_aside = self._parser.CharacterDataHandler
                self._parser.CharacterDataHandler = None
            self._aside += 1
        elif tag is None:
            return
        elif tag == "table":
            self._open += 1
            if self._open == 1:
                self._start_sheet(attrs)
        elif self._open > 1:
            return
        elif not self._open:
            if tag == "style":
                self._style = attrs.get(f"{_STYLE}name", "")
            elif tag == "properties" and attrs.get(f"{_TABLE}display") == "false":
                self._hidden_styles.add(self._style)
        elif not self._reading:
            return
        elif tag in ("cell", "covered"):
            self._attrs, self._covered = attrs, tag == "covered"
            self._text: list[str] = []
            self._paragraphs = 0
        elif tag == "p":
            if self._paragraphs:
                self._text.append("\n")
            self._paragraphs += 1
            self._parser.CharacterDataHandler = self._text.append
        elif tag == "s":
            self._text.append(" " * min(int(attrs.get(f"{_TEXT}c", 1)), MAX_CELL))
        elif tag == "tab":
            self._text.append("\t")
        elif tag == "break":
            self._text.append("\n")
        elif tag == "row":
            self._row = attrs
            self._cells: list[Any] = []
            self._at = 0
        elif tag == "column":
            count = int(attrs.get(_COLUMNS_REPEATED, 1))
            if attrs.get(_VISIBILITY) in _HIDDEN:
                self._sheet.hidden_columns.append((self._columns + 1, self._columns + count))
            self._columns += count

    def _end(self, name: str) -> None:
        tag = _TAGS.get(name)
        if self._aside:
            self._aside -= 1
            if not self._aside:
                self._parser.CharacterDataHandler = self._before_aside
        elif tag == "table":
            self._open -= 1
            if not self._open:
                self._reading = False
        elif self._open != 1 or not self._reading:
            return
        elif tag == "p":
            self._parser.CharacterDataHandler = None
        elif tag in ("cell", "covered"):
            self._end_cell()
        elif tag == "row":
            self._end_row()

    def _start_sheet(self, attrs: dict[str, str]) -> None:
        title = attrs.get(f"{_TABLE}name", "")
        self._key = (self._key[0] + 1, title)
        if self._key[0] > MAX_SHEETS:
            raise too_many_sheets()
        self._number = self._last = self._columns = self._given = 0
        if attrs.get(f"{_TABLE}style-name") in self._hidden_styles:
            if title not in self._told.hidden_sheets:
                self._told.hidden_sheets.append(title)
            return
        self._reading = True
        self._sheet = self._told.sheets[title] = SheetTold()

    def _end_cell(self) -> None:
        attrs = self._attrs
        count = int(attrs.get(_COLUMNS_REPEATED, 1))
        value = None if self._covered else self._value(attrs)
        if _FORMULA in attrs:
            self._sheet.formula(self._number + 1, self._at)
        if attrs.get(_COLUMNS_SPANNED, "1") != "1" or (attrs.get(_ROWS_SPANNED, "1") != "1"):
            self._merged(attrs)
        if value is not None and value != "":
            if self._at + count > MAX_COLUMNS:
                column = letter(min(self._at + count, 16_384))
                raise too_wide(self._key[1], self._number + 1, column)
            self._cells.extend([None] * (self._at - len(self._cells)))
            self._cells.extend([value] * count)
        self._at += count

    def _value(self, attrs: dict[str, str]) -> Any:
        kind = attrs.get(_VALUE_TYPE, "")
        text = "".join(self._text)
        if len(text) > MAX_CELL:
            raise too_long(place(self._key[1], self._number + 1, self._at), len(text))
        if attrs.get(_CALC_TYPE) == "error" or (
            _FORMULA in attrs and text.startswith(("#", "Err:"))
        ):
            return Broken.error(text)
        if not kind:
            return Broken.never_calculated() if _FORMULA in attrs else None
        if kind in ("float", "percentage", "currency"):
            return _number(attrs[_VALUE], text)
        if kind == "date":
            return _day(attrs[f"{_OFFICE}date-value"])
        if kind == "boolean":
            return attrs.get(f"{_OFFICE}boolean-value") == "true"
        if kind == "time":
            return _time(attrs.get(f"{_OFFICE}time-value", ""), text)
        return text or attrs.get(f"{_OFFICE}string-value")

    def _merged(self, attrs: dict[str, str]) -> None:
        right = self._at + int(attrs.get(_COLUMNS_SPANNED, 1))
        down = self._number + int(attrs.get(_ROWS_SPANNED, 1))
        first = f"{letter(self._at + 1)}{self._number + 1}"
        self._sheet.merged.append(f"{first}:{letter(min(right, 16_384))}{down}")

    def _end_row(self) -> None:
        count = int(self._row.get(_ROWS_REPEATED, 1))
        if not self._cells:
            self._number += count
            return
        if self._number + 1 - self._last > BLANK_ROWS_END:
            self._reading = False
            return
        self._limits.check_row(self._number + count, self._key[1])
        self._last = self._number + count
        self._sheet.widest = max(self._sheet.widest, len(self._cells))
        hidden = self._row.get(_VISIBILITY) in _HIDDEN
        for number in range(self._number + 1, self._last + 1):
            if self._given == self._first:
                self._reading = False
                return
            self.ready.append((self._key, number, list(self._cells)))
            self._given += 1
            if hidden:
                self._sheet.hidden_rows.add(number)
        self._number = self._last


def _number(raw: str, text: str) -> Any:
    """The value; of a code like 00042 what its format shows, zeros in front included."""
    number = float(raw)
    if not number.is_integer():
        return number
    if text[:1] == "0" and len(text) > 1 and text.isascii() and text.isdigit():
        return text
    return int(raw) if raw.removeprefix("-").isdigit() else int(number)


def _day(raw: str) -> Any:
    moment = datetime.fromisoformat(raw)
    if moment.time() == time.min:
        return date(moment.year, moment.month, moment.day)
    return moment


def _time(raw: str, text: str) -> Any:
    found = _DURATION.fullmatch(raw)
    if not found or int(found[1]) > 23:
        return text
    return time(int(found[1]), int(found[2]), int(found[3]))

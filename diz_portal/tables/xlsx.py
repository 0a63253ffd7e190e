"""XLSX as a stream: one pass over a sheet tells values, formulas, errors and what is hidden.

openpyxl takes three times as long for the values alone; python-calamine a third of the time, but
tells nothing else (docs/libraries.md).
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import (
    CALENDAR_MAC_1904,
    CALENDAR_WINDOWS_1900,
    from_excel,
    from_ISO8601,
)

from .cells import Broken, letter, place
from .limits import (
    BLANK_ROWS_END,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_SHEETS,
    Limits,
    too_long,
    too_many_sheets,
    too_wide,
)
from .packages import read_through, walk
from .told import SheetTold, Told

# As everybody writes it, and as “Strict Open XML” does.
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ESCAPED = re.compile(r"_x(000[9AD]|005F)_")
Rows = Iterator[tuple[int, list[Any]]]


def _tags(*names: str) -> dict[str, str]:
    return {f"{space} {name}": name for space in _MAIN for name in names}


class XlsxFile:
    def __init__(self, archive: zipfile.ZipFile, limits: Limits):
        self._archive, self._limits = archive, limits
        self._sheets: list[tuple[str, str, str]] = []
        # The workbook's parts by their kind; of the many sheets, the last.
        self._parts: dict[str, str] = {}
        self._epoch = CALENDAR_WINDOWS_1900
        self._read_workbook()
        if len(self._sheets) > MAX_SHEETS:
            raise too_many_sheets()
        self._strings: list[str] | None = None
        self._formats: dict[str, Callable[[float], Any]] | None = None

    @property
    def days_later(self) -> int:
        return (self._epoch - CALENDAR_WINDOWS_1900).days

    def sheets(self, told: Told, first: int | None = None) -> Iterator[tuple[str, Rows]]:
        """Each visible sheet's name and rows."""
        for title, state, part in self._sheets:
            if state not in ("", "visible"):
                if title not in told.hidden_sheets:
                    told.hidden_sheets.append(title)
            else:
                told.sheets[title] = SheetTold()
                yield title, self._rows(title, part, told.sheets[title])

    # What stands around the sheets ---------------------------------------------------------

    def _read_workbook(self) -> None:
        targets: dict[str, tuple[str, str]] = {}

        def relation(name: str, attrs: dict[str, str]) -> None:
            if name.endswith(" Relationship") and attrs.get("TargetMode") != "External":
                kind = attrs.get("Type", "").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/xl", attrs.get("Target", "")))[1:]
                targets[attrs.get("Id", "")] = (kind, target)
                self._parts[kind] = target

        def entry(name: str, attrs: dict[str, str]) -> None:
            tag = tags.get(name)
            if tag == "workbookPr" and attrs.get("date1904") in ("1", "true"):
                self._epoch = CALENDAR_MAC_1904
            elif tag == "sheet":
                key = next((value for at, value in attrs.items() if at.endswith(" id")), "")
                kind, target = targets.get(key, ("", ""))
                if kind == "worksheet":  # not a chart on a sheet of its own
                    self._sheets.append((attrs.get("name", ""), attrs.get("state", ""), target))

        tags = _tags("workbookPr", "sheet")
        relations = "xl/_rels/workbook.xml.rels"
        read_through(self._archive, relations, _starts(relation))
        read_through(self._archive, "xl/workbook.xml", _starts(entry))

    def _shared_strings(self) -> list[str]:
        if self._strings is not None:
            return self._strings
        strings: list[str] = []
        self._strings = strings
        if "sharedStrings" not in self._parts:
            return strings
        tags = _tags("si", "t", "rPh")
        text: list[str] = []
        spoken = False  # how a Japanese word is pronounced: not part of it

        def set_up(parser: Any) -> None:
            def start(name: str, attrs: dict[str, str]) -> None:
                nonlocal spoken
                tag = tags.get(name)
                if tag == "t" and not spoken:
                    parser.CharacterDataHandler = text.append
                elif tag == "rPh":
                    spoken = True

            def end(name: str) -> None:
                nonlocal spoken
                tag = tags.get(name)
                if tag == "t":
                    parser.CharacterDataHandler = None
                elif tag == "si":
                    strings.append(_plain("".join(text)))
                    text.clear()
                elif tag == "rPh":
                    spoken = False

            parser.StartElementHandler, parser.EndElementHandler = start, end

        read_through(self._archive, self._parts["sharedStrings"], set_up)
        return strings

    def _number_formats(self) -> dict[str, Callable[[float], Any]]:
        """How numbers are read that are not plain numbers, by the style of their cell."""
        if self._formats is not None:
            return self._formats
        found: dict[str, Callable[[float], Any]] = {}
        self._formats = found
        if "styles" not in self._parts:
            return found
        tags = _tags("numFmt", "cellXfs", "xf")
        codes: dict[int, str] = dict(BUILTIN_FORMATS)
        styles: list[int] = []
        inside = False

        def set_up(parser: Any) -> None:
            def start(name: str, attrs: dict[str, str]) -> None:
                nonlocal inside
                tag = tags.get(name)
                if tag == "numFmt":
                    codes[int(attrs["numFmtId"])] = attrs.get("formatCode", "")
                elif tag == "cellXfs":
                    inside = True
                elif tag == "xf" and inside:
                    styles.append(int(attrs.get("numFmtId", 0)))

            def end(name: str) -> None:
                nonlocal inside
                if tags.get(name) == "cellXfs":
                    inside = False

            parser.StartElementHandler, parser.EndElementHandler = start, end

        read_through(self._archive, self._parts["styles"], set_up)
        for at, key in enumerate(styles):
            if read := _reader_of(codes.get(key, ""), self._epoch):
                found[str(at)] = read
        return found

    # A sheet -------------------------------------------------------------------------------

    def _rows(self, title: str, part: str, told: SheetTold) -> Rows:
        strings, formats = self._shared_strings(), self._number_formats()
        tags = _tags("c", "v", "f", "t", "is", "rPh", "row", "col", "mergeCell")
        ready: list[tuple[int, list[Any]]] = []
        text: list[str] = []
        cells: list[Any] = []
        number, at, kind, style = 0, -1, "n", "0"
        formula = filled = hidden = spoken = False

        def set_up(parser: Any) -> None:
            def start(name: str, attrs: dict[str, str]) -> None:
                nonlocal number, at, kind, style, formula, filled, hidden, spoken, cells
                tag = tags.get(name)
                if tag == "c":
                    ref = attrs.get("r")
                    at = _column(ref.rstrip("0123456789")) if ref else at + 1
                    kind, style = attrs.get("t", "n"), attrs.get("s", "0")
                elif tag == "v" or (tag == "t" and kind == "inlineStr" and not spoken):
                    parser.CharacterDataHandler = text.append
                elif tag == "f":
                    formula = True
                elif tag == "row":
                    number = int(attrs["r"]) if "r" in attrs else number + 1
                    at, cells, filled = -1, [], False
                    hidden = attrs.get("hidden") in ("1", "true")
                elif tag == "rPh":
                    spoken = True
                elif tag == "col" and attrs.get("hidden") in ("1", "true"):
                    told.hidden_columns.append((int(attrs["min"]), int(attrs["max"])))
                elif tag == "mergeCell":
                    told.merged.append(attrs.get("ref", ""))

            def end(name: str) -> None:
                nonlocal formula, filled, spoken
                tag = tags.get(name)
                value: Any
                if tag == "v" or tag == "t":
                    parser.CharacterDataHandler = None
                elif tag == "c":
                    if text:
                        raw = text[0] if len(text) == 1 else "".join(text)
                        text.clear()
                        if kind == "s":
                            value = strings[int(raw)]
                        elif kind == "n":
                            value = _number(raw)
                            if read := formats.get(style):
                                value = read(value)
                        else:
                            value = _other(kind, raw)
                        if value.__class__ is str and len(value) > MAX_CELL:
                            raise too_long(place(title, number, at), len(value))
                    else:
                        value = Broken.never_calculated() if formula and kind == "n" else None
                    if formula:
                        told.formula(number, at)
                        formula = False
                    if value is None or value == "":
                        return
                    if at >= MAX_COLUMNS:
                        raise too_wide(title, number, letter(at + 1))
                    filled = True
                    missing = at - len(cells)
                    if missing == 0:
                        cells.append(value)
                    elif missing > 0:
                        cells.extend([None] * missing)
                        cells.append(value)
                    else:
                        cells[at] = value
                elif tag == "row":
                    if filled:
                        ready.append((number, cells))
                        if hidden:
                            told.hidden_rows.add(number)
                elif tag == "rPh":
                    spoken = False

            parser.StartElementHandler, parser.EndElementHandler = start, end

        last = 0
        for _ in walk(self._archive, part, set_up):
            for row in ready:
                if row[0] - last > BLANK_ROWS_END:
                    return
                last = row[0]
                if last > self._limits.rows:
                    self._limits.check_row(last, title)
                told.widest = max(told.widest, len(row[1]))
                yield row
            ready.clear()


def _starts(handler: Callable[[str, dict[str, str]], None]) -> Callable[[Any], None]:
    def set_up(parser: Any) -> None:
        parser.StartElementHandler = handler

    return set_up


@lru_cache(maxsize=16_384)
def _column(letters: str) -> int:
    return column_index_from_string(letters) - 1


def _number(raw: str) -> int | float:
    try:
        return int(raw)
    except ValueError:
        return float(raw)


def _other(kind: str, raw: str) -> Any:
    if kind == "inlineStr" or kind == "str":
        return _plain(raw)
    if kind == "b":
        return raw.strip() == "1"
    if kind == "e":
        return Broken.error(raw)
    if kind == "d":
        return _day_of(from_ISO8601(raw))
    raise ValueError(f"a cell of the kind {kind}")


def _plain(text: str) -> str:
    """Excel writes a carriage return as `_x000D_`."""
    if "_x0" in text:
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text


def _day_of(moment: Any) -> Any:
    """A day of a workbook is the midnight it began."""
    if isinstance(moment, datetime) and moment.time() == time.min:
        return date(moment.year, moment.month, moment.day)
    return moment


def _reader_of(code: str, epoch: datetime) -> Callable[[float], Any] | None:
    """Dates as dates; and of a code like 00042 the zeros that its format puts in front."""
    if re.fullmatch("0{2,}", code):
        width = len(code)
        return lambda number: f"{number:0{width}d}" if isinstance(number, int) else number
    if not is_date_format(code):
        return None
    delta = is_timedelta_format(code)

    @lru_cache(maxsize=10_000)
    def moment(number: float) -> Any:
        try:
            return _day_of(from_excel(number, epoch, timedelta=delta))
        except (OverflowError, ValueError):
            return Broken.error("#VALUE!")

    return moment

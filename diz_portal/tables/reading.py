"""A file becomes a table: its headings, and its rows with the sheet and row they stand in."""

import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO, Protocol

from . import headings as heading_rows
from .asides import aside
from .limits import EMPTY, FileRefused, Limits
from .ods import OdsFile
from .packages import LOCKED, ODS, XLSX, open_package
from .rows import Row
from .text import TextFile
from .told import Told

ACCEPTED = ".csv,.tsv,.txt,.xlsx,.ods"
FORMATS = "CSV, Excel (.xlsx) or OpenDocument (.ods)"
_WORKBOOKS = {".xlsx": XLSX, ".xlsm": XLSX, ".xls": XLSX, ".xltx": XLSX, ".ods": ODS, ".ots": ODS}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Source(Protocol):
    """A format: its sheets in their order, each with its rows that are not blank."""

    @property
    def days_later(self) -> int:
        """How much later than in 1900 its bare numbers of days begin to count."""
        ...

    def sheets(
        self, told: Told, first: int | None = None
    ) -> Iterator[tuple[str, Iterator[tuple[int, list[Any]]]]]: ...


class Table:
    """What a file holds. `rows()` reads it from the start each time it is called."""

    def __init__(self, source: Source, headings: list[str], starts: dict[str, int], other: list):
        self._source, self._starts, self._other = source, starts, other
        # As the file has them, one for each column, blank where a column has none; of a list
        # without a heading row, none.
        self.headings = headings
        self.days_later = source.days_later
        self._told = Told()

    def rows(self, *, hidden: bool = True) -> Iterator[Row]:
        """The rows below the headings, of every sheet that has the same ones; without those that
        are hidden where `hidden` says so."""
        self._told = told = Told()
        told.other_sheets = self._other
        for title, rows in self._source.sheets(told):
            at = self._starts.get(title)
            if at is None:
                told.sheets.pop(title, None)
                continue
            sheet = told.sheet(title)
            sheet.headings_at = at
            sheet.without_hidden = not hidden
            sheet.headed = len(self.headings) if title else 0
            for number, cells in rows:
                if number > at:
                    if hidden or number not in sheet.hidden_rows:
                        yield Row(title, number, cells)
                elif number < at:
                    sheet.above.append(number)

    @property
    def notes(self) -> list[str]:
        """What a person ought to know about the rows that were read: whole once they all were."""
        return self._told.notes()

    @property
    def hidden_rows(self) -> int:
        """How many rows below the headings are hidden, of those that were gone through."""
        return sum(
            number > sheet.headings_at
            for sheet in self._told.sheets.values()
            for number in sheet.hidden_rows
        )

    def aside(self, row: Row) -> str:
        """What to say of a row that looks like no record (a total), or nothing: it is proposed to
        be left out, and whoever knows the list decides."""
        return aside(row.cells, self.headings)

    def named(self, row: Row) -> dict[str, Any]:
        """The row's cells by their heading; those that the row is too short for are None."""
        cells = row.cells
        count = len(cells)
        return {
            heading: cells[at] if at < count else None
            for at, heading in enumerate(self.headings)
            if heading
        }


def open_table(
    file: BinaryIO,
    name: str,
    known: Callable[[str], bool],
    *,
    limits: Limits | None = None,
    is_list: Callable[[list[list[Any]]], bool] = lambda rows: False,
) -> Table:
    """Read a file's headings, or refuse it and say what to do.

    `known` says whether a heading is one of ours, to find the row and the sheet they stand in, and
    what separates a CSV. `is_list` is shown the first rows of the first sheet, and says whether
    they are data at once, as in lists that are published or sent without headings.
    """
    limits = limits or Limits()
    file.seek(0, io.SEEK_END)
    limits.check_size(file.tell())
    source = _source_of(file, name, known, limits)
    found: list[tuple[str, int, list[str], int]] = []
    for title, rows in source.sheets(Told(), heading_rows.WITHIN):
        start = list(islice(rows, heading_rows.WITHIN))
        if not start:
            continue
        if not found and is_list([cells for _, cells in start]):
            return Table(source, [], {title: 0}, [])
        found.append((title, *heading_rows.find(start, known)))
    if not found:
        if isinstance(source, TextFile):
            raise FileRefused(EMPTY)
        raise FileRefused(
            "The workbook is empty, or the sheets that have rows are hidden. Select another file, "
            "or unhide the sheet and upload it again"
        )
    # A sheet of notes may stand in front: the one that has most of our headings decides.
    _, _, headings, _ = max(found, key=lambda sheet: sheet[3])
    heading_rows.check(headings)
    starts = {title: at for title, at, same, _ in found if same == headings}
    other = [title for title, _, same, _ in found if same != headings]
    return Table(source, headings, starts, other)


def _source_of(file: BinaryIO, name: str, known: Callable[[str], bool], limits: Limits) -> Source:
    """What the file is by its contents; a name that says otherwise is refused with a sentence."""
    file.seek(0)
    start = file.read(4096)
    extension = PurePath(name).suffix.lower()
    said = _WORKBOOKS.get(extension)
    text = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(_OLE):
        file.seek(0)
        if "EncryptedPackage".encode("utf-16-le") in file.read():
            raise FileRefused(LOCKED)
        raise FileRefused(
            "The file is in the old Excel format (.xls). Save it as .xlsx or as CSV and upload that"
        )
    if start.startswith(b"PK\x03\x04"):
        if extension == ".zip":
            raise FileRefused(
                "The file is a zip archive. Unpack it and upload the table that is inside"
            )
        if not said:
            raise FileRefused(
                f"The file’s name ends in {extension}, but the file is a workbook or a zip "
                "archive. Change the end of its name to .xlsx or .ods, or save the table as CSV"
                if extension
                else "The file’s name has no ending, and the file is a workbook or a zip archive. "
                "Add .xlsx or .ods to its name, or save the table as CSV"
            )
        kind, archive = open_package(file)
        if kind == ODS:
            return OdsFile(archive, limits)
        # With the first workbook: openpyxl, which tells its formats, brings numpy.
        from .xlsx import XlsxFile

        return XlsxFile(archive, limits)
    if text.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")):
        raise FileRefused(
            "The file is a web page. Open it in a spreadsheet, save it as .xlsx or as CSV and "
            "upload that"
        )
    if start.startswith(b"%PDF"):
        raise FileRefused("The file is a PDF. Ask for the table as a spreadsheet or as CSV")
    if said:
        raise FileRefused(
            f"The file’s name ends in {extension}, but it is not an Excel workbook. If it is a CSV "
            "file, change the end of its name to .csv. If not, save it again in the spreadsheet"
            if said == XLSX
            else f"The file’s name ends in {extension}, but it is not an OpenDocument workbook. If "
            "it is a CSV file, change the end of its name to .csv. If not, save it again in the "
            "spreadsheet"
        )
    return TextFile(file, known, limits)

"""A file becomes a table: its headings, and its rows with the sheet and row they stand in."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO, NamedTuple

from projects.imports import csv_files, xlsx_files
from projects.imports.limits import FileRefused, check_size

WORKBOOK, TEXT = "xlsx", "csv"
EPRACCUR_COLUMNS = 27
# A title, a date and an empty line often stand above the headings.
HEADINGS_WITHIN = 10


class Row(NamedTuple):
    sheet: str
    number: int
    cells: list[Any]


@dataclass
class Table:
    """What a file holds. `rows()` reads it from the start each time it is called."""

    headings: list[str]
    rows: Callable[[], Iterator[Row]]
    is_epraccur: bool = False
    # Sheets whose headings differ from the first one's.
    ignored_sheets: list[str] = field(default_factory=list)


def kind_of(file: BinaryIO, name: str) -> str:
    """What the file is by its contents; a name that says otherwise is refused with a sentence."""
    file.seek(0)
    start = file.read(4096)
    extension = PurePath(name).suffix.lower()
    said_workbook = extension in {".xlsx", ".xlsm", ".xls"}
    text = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _holds_in_utf16(file, "EncryptedPackage"):
            raise FileRefused(xlsx_files.LOCKED)
        raise FileRefused(
            "The file is in the old Excel format (.xls): save it as .xlsx or as CSV and upload "
            "it again."
        )
    if start.startswith(b"PK\x03\x04"):
        if not said_workbook:
            raise FileRefused(
                f"The file is called {extension or 'by a name without an ending'} but is an Excel "
                "workbook or a zip archive by its contents: give it its right name (.xlsx), or "
                "save the table as CSV."
            )
        return WORKBOOK
    if text.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")):
        raise FileRefused(
            "The file is a web page, whatever its name says: open it in a spreadsheet, save it "
            "as .xlsx or as CSV and upload that."
        )
    if start.startswith(b"%PDF"):
        raise FileRefused("The file is a PDF: ask for the table as a spreadsheet or as CSV.")
    if said_workbook:
        raise FileRefused(
            f"The file is called {extension} but is not an Excel workbook: if it is text, give "
            "it a name that ends in .csv; otherwise save it again from Excel."
        )
    return TEXT


def _holds_in_utf16(file: BinaryIO, word: str) -> bool:
    file.seek(0)
    return word.encode("utf-16-le") in file.read()


def open_table(file: BinaryIO, name: str, known: Callable[[str], bool]) -> Table:
    """Read a file's headings. `known` says whether a heading is one of ours, to find their row."""
    file.seek(0, io.SEEK_END)
    check_size(file.tell())
    if kind_of(file, name) == WORKBOOK:
        return _workbook(file, known)
    return _text(file, known)


def _text(file: BinaryIO, known: Callable[[str], bool]) -> Table:
    start = _first(csv_files.rows_of(file), HEADINGS_WITHIN)
    if not start:
        raise FileRefused("The file is empty: there is not one row in it.")
    if looks_like_epraccur(start[0][1]):
        return Table(
            headings=[],
            rows=lambda: (Row("", number, cells) for number, cells in csv_files.rows_of(file)),
            is_epraccur=True,
        )
    at, headings = _headings(start, known)

    def rows() -> Iterator[Row]:
        for number, cells in csv_files.rows_of(file):
            if number > at:
                yield Row("", number, cells)

    return Table(headings, rows)


def _workbook(file: BinaryIO, known: Callable[[str], bool]) -> Table:
    headings: list[str] = []
    starts: dict[str, int] = {}
    ignored = []
    for title, sheet_rows in xlsx_files.sheets_of(file):
        start = _first(sheet_rows, HEADINGS_WITHIN)
        if not start:
            continue
        if not headings and looks_like_epraccur(start[0][1]):
            return Table([], partial(_sheet_rows, file, {title: 0}), is_epraccur=True)
        at, found = _headings(start, known, must=not headings)
        if not headings:
            headings = found
        if found == headings:
            starts[title] = at
        else:
            ignored.append(title)
    if not headings:
        raise FileRefused("The workbook is empty: no sheet has a row in it.")
    return Table(headings, lambda: _sheet_rows(file, starts), ignored_sheets=ignored)


def _sheet_rows(file: BinaryIO, starts: dict[str, int]) -> Iterator[Row]:
    for title, sheet_rows in xlsx_files.sheets_of(file):
        if title in starts:
            for number, cells in sheet_rows:
                if number > starts[title]:
                    yield Row(title, number, cells)


def _first(rows: Iterator[tuple[int, list[Any]]], count: int) -> list[tuple[int, list[Any]]]:
    first = []
    for row in rows:
        first.append(row)
        if len(first) == count:
            break
    return first


def _headings(
    start: list[tuple[int, list[Any]]], known: Callable[[str], bool], *, must: bool = True
) -> tuple[int, list[str]]:
    """The row that holds the most of our headings, else the first with more than one cell."""
    best, most = None, 0
    for number, cells in start:
        score = sum(1 for cell in cells if cell is not None and known(str(cell)))
        if score > most:
            best, most = (number, cells), score
    if best is None:
        best = next(
            (row for row in start if sum(1 for cell in row[1] if str(cell or "").strip()) > 1),
            start[0],
        )
    number, cells = best
    headings = [" ".join(str(cell if cell is not None else "").split())[:120] for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if must:
        _check_headings(headings)
    return number, headings


def _check_headings(headings: list[str]) -> None:
    if not headings:
        raise FileRefused("The file has no heading row.")
    seen: dict[str, int] = {}
    for at, heading in enumerate(headings, 1):
        if heading and heading.casefold() in seen:
            raise FileRefused(
                f"Columns {seen[heading.casefold()]} and {at} have the same heading, "
                f"“{heading}”: give each its own."
            )
        seen[heading.casefold()] = at


def looks_like_epraccur(cells: list[Any]) -> bool:
    """The NHS list as published: no heading row, 27 columns, a practice code, a status letter."""
    if len(cells) != EPRACCUR_COLUMNS:
        return False
    code, status, setting = (str(cells[at] or "").strip() for at in (0, 12, 25))
    return (
        code.isalnum()
        and len(code) in range(5, 7)
        and status in {"A", "C", "D", "P"}
        and (setting.isdigit() or not setting)
    )

"""XLSX: the zip's own directory is read before anything in it is unpacked."""

import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import openpyxl

from projects.imports.limits import (
    MAX_COLUMNS,
    MAX_FILES_INSIDE,
    MAX_RATIO,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_UNPACKED,
    RATIO_COUNTS_FROM,
    FileRefused,
    megabytes,
)

DAMAGED = (
    "The workbook is damaged or was cut short on its way: open it in Excel, save it and upload "
    "it again."
)
LOCKED = (
    "The workbook is protected with a password: remove the password (File, Info, Protect "
    "Workbook) and upload it again."
)
# An empty stretch this long is the end of the table, whatever stands far below it.
BLANK_ROWS_END = 5_000
Rows = Iterator[tuple[int, list[Any]]]


def check_zip(file: BinaryIO) -> None:
    """Refuse what would unpack to too much, before it is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except Exception as error:
        raise FileRefused(DAMAGED) from error
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(LOCKED)
    if len(parts) > MAX_FILES_INSIDE:
        raise FileRefused(
            f"The workbook holds {len(parts):,} parts, more than a table ever needs: copy the "
            "table to a new workbook and upload that."
        )
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        raise FileRefused(
            f"The workbook unpacks to {megabytes(unpacked)}. At most {megabytes(MAX_UNPACKED)} "
            "can be read: copy the table to a new workbook, or save it as CSV."
        )
    for part in parts:
        large = part.file_size > RATIO_COUNTS_FROM
        if large and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise FileRefused(
                "The workbook is packed so tightly that it cannot be a table of real data: copy "
                "the table to a new workbook, or save it as CSV."
            )
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise FileRefused("The file is not an Excel workbook: save the table as .xlsx or as CSV.")


def sheets_of(file: BinaryIO) -> Iterator[tuple[str, Rows]]:
    """Each visible sheet's name and rows. A formula's cell is read as its last value."""
    check_zip(file)
    workbook = _open(file)
    try:
        if len(workbook.sheetnames) > MAX_SHEETS:
            raise FileRefused(f"The workbook has more than {MAX_SHEETS} sheets: split it.")
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible":
                # The size a sheet claims for itself is often wrong, and once a trap.
                sheet.reset_dimensions()
                yield sheet.title, _rows(sheet)
    finally:
        workbook.close()


def _open(file: BinaryIO):
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and features that no table needs
            return openpyxl.load_workbook(file, read_only=True, data_only=True)
    except Exception as error:
        raise FileRefused(DAMAGED) from error


def _cells(sheet) -> Iterator[tuple[Any, ...]]:
    try:
        yield from sheet.iter_rows(values_only=True)
    except Exception as error:
        raise FileRefused(DAMAGED) from error


def _rows(sheet) -> Rows:
    blank = 0
    for number, cells in enumerate(_cells(sheet), 1):
        if len(cells) > MAX_COLUMNS and any(cell is not None for cell in cells[MAX_COLUMNS:]):
            last = max(at for at, cell in enumerate(cells, 1) if cell is not None)
            raise FileRefused(
                f"Sheet “{sheet.title}”, row {number} has something in column "
                f"{openpyxl.utils.get_column_letter(last)}. A table has at most {MAX_COLUMNS} "
                "columns: delete what stands outside it."
            )
        if all(cell is None or cell == "" for cell in cells):
            blank += 1
            if blank >= BLANK_ROWS_END:
                return
            continue
        blank = 0
        if number > MAX_ROWS:
            raise FileRefused(f"Sheet “{sheet.title}” has more than {MAX_ROWS:,} rows: split it.")
        yield number, list(cells[:MAX_COLUMNS])

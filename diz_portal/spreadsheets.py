"""Tables for a spreadsheet: cells that open as text, never as a formula."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

# What makes Excel, LibreOffice or Google Sheets run a cell instead of showing it (OWASP's list):
# the full-width signs count where the keyboard is Japanese, and white space before one is dropped.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LINES_AT_ONCE = 500


def cell(value: Any) -> Any:
    """The value as a cell: text that would run as a formula gets a leading apostrophe.

    Numbers stay numbers, so that a longitude of -0.11 can be read back.
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = value.replace("\0", "")
        return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
    return value


def _cells(row: Iterable[Any]) -> list[Any]:
    # Nearly every cell is text that begins harmlessly: it is told here, without a call.
    return [
        value
        if value.__class__ is str and value[:1] not in STARTS_A_FORMULA and "\0" not in value
        else cell(value)
        for value in row
    ]


def csv_parts(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The file in pieces of many lines, so that neither its length nor their number matters."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_cells(header))
    lines = iter(rows)
    while True:
        writer.writerows(_cells(row) for row in islice(lines, LINES_AT_ONCE))
        if not (part := buffer.getvalue()):
            return
        yield part
        buffer.seek(0)
        buffer.truncate()


def csv_response(
    file_name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """A CSV file (UTF-8) as a download."""
    return StreamingHttpResponse(
        csv_parts(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(
    file_name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]
) -> FileResponse:
    """An Excel workbook with one sheet as a download; row by row, so that memory stays the same."""
    kept = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    workbook = xlsxwriter.Workbook(
        kept,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, list(header), workbook.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            text = value.isoformat() if isinstance(value, date) else value
            sheet.write(number, column, text.replace("\0", "") if isinstance(text, str) else text)
    workbook.close()
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=file_name, content_type=XLSX)

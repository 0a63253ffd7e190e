"""Tables for a spreadsheet: cells that open as text, never as a formula, and that come back in
unchanged. `diz_portal.tables` reads what is written here.
"""

import csv
import io
import tempfile
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from diz_portal.tables.values import STARTS_A_FORMULA, cleaning

if TYPE_CHECKING:
    import xlsxwriter

# Text that begins otherwise is harmless as it is.
_LOOKED_AT = frozenset({*STARTS_A_FORMULA, "'"})
# What begins so may be read back without what surrounds it.
_READ_WITHOUT = frozenset("'=")
LINES_AT_ONCE = 500
# By it Excel knows that a file of text is UTF-8; without it a name with an accent opens broken. One
# rule: a CSV that a person downloads begins with it, and one for programs does not (open data, the
# tables of a ZIP, whose package says how they are written).
BYTE_ORDER_MARK = "\ufeff"


def cell(value: Any) -> Any:
    """The value as a cell: text that would run as a formula gets a leading apostrophe.

    So does text that begins with apostrophes before such a sign: one is taken away when it is read
    back. Numbers stay numbers, so that a longitude of -0.11 can be read back.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = value.replace("\0", "")
        return f"'{text}" if text.lstrip("'").startswith(STARTS_A_FORMULA) else text
    return value


def _local(moment: datetime) -> datetime:
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def _cells(row: Iterable[Any]) -> list[Any]:
    # Nearly every cell is harmless text or a number: it is told here, without a call.
    return [
        value
        if (value.__class__ is str and value[:1] not in _LOOKED_AT and "\0" not in value)
        or value.__class__ is int
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
    file_name: str,
    header: Iterable[str],
    rows: Iterable[Iterable[Any]],
    *,
    for_programs: bool = False,
) -> StreamingHttpResponse:
    """A CSV file (UTF-8) as a download, with the mark by which Excel reads its letters.

    `for_programs` is for public data, which scripts read: they take the mark for a letter.
    """
    parts = csv_parts(header, rows)
    return StreamingHttpResponse(
        parts if for_programs else chain([BYTE_ORDER_MARK], parts),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, WIDEST = 8, 60
# A spreadsheet keeps fifteen digits of a number.
_MOST_DIGITS = 10**15


def xlsx_response(
    file_name: str,
    header: Iterable[str],
    rows: Iterable[Iterable[Any]],
    *,
    moments: Collection[str] = (),
) -> FileResponse:
    """An Excel workbook with one sheet as a download; row by row, so that memory stays the same.

    Days and times are real ones, with a format; of the columns named in `moments` also where they
    come as text (`2026-11-23 14:30`). Text stays text, whatever number it looks like. The columns
    are as wide as what they hold, and can be filtered.
    """
    # With the first workbook: pages and files of text need none of it.
    import xlsxwriter

    kept = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    workbook = xlsxwriter.Workbook(
        kept,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    header = list(header)
    sheet = _Sheet(workbook, header, {header.index(name) for name in moments})
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
        sheet.last = number
    sheet.finish()
    workbook.close()
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=file_name, content_type=XLSX)


class _Sheet:
    """The one sheet: its headings stay in view above typed cells."""

    def __init__(self, workbook: "xlsxwriter.Workbook", header: list[str], moments: set[int]):
        self._sheet = workbook.add_worksheet()
        self._day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        self._minute = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        self._moments = moments
        # Room for the button of the filter beside each heading.
        self._widths = [max(len(name) + 3, NARROWEST) for name in header]
        self.last = 0
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, header, workbook.add_format({"bold": True}))

    def write(self, row: int, column: int, value: Any) -> None:
        if column in self._moments and isinstance(value, str) and value:
            value = datetime.fromisoformat(value)
        width = 0
        if value.__class__ is str:
            text = value.replace("\0", "") if "\0" in value else value
            if text[:1] in _READ_WITHOUT and cleaning.text(text) != text.strip():
                text = f"'{text}"
            self._sheet.write_string(row, column, text)
            width = len(text) if "\n" not in text else max(map(len, text.split("\n")))
        elif isinstance(value, datetime):
            self._sheet.write_datetime(row, column, _local(value), self._minute)
            width = 16
        elif isinstance(value, date):
            self._sheet.write_datetime(row, column, value, self._day)
            width = 10
        elif isinstance(value, int) and abs(value) >= _MOST_DIGITS:
            self._sheet.write_string(row, column, str(value))
            width = len(str(value))
        elif value is not None:
            self._sheet.write(row, column, value)
            width = len(str(value))
        if width > self._widths[column]:
            self._widths[column] = width

    def finish(self) -> None:
        self._sheet.autofilter(0, 0, self.last, len(self._widths) - 1)
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(width, WIDEST) + 1)

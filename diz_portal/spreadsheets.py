"""Tables for a spreadsheet: CSV that opens as text, never as a formula."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import StreamingHttpResponse

# What makes Excel, LibreOffice or Google Sheets run a cell instead of showing it.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


class _Echo:
    """What the writer writes is handed straight on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of the file one by one, so that its length never matters."""
    writer = csv.writer(_Echo())
    yield writer.writerow(list(header))
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def csv_response(
    file_name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """A CSV file (UTF-8) as a download."""
    return StreamingHttpResponse(
        csv_lines(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )

"""Each format, written from one paper into an open file. What a format needs of all rows it reads
itself, a few at a time; the page and the PDF share what is shown (`snapshot`)."""

from collections.abc import Callable
from typing import IO

from diz_portal.reports.registry import Format

from . import comma, packed, page, print_out, workbook
from .production import Production

__all__ = ["READS_ALL", "TYPES", "WRITERS", "Production"]

WRITERS: dict[Format, Callable[[Production, IO[bytes]], None]] = {
    Format.HTML: page.write,
    Format.PDF: print_out.write,
    Format.XLSX: workbook.write,
    Format.CSV: comma.write,
    Format.ZIP: packed.write,
}
TYPES = {
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.ZIP: "application/zip",
}
# Those that go through every row of every table.
READS_ALL = (Format.XLSX, Format.CSV, Format.ZIP)

"""How much of a file is read, and the answer to one that may not come in."""

from dataclasses import dataclass

from diz_portal.access import Refusal

MAX_UPLOAD = 25_000_000
MAX_UNPACKED = 100_000_000
MAX_FILES_INSIDE = 1_000
# A part this large that shrinks further than this was made to harm, not to inform.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 1_000_000

MAX_COLUMNS = 200
MAX_CELL = 16_000
MAX_SHEETS = 50
# An empty stretch this long is the end of a sheet's table, whatever stands far below it.
BLANK_ROWS_END = 5_000


EMPTY = "The file is empty. Select a file that has rows"


class FileRefused(Refusal):
    """The file cannot be read: why, and what to do; nothing was written."""


def too_many_sheets() -> FileRefused:
    return FileRefused(
        f"The workbook has more than {MAX_SHEETS} sheets. Split it into smaller workbooks"
    )


def too_wide(sheet: str, number: int, column: str) -> FileRefused:
    """Of a row with a value further to the right than a table reaches."""
    return FileRefused(
        f"Sheet “{sheet}”, row {number} has a value in column {column}. A table has at most "
        f"{MAX_COLUMNS} columns. Delete everything that is outside it"
    )


def too_long(where: str, characters: int) -> FileRefused:
    """Of a cell, by the name of its place."""
    return FileRefused(
        f"{where} has {characters:,} characters. We can read up to {MAX_CELL:,}. Make the text "
        "shorter"
    )


@dataclass(frozen=True)
class Limits:
    """What one door takes; columns, cells and what a workbook unpacks to are the same for all."""

    size: int = MAX_UPLOAD
    rows: int = 200_000

    def check_size(self, size: int) -> None:
        if size > self.size:
            raise FileRefused(
                f"The file is {said_size(size)}. Files must be {said_size(self.size)} or smaller. "
                "Split it, or remove columns that are not needed"
            )
        if size == 0:
            raise FileRefused(EMPTY)

    def check_row(self, number: int, sheet: str = "") -> None:
        if number > self.rows:
            raise FileRefused(
                f"Sheet “{sheet}” has more than {self.rows:,} rows. Split it into smaller files"
                if sheet
                else f"The file has more than {self.rows:,} rows. Split it into smaller files"
            )


def said_size(size: int) -> str:
    if size < 1_000_000:
        return f"{-(-size // 1_000):,}KB"
    return f"{size / 1_000_000:,.0f}MB"

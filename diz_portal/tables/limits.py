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


class FileRefused(Refusal):
    """The file cannot be read, said in one sentence; nothing was written."""


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
            raise FileRefused("The file is empty. Select another file")

    def check_row(self, number: int, sheet: str = "") -> None:
        if number > self.rows:
            whole = f"Sheet “{sheet}”" if sheet else "The file"
            raise FileRefused(f"{whole} has more than {self.rows:,} rows: split it")


def said_size(size: int) -> str:
    if size < 1_000_000:
        return f"{-(-size // 1_000):,}KB"
    return f"{size / 1_000_000:,.0f}MB"

"""How large a file may be, and the answer to one that may not come in."""

from diz_portal.access import Refusal

MAX_UPLOAD = 25_000_000
MAX_UNPACKED = 100_000_000
MAX_FILES_INSIDE = 1_000
# A part this large that shrinks further than this was made to harm, not to inform.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 1_000_000

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 4_000
MAX_SHEETS = 50
# Error rows kept for the page and the download; the others are only counted.
MAX_ERRORS_KEPT = 5_000


class FileRefused(Refusal):
    """The file cannot be read, said in one sentence; nothing was written."""


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"


def check_size(size: int) -> None:
    if size > MAX_UPLOAD:
        raise FileRefused(
            f"The file is {megabytes(size)}. Files of up to {megabytes(MAX_UPLOAD)} can be "
            "brought in: split it, or leave out columns that are not needed."
        )
    if size == 0:
        raise FileRefused("The file is empty.")

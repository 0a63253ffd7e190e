"""What stands in a cell, and how its place is named.

A cell is text, a number, yes or no, a date or a time, None where it is blank, or `Broken`. Text of
a CSV is text, whatever it looks like: only a workbook knows that something is a number or a day.
"""

from datetime import date, datetime
from functools import lru_cache
from string import ascii_uppercase
from typing import Any

# A spreadsheet keeps fifteen digits of a number and shows zeros for the others.
MOST_DIGITS = 10**15


class Broken:
    """A cell without a value that can be trusted; `why` says so, and what to do about it."""

    __slots__ = ("why",)

    def __init__(self, why: str):
        self.why = why

    @classmethod
    def error(cls, shown: str) -> "Broken":
        return cls(
            f"The cell has the error {shown[:20]} instead of a value. Correct its formula, or "
            "enter the value"
        )

    @classmethod
    def never_calculated(cls) -> "Broken":
        return cls(
            "The cell has a formula that was never calculated. Open the file in a spreadsheet, "
            "save it and upload it again"
        )

    def __str__(self) -> str:
        return self.why

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Broken) and other.why == self.why

    def __hash__(self) -> int:
        return hash(self.why)


@lru_cache(maxsize=16_384)
def letter(column: int) -> str:
    """How a column is named, the first of which is 1: A to Z, AA to ZZ, AAA."""
    found = ""
    while column:
        column, left = divmod(column - 1, 26)
        found = f"{ascii_uppercase[left]}{found}"
    return found


def place(sheet: str, number: int, at: int | None = None) -> str:
    """`Sheet “North”, row 3, column B`; a file of text has no sheets. `at` counts from 0."""
    words = f"Sheet “{sheet}”, row {number}" if sheet else f"Row {number}"
    return words if at is None else f"{words}, column {letter(at + 1)}"


def text_of(cell: Any) -> str:
    """A cell as the text a person sees in it."""
    if type(cell) is str:
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < MOST_DIGITS:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()


@lru_cache(maxsize=10_000)
def day_of_number(number: float) -> date:
    """The day that a spreadsheet means by a bare number, counted from 1900."""
    # With the first such number: openpyxl brings numpy, and every process reads days.
    from openpyxl.utils.datetime import from_excel

    return from_excel(number).date()

"""Which row of a sheet names its columns: often not the first."""

from collections.abc import Callable
from typing import Any

from .cells import letter
from .limits import FileRefused

# A title, a date and an empty line often stand above the headings.
WITHIN = 10
LONGEST = 120
Start = list[tuple[int, list[Any]]]


def known_in(cells: list[Any], known: Callable[[str], bool]) -> int:
    return sum(1 for cell in cells if cell is not None and known(str(cell)))


def find(start: Start, known: Callable[[str], bool]) -> tuple[int, list[str], int]:
    """The row that holds the most of our headings, else the first with more than one cell.

    Its number, its headings, and how many of them are ours.
    """
    most = 0
    for number, cells in start:
        if (score := known_in(cells, known)) > most:
            best, most = (number, cells), score
    if not most:
        best = next(
            (row for row in start if sum(1 for cell in row[1] if str(cell or "").strip()) > 1),
            start[0],
        )
    number, cells = best
    headings = [" ".join(str(cell if cell is not None else "").split())[:LONGEST] for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return number, headings, most


def check(headings: list[str]) -> None:
    if not headings:
        raise FileRefused("The file has no headings. Add a row of headings above the first row")
    seen: dict[str, int] = {}
    for at, heading in enumerate(headings, 1):
        if heading and heading.casefold() in seen:
            raise FileRefused(
                f"Columns {letter(seen[heading.casefold()])} and {letter(at)} have the same "
                f"heading, “{heading}”. Give each column a different heading"
            )
        seen[heading.casefold()] = at

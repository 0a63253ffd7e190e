"""A row of a table, and how its place is named."""

from typing import Any, NamedTuple

from .cells import place
from .limits import FileRefused
from .values import cleaning
from .values.wrong import Wrong


class Row(NamedTuple):
    sheet: str
    # As the spreadsheet counts them: the first is 1.
    number: int
    cells: list[Any]

    def place(self, at: int | None = None) -> str:
        """Where the row stands, or its cell in the column `at`, for a sentence."""
        return place(self.sheet, self.number, at)

    def text(self, at: int) -> str:
        """The cell as a person sees it, blank where there is none, or a refusal that names it.

        A broken cell is refused, and so is a number whose last digits the spreadsheet has lost:
        as text it would be a code that nobody ever wrote.
        """
        cell = self.cells[at] if at < len(self.cells) else None
        try:
            return cleaning.text(cell)
        except Wrong as wrong:
            raise FileRefused(f"{self.place(at)}: {wrong}") from wrong

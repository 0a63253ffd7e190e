"""What a person ought to know about a table that was read: counted on the way, said at the end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .cells import letter

MOST_NAMED = 5
_RANGE = re.compile(r"[A-Z]+[0-9]+:[A-Z]+([0-9]+)")


@dataclass
class SheetTold:
    """One sheet's: the row of its headings, and what was met in it."""

    headings_at: int = 0
    above: list[int] = field(default_factory=list)
    formulas: int = 0
    first_formula: str = ""
    hidden_rows: set[int] = field(default_factory=set)
    # Whether they were left out, as asked.
    without_hidden: bool = False
    # Pairs of first and last, counted from 1; many sheets hide all that is right of the table.
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    widest: int = 0
    # How many columns have a heading, where anything beyond them is only left out.
    headed: int = 0
    merged: list[str] = field(default_factory=list)

    def formula(self, number: int, at: int) -> None:
        if not self.formulas:
            self.first_formula = f"{letter(at + 1)}{number}"
        self.formulas += 1

    def notes(self) -> Iterable[str]:
        if self.above:
            yield f"Skipped, because they are above the headings: {_rows(self.above)}."
        if self.formulas:
            cells = (
                f"1 cell has a formula ({self.first_formula})"
                if self.formulas == 1
                else f"{self.formulas:,} cells have formulas (the first is {self.first_formula})"
            )
            yield f"{cells}. We used the value it showed when the file was saved."
        if hidden := sorted(number for number in self.hidden_rows if number > self.headings_at):
            done = "skipped, as you asked" if self.without_hidden else "included"
            yield f"Hidden, by a filter or by hand, and {done}: {_rows(hidden)}."
        columns = [
            letter(at)
            for first, last in self.hidden_columns
            for at in range(first, min(last, self.widest) + 1)
        ]
        if columns:
            yield f"Hidden, but included: {_some('column', columns)}."
        if self.headed and self.widest > self.headed:
            beyond = _some("column", map(letter, range(self.headed + 1, self.widest + 1)))
            yield f"Skipped, because they have no heading: {beyond}."
        if merged := [ref for ref in self.merged if _last_row(ref) > self.headings_at]:
            yield (
                "Only the first of merged cells has the value. The others are blank: "
                f"{_some('', merged)}."
            )


def _last_row(ref: str) -> int:
    found = _RANGE.fullmatch(ref)
    return int(found[1]) if found else 0


def _some(what: str, things: Iterable[object]) -> str:
    """`columns C, D and E`, of many the first few and their number."""
    words = [str(thing) for thing in things]
    plural = f"{what}s " if what and len(words) > 1 else f"{what} " if what else ""
    if len(words) == 1:
        return f"{plural}{words[0]}"
    shown, more = words[:MOST_NAMED], len(words) - MOST_NAMED
    last = f"{more:,} more" if more > 0 else shown.pop()
    return f"{plural}{', '.join(shown)} and {last}"


def _rows(numbers: list[int]) -> str:
    return _some("row", numbers)


class Told:
    """The whole file's."""

    def __init__(self) -> None:
        self.hidden_sheets: list[str] = []
        self.other_sheets: list[str] = []
        self.sheets: dict[str, SheetTold] = {}

    def sheet(self, title: str) -> SheetTold:
        return self.sheets.setdefault(title, SheetTold())

    def notes(self) -> list[str]:
        notes = []
        if self.other_sheets:
            which = _quoted(self.other_sheets)
            notes.append(
                f"Sheet skipped because its headings are different: {which}."
                if len(self.other_sheets) == 1
                else f"Sheets skipped because their headings are different: {which}."
            )
        if self.hidden_sheets:
            notes.append(f"Skipped, because they are hidden: {_quoted(self.hidden_sheets)}.")
        for title, sheet in self.sheets.items():
            start = f"Sheet “{title}”: " if title else ""
            notes.extend(f"{start}{note}" for note in sheet.notes())
        return notes


def _quoted(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)

"""What a person ought to know about a table that was read: counted on the way, said at the end."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from diz_portal.words import listed

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
            yield _told(
                "row",
                self.above,
                one="{which} was skipped because it is above the headings.",
                several="{which} were skipped because they are above the headings.",
            )
        if self.formulas:
            cells = (
                f"1 cell has a formula ({self.first_formula})"
                if self.formulas == 1
                else f"{self.formulas:,} cells have formulas (the first is {self.first_formula})"
            )
            yield f"{cells}. We used the value it showed when the file was saved."
        if hidden := sorted(number for number in self.hidden_rows if number > self.headings_at):
            yield (
                _told(
                    "row",
                    hidden,
                    one="{which} is hidden, by a filter or by hand, and was skipped as you asked.",
                    several="{which} are hidden, by a filter or by hand, and were skipped as you "
                    "asked.",
                )
                if self.without_hidden
                else _told(
                    "row",
                    hidden,
                    one="{which} is hidden, by a filter or by hand, but was included.",
                    several="{which} are hidden, by a filter or by hand, but were included.",
                )
            )
        columns = [
            letter(at)
            for first, last in self.hidden_columns
            for at in range(first, min(last, self.widest) + 1)
        ]
        if columns:
            yield _told(
                "column",
                columns,
                one="{which} is hidden, but was included.",
                several="{which} are hidden, but were included.",
            )
        if self.headed and self.widest > self.headed:
            yield _told(
                "column",
                [letter(at) for at in range(self.headed + 1, self.widest + 1)],
                one="{which} was skipped because it has no heading.",
                several="{which} were skipped because they have no heading.",
            )
        if merged := [ref for ref in self.merged if _last_row(ref) > self.headings_at]:
            yield (
                f"Cells {_some(merged)} are merged. Only the first cell of a merge has its value, "
                "and the others are blank."
            )


def _last_row(ref: str) -> int:
    found = _RANGE.fullmatch(ref)
    return int(found[1]) if found else 0


def _some(things: Iterable[object]) -> str:
    """`C, D and E`, of many the first few and their number."""
    words = [str(thing) for thing in things]
    shown, more = words[:MOST_NAMED], len(words) - MOST_NAMED
    return listed([*shown, f"{more:,} more"] if more > 0 else shown)


def _told(what: str, which: Sequence[object], *, one: str, several: str) -> str:
    """The sentence for one of them, or for several: `{which}` is `Columns C, D and E`."""
    if len(which) == 1:
        return one.format(which=f"{what.capitalize()} {which[0]}")
    return several.format(which=f"{what.capitalize()}s {_some(which)}")


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
            notes.append(
                _told(
                    "sheet",
                    _quoted(self.other_sheets),
                    one="{which} was skipped because its headings are different.",
                    several="{which} were skipped because their headings are different.",
                )
            )
        if self.hidden_sheets:
            notes.append(
                _told(
                    "sheet",
                    _quoted(self.hidden_sheets),
                    one="{which} was skipped because it is hidden.",
                    several="{which} were skipped because they are hidden.",
                )
            )
        for title, sheet in self.sheets.items():
            start = f"Sheet “{title}”: " if title else ""
            notes.extend(f"{start}{note}" for note in sheet.notes())
        return notes


def _quoted(names: list[str]) -> list[str]:
    return [f"“{name}”" for name in names]

"""The one rule for small numbers of people: nobody is recognised in a figure that is published.

A number from 1 to 4 is hidden, and whatever would give it away is hidden with it: another cell of
its row or column, a total, or the same cell in a later edition. A zero tells of nobody and is
shown. Counts of sites, devices or pounds are not counts of people and need none of this.

    said(3)                                   # "fewer than 5": one number that stands alone
    part(3, of=20)                            # None: not shown beside its whole
    edition = breakdown({"Harlow": 12, "Epping": 3, "Other": 9})
    edition.shown("Epping")                   # None: not shown; neither is "Other"
    edition.shown(TOTAL)                      # 24
    edition = crosstab({("Device", "Harlow"): 7, ("Device", "Epping"): 2, …})
    edition.shown(("Device", TOTAL)), edition.shown((TOTAL, TOTAL))

Several breakdowns of one whole are hidden together by `breakdowns`. A report that comes out again,
for the same cells, is made with `before=` the edition that came out last: keep the whole `Edition`
(numbers and what was hidden) with the report, and publish only `shown`. What was hidden stays
hidden, and a number that readers know already hides nothing. Where the two count things that
overlap (January to March, then January to April), `apart=True` hides a change by 1 to 4 as well:
the one number less the other counts those people.

A value that was measured of people (a percentage, an average) goes by `measures.published`: beside
how many they are, a small number is found by division.

What is promised, and what `tests/shell/test_disclosure.py` proves by trying every table that would
look the same: no hidden number can be worked out from what is shown, by one edition or by two,
also by somebody who guesses which numbers have not changed; and the hidden cells of a row, column
or breakdown with a total are together at least five people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .hiding import Arc, hide

LEAST = 5
TOTAL = "total"
NOT_SHOWN = "not shown"


def is_small(number: int) -> bool:
    return 0 < number < LEAST


def said(number: int) -> str:
    """A number that stands alone, with no total beside it."""
    return f"fewer than {LEAST}" if is_small(number) else f"{number:,}"


def part(number: int, of: int) -> int | None:
    """A part of a whole that stands beside it; None when it, or what it leaves, is small."""
    return None if is_small(number) or is_small(of - number) else number


@dataclass(frozen=True)
class Edition:
    """The numbers of a table, totals among them, and which of them are hidden from readers."""

    numbers: Mapping[Any, int]
    hidden: frozenset[Any] = frozenset()

    def shown(self, key: Any) -> int | None:
        """The number as readers see it; None when it is not shown."""
        return None if key in self.hidden else self.numbers[key]

    def words(self, key: Any) -> str:
        return NOT_SHOWN if key in self.hidden else f"{self.numbers[key]:,}"

    def knows(self, key: Any, number: int) -> bool:
        """Whether whoever read this edition knows that number already."""
        return key in self.numbers and key not in self.hidden and self.numbers[key] == number


def breakdown(
    numbers: Mapping[Any, int], *, before: Edition | None = None, apart: bool = False
) -> Edition:
    """Parts of a whole and their total, under `TOTAL`."""
    [edition] = breakdowns(numbers, before=None if before is None else [before], apart=apart)
    return edition


def breakdowns(
    *tables: Mapping[Any, int],
    before: Sequence[Edition | None] | None = None,
    apart: bool = False,
) -> list[Edition]:
    """Several breakdowns of one whole, each with it under `TOTAL`; `before` in the same order.

    One flow goes through all of them in turn and by the whole back again: a whole that one must
    hide, none shows, nor parts from which it could be added up.
    """
    whole = {sum(table.values()) for table in tables}
    if len(whole) != 1:
        raise ValueError(f"The tables are of different wholes: {sorted(whole)}")
    arcs = [
        Arc((at, key), ("before", at), ("before", at + 1), number)
        for at, table in enumerate(tables)
        for key, number in table.items()
    ]
    arcs.append(Arc(TOTAL, ("before", len(tables)), ("before", 0), whole.pop(), is_total=True))
    numbers, hidden = _hidden(arcs, _joined(before), apart=apart)
    return [
        Edition(
            {**table, TOTAL: numbers[TOTAL]},
            frozenset(key for key in table if (at, key) in hidden) | (hidden & {TOTAL}),
        )
        for at, table in enumerate(tables)
    ]


def _joined(before: Sequence[Edition | None] | None) -> Edition | None:
    """Editions of several breakdowns as one, named as the arcs are."""
    if before is None:
        return None
    numbers: dict[Any, int] = {}
    hidden: set[Any] = set()
    for at, one in enumerate(before):
        if one is None:
            continue
        for key, number in one.numbers.items():
            name = TOTAL if key == TOTAL else (at, key)
            numbers[name] = number
            if key in one.hidden:
                hidden.add(name)
    return Edition(numbers, frozenset(hidden))


def crosstab(
    cells: Mapping[tuple[Any, Any], int], *, before: Edition | None = None, apart: bool = False
) -> Edition:
    """Cells by (row, column), with `(row, TOTAL)`, `(TOTAL, column)` and `(TOTAL, TOTAL)`."""
    rows: dict[Any, int] = {}
    columns: dict[Any, int] = {}
    arcs = []
    for (row, column), number in cells.items():
        rows[row] = rows.get(row, 0) + number
        columns[column] = columns.get(column, 0) + number
        arcs.append(Arc((row, column), ("row", row), ("column", column), number))
    for row, number in rows.items():
        arcs.append(Arc((row, TOTAL), "rows", ("row", row), number, is_total=True))
    for column, number in columns.items():
        arcs.append(Arc((TOTAL, column), ("column", column), "columns", number, is_total=True))
    arcs.append(Arc((TOTAL, TOTAL), "columns", "rows", sum(rows.values()), is_total=True))
    numbers, hidden = _hidden(arcs, before, apart=apart)
    return Edition(numbers, frozenset(hidden))


def _hidden(
    arcs: Sequence[Arc], before: Edition | None, *, apart: bool
) -> tuple[dict[Any, int], set[Any]]:
    numbers = {arc.key: arc.number for arc in arcs}
    small = {key for key, number in numbers.items() if is_small(number)}
    if before is None:
        return numbers, hide(arcs, small, least=LEAST)
    # Shown now, it would tell what it was then.
    small |= before.hidden & numbers.keys()
    if apart:
        small |= {
            key
            for key, number in numbers.items()
            if key in before.numbers and is_small(abs(number - before.numbers[key]))
        }
    known = {key for key, number in numbers.items() if before.knows(key, number)}
    return numbers, hide(
        arcs, small, least=LEAST, was=before.numbers, former=before.hidden, known=known
    )

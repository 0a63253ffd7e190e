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

Several breakdowns that share a total are hidden together by `breakdowns`. A report that comes out
again, for the same cells, is made with `before=` the edition that came out last: keep the whole
`Edition` (numbers and what was hidden) with the report, and publish only `shown`. What was hidden
stays hidden, and a number that readers know already hides nothing.

What is promised, and what `tests/shell/test_disclosure.py` proves by trying every table that would
look the same: no hidden number can be worked out from what is shown, by one edition or by two,
also by somebody who guesses which numbers have not changed; and the hidden cells of a row, column
or breakdown with a total are together at least five people.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

LEAST = 5
TOTAL = "total"
NOT_SHOWN = "not shown"

Key = Hashable


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


def breakdown(numbers: Mapping[Any, int], *, before: Edition | None = None) -> Edition:
    """Parts of a whole and their total, under `TOTAL`."""
    arcs = [Arc(key, "parts", "whole", number) for key, number in numbers.items()]
    arcs.append(Arc(TOTAL, "whole", "parts", sum(numbers.values()), is_total=True))
    return _hide(arcs, before)


def breakdowns(*tables: Mapping[Any, int]) -> list[Edition]:
    """Several breakdowns of one whole: a total that one of them hides, none of them shows."""
    editions = [breakdown(table) for table in tables]
    if not any(TOTAL in one.hidden for one in editions):
        return editions
    return [Edition(one.numbers, one.hidden | {TOTAL}) for one in editions]


def crosstab(cells: Mapping[tuple[Any, Any], int], *, before: Edition | None = None) -> Edition:
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
    return _hide(arcs, before)


# How it is decided ------------------------------------------------------------------------
#
# A table with its totals is a circulation: what flows out of "rows" into a row flows on through
# its cells into the columns, and by their totals back again; at each point as much arrives as
# leaves. Numbers that would look the same to a reader are the circulations that agree on what is
# shown. So a hidden number can be another one exactly when a circle runs through its arc along
# hidden arcs, where one more may go forward and, where more than one flows, one less (backward).


@dataclass(frozen=True)
class Arc:
    key: Key
    start: Key
    end: Key
    number: int
    is_total: bool = False


@dataclass
class _Steps:
    """Where a change by one can go on to, without becoming visible."""

    ways: dict[Key, list[tuple[Key, Key, bool]]] = field(default_factory=dict)

    def add(self, arc: Arc, *, backward: bool) -> None:
        self.ways.setdefault(arc.start, []).append((arc.end, arc.key, True))
        if backward:
            self.ways.setdefault(arc.end, []).append((arc.start, arc.key, False))

    def leads(self, start: Key, end: Key, *, without: Key) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            for there, key, _ in self.ways.get(waiting.pop(), []):
                if key != without and there not in seen:
                    seen.add(there)
                    waiting.append(there)
        return end in seen

    def moves(self, arc: Arc) -> bool:
        """Whether the arc's number may be one more, or one less."""
        can_shrink = any(
            key == arc.key and not forward for _, key, forward in self.ways.get(arc.end, [])
        )
        return self.leads(arc.end, arc.start, without=arc.key) or (
            can_shrink and self.leads(arc.start, arc.end, without=arc.key)
        )


def _hide(arcs: list[Arc], before: Edition | None) -> Edition:
    numbers = {arc.key: arc.number for arc in arcs}
    hidden = {arc.key for arc in arcs if is_small(arc.number)}
    if before is not None:
        # Shown now, it would tell what it was then.
        hidden |= before.hidden & numbers.keys()
    while told := _told(arcs, hidden, before):
        more = _next(arcs, hidden, before, told)
        if more is None:
            return Edition(numbers, frozenset(numbers))
        hidden.add(more)
    return Edition(numbers, frozenset(hidden))


def _told(arcs: list[Arc], hidden: set[Key], before: Edition | None) -> set[Key]:
    """The points of the table at which a reader could work something out; empty when none."""
    # As readers may change a number in thought: of this edition alone, of the former alone, and
    # of both at once, since what has not changed is one number to whoever guesses so.
    now, then, both = _Steps(), _Steps(), _Steps()
    was = {} if before is None else before.numbers
    former = frozenset() if before is None else before.hidden
    for arc in arcs:
        has_changed = was.get(arc.key) != arc.number
        if arc.key in hidden and has_changed:
            now.add(arc, backward=arc.number > 1)
        if arc.key in former and has_changed:
            then.add(arc, backward=was[arc.key] > 1)
        if arc.key in former & hidden:
            both.add(arc, backward=min(arc.number, was[arc.key]) > 1)
    for arc in arcs:
        # What one edition alone hides cannot move in both: the other shows it.
        if arc.key in former & hidden and both.moves(arc):
            continue
        sides = [steps for steps, keys in ((now, hidden), (then, former)) if arc.key in keys]
        if any(not steps.moves(arc) for steps in sides):
            return {arc.start, arc.end}
    for point in dict.fromkeys(point for arc in arcs for point in (arc.start, arc.end)):
        into = [arc.number for arc in arcs if arc.end == point and arc.key in hidden]
        out = [arc.number for arc in arcs if arc.start == point and arc.key in hidden]
        if bool(into) != bool(out) and is_small(sum(into or out)):
            return {point}
    return set()


def _next(arcs: list[Arc], hidden: set[Key], before: Edition | None, told: set[Key]) -> Key | None:
    """What to hide next: the smallest number there, a cell rather than a total."""
    free = [
        arc
        for arc in arcs
        if arc.key not in hidden
        and arc.number
        and not (before is not None and before.knows(arc.key, arc.number))
    ]
    near = [arc for arc in free if told & {arc.start, arc.end}]
    for found in (
        [arc for arc in near if not arc.is_total],
        near,
        [arc for arc in free if not arc.is_total],
        free,
    ):
        if found:
            return min(found, key=lambda arc: arc.number).key
    return None

"""Which numbers of a table have to be hidden, so that none of them can be worked out.

A table with its totals is a circulation: what flows out of "rows" into a row flows on through its
cells into the columns, and by their totals back again; at each point as much arrives as leaves.
Numbers that would look the same to a reader are the circulations that agree on what is shown. So a
hidden number can be another one exactly when a circle runs through its arc along hidden arcs, where
one more may go forward and, where more than one flows, one less (backward).

Such circles stay within a part of the table whose points all reach one another, and run through
every arc of it that is not the only link between two halves. Both are found in one walk, so that a
table of 100,000 cells is looked at in the time that it takes to read it a few times.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, repeat
from typing import Any

Key = Hashable
Point = Hashable
# Rounds; a table that is read at a glance needs no more.
ONE_BY_ONE = 12


@dataclass(frozen=True)
class Arc:
    key: Key
    start: Point
    end: Point
    number: int
    is_total: bool = False


def hide(
    arcs: Sequence[Arc],
    small: set[Key],
    *,
    least: int,
    was: Mapping[Any, int] | None = None,
    former: Collection[Key] = frozenset(),
    known: Collection[Key] = frozenset(),
) -> set[Key]:
    """What to hide: `small`, and what would give them away. `was` are the numbers of the edition
    before, `former` those that it hid, `known` those that its readers know."""
    hidden = set(small)
    free = _Free(arcs, known)
    for at_once in _at_once():
        told = list(_told(arcs, hidden, was or {}, former, least))
        if not told:
            break
        touched: Counter[Point] = Counter()
        for points in told:
            # One number may help two: what is next to it is looked at again.
            if any(touched[point] >= at_once for point in points):
                continue
            more = free.next(points, hidden)
            if more is None:
                return {arc.key for arc in arcs}
            hidden.add(more.key)
            touched.update({*points, more.start, more.end})
    return hidden


def _at_once() -> Iterator[int]:
    """How many numbers are hidden at one point before all is looked at again: one by one for as
    long as it matters to readers, then ever more, so that a long table is done in a few rounds."""
    yield from repeat(1, ONE_BY_ONE)
    yield from (2**power for power in count(1))


class _Free:
    """What may still be hidden: at each point a cell before a total, the smallest number first."""

    def __init__(self, arcs: Sequence[Arc], known: Collection[Key]):
        wanted = (arc for arc in arcs if arc.number and arc.key not in known)
        # Taken from the end.
        self._all = sorted(wanted, key=_rank, reverse=True)
        self._at: dict[Point, list[Arc]] = defaultdict(list)
        for arc in self._all:
            self._at[arc.start].append(arc)
            self._at[arc.end].append(arc)

    def next(self, points: Iterable[Point], hidden: set[Key]) -> Arc | None:
        near = [arc for point in points if (arc := self._first(self._at[point], hidden))]
        return min(near, key=_rank) if near else self._first(self._all, hidden)

    @staticmethod
    def _first(waiting: list[Arc], hidden: set[Key]) -> Arc | None:
        while waiting and waiting[-1].key in hidden:
            waiting.pop()
        return waiting[-1] if waiting else None


def _rank(arc: Arc) -> tuple[bool, int]:
    return arc.is_total, arc.number


def _told(
    arcs: Sequence[Arc],
    hidden: set[Key],
    was: Mapping[Any, int],
    former: Collection[Key],
    least: int,
) -> Iterator[tuple[Point, ...]]:
    """The points of the table at which a reader could work something out."""
    # As readers may change a number in thought: of this edition alone, of the former alone, and
    # of both at once, since what has not changed is one number to whoever guesses so.
    now, then, both = _Steps(), _Steps(), _Steps()
    for arc in arcs:
        has_changed = was.get(arc.key) != arc.number
        if arc.key in hidden and has_changed:
            now.add(arc, backward=arc.number > 1)
        if arc.key in former and has_changed:
            then.add(arc, backward=was[arc.key] > 1)
        if arc.key in former and arc.key in hidden:
            both.add(arc, backward=min(arc.number, was[arc.key]) > 1)
    for steps in (now, then, both):
        steps.walk()
    for arc in arcs:
        # What one edition alone hides cannot move in both: the other shows it.
        if arc.key in hidden and arc.key in former and both.moves(arc):
            continue
        sides = [steps for steps, keys in ((now, hidden), (then, former)) if arc.key in keys]
        if any(not steps.moves(arc) for steps in sides):
            yield arc.start, arc.end
    yield from _small_sums(arcs, hidden, least)


def _small_sums(arcs: Sequence[Arc], hidden: set[Key], least: int) -> Iterator[tuple[Point, ...]]:
    """The points whose hidden numbers, all on one side of it, are together a small one."""
    into: dict[Point, int] = defaultdict(int)
    out: dict[Point, int] = defaultdict(int)
    for arc in arcs:
        if arc.key in hidden:
            into[arc.end] += arc.number
            out[arc.start] += arc.number
    for point in dict.fromkeys([*into, *out]):
        if (point in into) != (point in out) and 0 < into[point] + out[point] < least:
            yield (point,)


class _Steps:
    """Where a change by one can go on to, without becoming visible."""

    def __init__(self) -> None:
        # From each point: to where, and along which arc; of links, whichever way it goes.
        self._ways: dict[Point, list[tuple[Point, Key]]] = defaultdict(list)
        self._links: dict[Point, list[tuple[Point, Key]]] = defaultdict(list)
        self._part: dict[Point, int] = {}
        self._only: set[Key] = set()

    def add(self, arc: Arc, *, backward: bool) -> None:
        self._ways[arc.start].append((arc.end, arc.key))
        if backward:
            self._ways[arc.end].append((arc.start, arc.key))
        self._links[arc.start].append((arc.end, arc.key))
        self._links[arc.end].append((arc.start, arc.key))

    def walk(self) -> None:
        """Find the parts whose points all reach one another, and the only links inside them."""
        self._part = _parts(self._ways)
        inside = {
            point: [(there, key) for there, key in links if self._part[there] == self._part[point]]
            for point, links in self._links.items()
        }
        self._only = _only_links(inside)

    def moves(self, arc: Arc) -> bool:
        """Whether the arc's number may be one more, or one less."""
        part = self._part.get(arc.start)
        return part is not None and part == self._part.get(arc.end) and arc.key not in self._only


Ways = Mapping[Point, Sequence[tuple[Point, Key]]]


def _parts(ways: Ways) -> dict[Point, int]:
    """Each point's part: those that reach one another share its number (Tarjan, without
    recursion: a table may have more points than the stack has room for)."""
    order: dict[Point, int] = {}
    low: dict[Point, int] = {}
    part: dict[Point, int] = {}
    open_points: list[Point] = []
    for root in list(ways):
        if root in order:
            continue
        order[root] = low[root] = len(order)
        open_points.append(root)
        walking = [(root, iter(ways.get(root, ())))]
        while walking:
            point, steps = walking[-1]
            for there, _ in steps:
                if there not in order:
                    order[there] = low[there] = len(order)
                    open_points.append(there)
                    walking.append((there, iter(ways.get(there, ()))))
                    break
                if there not in part:
                    low[point] = min(low[point], order[there])
            else:
                walking.pop()
                if walking:
                    above = walking[-1][0]
                    low[above] = min(low[above], low[point])
                if low[point] == order[point]:
                    while True:
                        there = open_points.pop()
                        part[there] = order[point]
                        if there == point:
                            break
    return part


def _only_links(links: Ways) -> set[Key]:
    """The links without which a part would fall in two: bridges, in one walk."""
    order: dict[Point, int] = {}
    low: dict[Point, int] = {}
    only: set[Key] = set()
    for root in links:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        walking: list[tuple[Point, Key, Iterator[tuple[Point, Key]]]] = [
            (root, None, iter(links[root]))
        ]
        while walking:
            point, came_by, steps = walking[-1]
            for there, key in steps:
                if key == came_by:
                    continue
                if there not in order:
                    order[there] = low[there] = len(order)
                    walking.append((there, key, iter(links[there])))
                    break
                low[point] = min(low[point], order[there])
            else:
                walking.pop()
                if walking:
                    above = walking[-1][0]
                    low[above] = min(low[above], low[point])
                    if low[point] > order[above]:
                        only.add(came_by)
    return only

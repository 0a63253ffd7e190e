"""What the sites of a supplier share: good and bad months, and how many it can connect in one.

Pure functions over plain arrays.
"""

from dataclasses import dataclass

import numpy as np

from projects.forecast.inputs import (
    CONNECTED,
    LEFT,
    OPEN,
    Flags,
    Floats,
    Inputs,
    Ints,
    Stays,
    first_of,
    month_of,
)
from projects.forecast.survival import weibull

MOST_MONTHS = 60  # what was longer ago says little of the next months
BLOCK = 3  # months in a row that are drawn together: bad ones come in rows
# Below this spread of the months, they are as alike as luck would have them.
ALIKE = 0.01
MOST_SPREAD = 4.0
MOST_STRETCH = 2.0
# A supplier's own cap is known after so many months with connections; before, all suppliers'.
MONTHS_FOR_A_CAP = 3


@dataclass(frozen=True)
class Months:
    """Moves of each supplier in each whole calendar month, beside how many the stages' durations
    led one to expect. `spread` is the variance of the pace that luck does not explain."""

    moves: Floats  # suppliers × months
    expected: Floats
    spread: float
    first: int = 0  # the first month, as `inputs.month_of` counts them

    @property
    def number(self) -> int:
        return self.moves.shape[1]

    def draw(self, random: np.random.Generator, futures: int, ahead: int) -> Floats:
        """The pace of each month ahead: futures × suppliers × months, 1 being as usual.

        Blocks of months are drawn, the same ones for all suppliers, since what delays one may delay
        another. What a month's few moves leave open about its pace is drawn from what they allow
        (gamma, the posterior of the pace), so that luck is not counted as pace. And the months seen
        may have been better or worse than months are: how much, is drawn by the same blocks from as
        many months as were seen.
        """
        suppliers = len(self.moves)
        if not self.number or self.spread < ALIKE:
            return np.ones((futures, suppliers, ahead))
        prior = 1.0 / self.spread
        months = self._months(random, futures, ahead)
        shape = (self.moves[:, months] + prior).astype(np.float32)
        pace = random.standard_gamma(shape, dtype=np.float32)
        pace /= self.expected[:, months] + prior
        seen = self._months(random, futures, self.number)
        usual = self.moves[:, seen].sum(axis=2) + prior
        usual /= self.expected[:, seen].sum(axis=2) + prior
        pace /= usual[:, :, None]
        apart = pace**self.stretch
        return np.moveaxis(apart * (pace.mean() / apart.mean()), 0, 1)

    @property
    def stretch(self) -> float:
        """Few months show less than months vary, and all the less as bad ones come in rows: they
        are moved apart (as a power of the pace, their mean kept) by √(n ÷ (n − 3 blocks)), at most
        doubled. Tried on whole histories whose months are known (tests/bench/bench_forecast.py).
        """
        kept = self.number - 3 * BLOCK
        return min(np.sqrt(self.number / kept), MOST_STRETCH) if kept > 0 else MOST_STRETCH

    def _months(self, random: np.random.Generator, futures: int, number: int) -> Ints:
        begins = random.integers(0, self.number, (futures, -(-number // BLOCK)))
        drawn = (begins[:, :, None] + np.arange(BLOCK)) % self.number
        return drawn.reshape(futures, -1)[:, :number]

    def work(self, stays: Stays) -> Floats:
        """The length of each stay in days of work: as if all its months had been as usual.

        Days of bad months count less. Otherwise a bad month would count twice, once in the
        durations and once more when it is drawn for a month ahead.
        """
        if not self.number or self.spread < ALIKE:
            return stays.days
        prior = 1.0 / self.spread
        pace = (self.moves + prior) / (self.expected + prior)
        edges = np.array([first_of(self.first + month) for month in range(self.number + 1)])
        days = stays.days
        for supplier, theirs in enumerate(pace):
            here = stays.own & (stays.supplier == supplier)
            done = np.concatenate([[0.0], np.cumsum(theirs * np.diff(edges))])
            days[here] = _at(stays.end[here], edges, done) - _at(stays.start[here], edges, done)
        return np.maximum(days, 0.0)


def _at(days: Ints, edges: Ints, done: Floats) -> Floats:
    """The work done by each day; before the first month and after the last, a day is a day."""
    inside = np.interp(days, edges, done)
    return inside + np.minimum(days - edges[0], 0) + np.maximum(days - edges[-1], 0)


def months_of(stays: Stays, today: int, suppliers: int) -> Months:
    """From the stays of this project."""
    own = stays.own
    if not own.any():
        return Months(np.zeros((suppliers, 0)), np.zeros((suppliers, 0)), 0.0)
    last = month_of(today)  # begun, so not whole
    first = max(month_of(int(stays.start[own].min())), last - MOST_MONTHS)
    moved = (stays.outcome != OPEN) & (stays.outcome != LEFT)
    edges = np.array([first_of(month) for month in range(first, last + 1)])
    number = last - first
    moves = np.zeros((suppliers, number))
    expected = np.zeros((suppliers, number))
    for stage in range(CONNECTED):
        here = own & (stays.stage == stage)
        if not (here & moved).any():
            continue
        # A smooth hazard: one in steps would follow each bad month that all sites met at one age.
        shape, scale = weibull(stays.days[here], moved[here], np.ones(here.sum()))
        start, end = stays.start[here], stays.end[here]
        supplier = stays.supplier[here]
        # Strictly within: a month has the days after its eve, up to its own last.
        ages = np.clip(edges[:, None] - 1, start, end) - start
        so_far = (ages / scale) ** shape
        for month, increase in enumerate(np.diff(so_far, axis=0)):
            expected[:, month] += np.bincount(supplier, increase, minlength=suppliers)
        ended = here & moved & (stays.end >= edges[0]) & (stays.end < edges[-1])
        month = np.searchsorted(edges, stays.end[ended], side="right") - 1
        np.add.at(moves, (stays.supplier[ended], month), 1.0)
    return Months(moves, expected, _spread(moves, expected), first)


def _spread(moves: Floats, expected: Floats) -> float:
    """By the method of moments: what the squares have beyond those of Poisson counts."""
    known = expected > 0
    below = float((expected[known] ** 2).sum())
    if not below:
        return 0.0
    beyond = float(((moves - expected)[known] ** 2 - expected[known]).sum()) / below
    return min(max(beyond, 0.0), MOST_SPREAD)


@dataclass(frozen=True)
class Capacity:
    """Connections a supplier can make in a calendar month, by the most that were seen in one (0:
    none seen, so no limit is known); what one crew adds; and how many it has made this month."""

    cap: Ints
    crew: Ints
    this_month: Ints


def capacity_of(inputs: Inputs) -> Capacity:
    """A crew is what is usually seen in a month with any connections (the median): the portal
    does not know how many crews there are."""
    month = np.array([month_of(int(day)) for day in inputs.connected_on], dtype=np.int64)
    most_of_all, usual_of_all = _most(month, np.ones(len(month), dtype=np.bool_))
    cap = np.zeros(inputs.suppliers, dtype=np.int64)
    crew = np.zeros(inputs.suppliers, dtype=np.int64)
    this_month = np.zeros(inputs.suppliers, dtype=np.int64)
    for supplier in range(inputs.suppliers):
        theirs = inputs.connected_by == supplier
        if len(np.unique(month[theirs])) >= MONTHS_FOR_A_CAP:
            cap[supplier], crew[supplier] = _most(month, theirs)
        else:
            cap[supplier], crew[supplier] = most_of_all, usual_of_all
        this_month[supplier] = int((month[theirs] == month_of(inputs.today)).sum())
    return Capacity(cap, crew, this_month)


def _most(month: Ints, which: Flags) -> tuple[int, int]:
    counts = np.unique(month[which], return_counts=True)[1]
    return (int(counts.max()), max(int(np.median(counts)), 1)) if len(counts) else (0, 0)


def queued(months: Ints, cap: int, taken: int) -> tuple[Ints, Ints]:
    """When each of those ready gets its turn: the month, and its place in that month.

    `months` are futures × sites, each row in order; `taken` places of month 0 are gone. Nobody
    overtakes, and no month has more than `cap`: the j-th waits at least a month longer than the
    one `cap` places before it.
    """
    futures, sites = months.shape
    pad = -(taken + sites) % cap
    first = np.zeros((futures, taken), dtype=np.int64)
    end = np.full((futures, pad), np.iinfo(np.int32).max, dtype=np.int64)
    rows = np.concatenate([first, months, end], axis=1).reshape(futures, -1, cap)
    turns = np.arange(rows.shape[1])[None, :, None]
    turn = np.maximum.accumulate(rows - turns, axis=1) + turns
    place = np.broadcast_to(np.arange(cap), rows.shape)
    kept = slice(taken, taken + sites)
    return turn.reshape(futures, -1)[:, kept], place.reshape(futures, -1)[:, kept]

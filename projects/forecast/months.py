"""Good and bad months that the sites of a supplier share: what was seen of them, and what may come.

Pure functions over plain arrays. The pace of a month is 1 where it is as usual, 2 where twice as
much is done in a day; all is reckoned in its logarithm.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from projects.forecast.inputs import (
    CONNECTED,
    LEFT,
    OPEN,
    Flags,
    Floats,
    Ints,
    Stays,
    Waiting,
    first_of,
    month_of,
)
from projects.forecast.survival import weibull

MOST_MONTHS = 60  # what was longer ago says little of the next months
MOST_CELLS = 400  # of suppliers × months: with many suppliers, fewer months
BLOCK = 3  # months in a row that are drawn together
# What is thought possible of months before any is seen, each as likely as the others: the variance
# of their pace (its logarithm), how much of it stays from one month to the next, and how far
# suppliers have the same months.
SPREADS = (0.01, 0.03, 0.08, 0.2, 0.5)
STAYS = (0.0, 0.3, 0.6, 0.85)
ALIKE = (0.0, 0.5, 0.9)
STEPS, NEAR = 12, 1e-3  # of Newton's method
ANYTHING = 100.0  # the variance of how many moves a stage sees beyond those expected


@dataclass(frozen=True)
class Months:
    """One past that may have been: the logarithm of each month's pace, suppliers × months, from the
    first to the present one; and how much of a month stays in the next."""

    path: Floats
    stays: float
    first: int  # the first month, as `inputs.month_of` counts them

    def draw(self, random: np.random.Generator, futures: int, ahead: int) -> Floats:
        """The pace of each month ahead, the present one first: futures × suppliers × months.

        Each month keeps a share of the one before. What is new in it is what was new in a past
        month: drawn in blocks, the same ones for all suppliers, since what delays one may delay
        another. The new parts have no mean, since the past may have been better or worse than
        months are: the future tends to what is usual, not to what was.
        """
        pace = np.empty((futures, len(self.path), ahead))
        last = np.broadcast_to(self.path[:, -1], (futures, len(self.path)))
        new = self.path[:, 1:] - self.stays * self.path[:, :-1]
        number = new.shape[1]
        if number < 2:
            return np.exp(np.broadcast_to(last[:, :, None], pace.shape))
        new = (new - new.mean(axis=1, keepdims=True)) * np.sqrt(number / (number - 1))
        begins = random.integers(0, number, (futures, -(-ahead // BLOCK)))
        drawn = ((begins[:, :, None] + np.arange(BLOCK)) % number).reshape(futures, -1)
        pace[:, :, 0] = last
        for month in range(1, ahead):
            last = self.stays * last + new[:, drawn[:, month]].T
            pace[:, :, month] = last
        return np.exp(pace)

    def work(self, stays: Stays) -> Floats:
        """The length of each stay in days of work: as if all its months had been as usual. Days of
        bad months count less, so that no bad month counts twice: in the durations, and once more
        when it is drawn for a month ahead."""
        days = stays.days
        for supplier in range(len(self.path)):
            here = stays.own & (stays.supplier == supplier)
            days[here] = self._between(supplier, stays.start[here], stays.end[here])
        return np.maximum(days, 0.0)

    def ages(self, waiting: Waiting, today: int) -> Floats:
        """The same of the stays that sites are in."""
        ages = waiting.age.copy()
        for supplier in range(len(self.path)):
            here = waiting.supplier == supplier
            since = today - waiting.age[here]
            ages[here] = self._between(supplier, since, np.full(len(since), today))
        return np.maximum(ages, 0.0)

    def _between(self, supplier: int, start: Floats | Ints, end: Floats | Ints) -> Floats:
        """Before the first month and after the last, a day is a day."""
        number = self.path.shape[1]
        edges = np.array([first_of(self.first + month) for month in range(number + 1)])
        done = np.concatenate([[0.0], np.cumsum(np.exp(self.path[supplier]) * np.diff(edges))])
        begun, ended = (
            np.interp(days, edges, done)
            + np.minimum(days - edges[0], 0)
            + np.maximum(days - edges[-1], 0)
            for days in (start, end)
        )
        return ended - begun


@dataclass(frozen=True)
class Likely:
    """One way that months may vary, how they then were most likely (`mode`), and how sure that is:
    the factor of Cholesky of the inverse of the variance."""

    spread: float
    stays: float
    alike: float
    mode: Floats
    sure: Floats
    log_likelihood: float


@dataclass(frozen=True)
class Seen:
    """What the whole calendar months that were seen leave possible."""

    suppliers: int
    number: int
    first: int
    ways: tuple[Likely, ...] = ()

    @property
    def chances(self) -> Floats:
        logs = np.array([way.log_likelihood for way in self.ways])
        chances = np.exp(logs - logs.max())
        return chances / chances.sum()

    @property
    def spread(self) -> float:
        """The variance of the pace that luck does not explain."""
        if not self.ways:
            return 0.0
        return float(self.chances @ np.array([way.spread for way in self.ways]))

    def drawn(self, random: np.random.Generator) -> Months:
        """One past. Few moves tell little of a month's pace, and a stage that all sites went
        through in the same months cannot be told from good or bad months: all that is left open
        differs from one past to the next."""
        if not self.ways:
            return Months(np.zeros((self.suppliers, self.number + 1)), 0.0, self.first)
        way = self.ways[random.choice(len(self.ways), p=self.chances)]
        beside = np.linalg.solve(way.sure.T, random.standard_normal(len(way.mode)))
        cells = self.suppliers * self.number
        path = (way.mode + beside)[:cells].reshape(self.suppliers, self.number)
        # The present month has only begun, and nothing is known of it but the one before.
        new = random.standard_normal(self.suppliers) * np.sqrt(1 - way.alike)
        new += random.standard_normal() * np.sqrt(way.alike)
        now = way.stays * path[:, -1] + np.sqrt(way.spread * (1 - way.stays**2)) * new
        return Months(np.column_stack([path, now]), way.stays, self.first)


def months_of(stays: Stays, today: int, suppliers: int) -> Seen:
    """From the stays of this project."""
    last = month_of(today)  # begun, so not whole
    own = stays.own
    if not own.any():
        return Seen(suppliers, 0, last)
    most = max(min(MOST_MONTHS, MOST_CELLS // suppliers), 2)
    first = max(month_of(int(stays.start[own].min())), last - most)
    if last - first < 2:
        return Seen(suppliers, 0, last)
    moves, expected = moves_of(stays, first, last, suppliers)
    ways = tuple(_ways(moves, expected)) if moves.sum() else ()
    return Seen(suppliers, last - first, first, ways)


def moves_of(stays: Stays, first: int, last: int, suppliers: int) -> tuple[Floats, Floats]:
    """Moves on from each stage, and how many its durations lead one to expect: stages × suppliers ×
    months."""
    own = stays.own
    moved = (stays.outcome != OPEN) & (stays.outcome != LEFT)
    edges = np.array([first_of(month) for month in range(first, last + 1)])
    moves = np.zeros((CONNECTED, suppliers, last - first))
    expected = np.zeros(moves.shape)
    for stage in range(CONNECTED):
        here: Flags = own & (stays.stage == stage)
        if not (here & moved).any():
            continue
        # A smooth hazard: one in steps would follow each bad month that all sites met at one age.
        shape, scale = weibull(stays.days[here], moved[here], np.ones(here.sum()))
        start, end = stays.start[here], stays.end[here]
        # Strictly within: a month has the days after its eve, up to its own last.
        ages = np.clip(edges[:, None] - 1, start, end) - start
        so_far = (ages / scale) ** shape
        for month, increase in enumerate(np.diff(so_far, axis=0)):
            expected[stage, :, month] = np.bincount(
                stays.supplier[here], increase, minlength=suppliers
            )
        ended = here & moved & (stays.end >= edges[0]) & (stays.end < edges[-1])
        month = np.searchsorted(edges, stays.end[ended], side="right") - 1
        np.add.at(moves[stage], (stays.supplier[ended], month), 1.0)
    return moves, expected


def _ways(moves: Floats, expected: Floats) -> Iterator[Likely]:
    """For each way that months may vary: Poisson counts around the moves expected, times the pace
    of the month, times what each stage sees beyond (so a stage's own speed is no month's); by
    Laplace's approximation about the likeliest."""
    known = moves.sum(axis=(1, 2)) > 0
    stages, suppliers, number = moves[known].shape
    cells = suppliers * number
    seen = moves[known].reshape(stages, cells)
    base = expected[known].reshape(stages, cells)
    apart = np.abs(np.subtract.outer(np.arange(number), np.arange(number)))
    point = np.zeros(cells + stages)
    for stays in STAYS:
        within = np.power(stays, apart)  # 0 to the power of 0 is 1
        for alike in ALIKE if suppliers > 1 else ALIKE[:1]:
            between = (1 - alike) * np.eye(suppliers) + alike
            sure = np.kron(np.linalg.inv(between), np.linalg.inv(within))
            volume = suppliers * np.linalg.slogdet(within)[1]
            volume += number * np.linalg.slogdet(between)[1]
            for spread in SPREADS:
                prior = np.zeros((len(point), len(point)))
                prior[:cells, :cells] = sure / spread
                prior[cells:, cells:] = np.eye(stages) / ANYTHING
                point = _likeliest(seen, base, prior, point)
                logs, rates = _rates(base, point)
                factor: Floats = np.linalg.cholesky(_curvature(rates, prior)).astype(np.float64)
                likelihood = (seen * logs - rates).sum() - 0.5 * point @ prior @ point
                likelihood -= 0.5 * (cells * np.log(spread) + volume)
                likelihood -= np.log(np.diag(factor)).sum()
                yield Likely(spread, stays, alike, point, factor, float(likelihood))


def _likeliest(seen: Floats, base: Floats, prior: Floats, point: Floats) -> Floats:
    """Newton's method, from a point nearby."""
    for _ in range(STEPS):
        _, rates = _rates(base, point)
        off = seen - rates
        slope = np.concatenate([off.sum(axis=0), off.sum(axis=1)]) - prior @ point
        step = np.clip(np.linalg.solve(_curvature(rates, prior), slope), -1.0, 1.0)
        point = point + step
        if np.abs(step).max() < NEAR:
            break
    return point


def _rates(base: Floats, point: Floats) -> tuple[Floats, Floats]:
    cells = base.shape[1]
    logs = point[None, :cells] + point[cells:, None]
    return logs, base * np.exp(logs)


def _curvature(rates: Floats, prior: Floats) -> Floats:
    cells = rates.shape[1]
    found = prior.copy()
    found[np.diag_indices(len(found))] += np.concatenate([rates.sum(axis=0), rates.sum(axis=1)])
    found[:cells, cells:] += rates.T
    found[cells:, :cells] += rates
    return found

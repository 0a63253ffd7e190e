"""The simulation: what may become of every site that is not live yet, many times over.

A pure function over plain arrays: the same inputs and the same seed give the same futures, and
two runs that differ in one assumption draw the same luck, so that their difference is that
assumption's. It goes in batches of futures, not of sites: in one future all sites of a supplier
share its months and its capacity.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from projects.forecast.capacity import Capacity, capacity_of, queued
from projects.forecast.inputs import (
    BEFORE,
    CONNECTED,
    LEFT,
    OPEN,
    WAYLEAVE,
    Floats,
    Inputs,
    Ints,
    first_of,
    month_of,
)
from projects.forecast.months import Seen, months_of
from projects.forecast.survival import Curve, curve
from projects.rollout.stages import FACTS

States = NDArray[np.int8]

# Endings that a pool of stays needs before it speaks for itself.
SPEAKS_FROM = 10
BATCHES = 40
BATCH_AT_LEAST = 50
AHEAD = 72  # months whose pace is drawn; beyond, each is as usual
FINE = 4096  # steps of a table of durations
USUAL_DAYS = 60
MONTH = 365.25 / 12
FOREVER = 3_000_000.0  # days; the calendar has fewer left


@dataclass(frozen=True)
class Change:
    """What is tried beside things as they are: crews more for every supplier, and sites (by their
    place among those waiting) whose wayleave is granted today."""

    crews: int = 0
    granted: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pool:
    """The stays that speak for a stage at a supplier: `supplier`, `project` or `all`; or `norm`,
    where nobody has ever left the stage and the usual days of docs/stages.md stand in."""

    kind: str
    stage: int
    supplier: int
    endings: int
    needs_tail: bool


@dataclass(frozen=True)
class Futures:
    """What became of the sites, in days from today, and how it was drawn.

    `finish`: when the last that is connected at all is; 0 where none is. `connected`: how many of
    those waiting are, ever; `in_time`: by the end of the funding. `by_month`: futures × months, how
    many are by the end of each month, the present one first. `missed`: of each site, the share of
    futures in which it is not connected by the end of the funding; `leaves`: in which it leaves.
    """

    finish: Floats
    connected: Ints
    in_time: Ints
    by_month: Ints
    district_finish: Floats
    district_connected: Ints
    missed: Floats
    leaves: Floats
    pools: tuple[Pool, ...]
    spread: float
    months: int
    capacity: Capacity


@dataclass
class _Batch:
    finish: list = field(default_factory=list)
    connected: list = field(default_factory=list)
    in_time: list = field(default_factory=list)
    by_month: list = field(default_factory=list)
    district_finish: list = field(default_factory=list)
    district_connected: list = field(default_factory=list)


Pools = dict[tuple[int, int], tuple[Pool, Ints | None]]


@dataclass(frozen=True)
class Fitted:
    """What was seen, before anything is drawn: months, limits, and which stays speak. It is the
    same whatever `Change` is tried, and finding it may take longer than drawing from it."""

    seen: Seen
    capacity: Capacity
    pools: Pools


def fitted(inputs: Inputs) -> Fitted:
    seen = months_of(inputs.stays, inputs.today, inputs.suppliers)
    return Fitted(seen, capacity_of(inputs), _pools(inputs))


def simulate(
    inputs: Inputs,
    *,
    futures: int,
    seed: tuple[int, ...],
    change: Change | None = None,
    fit: Fitted | None = None,
) -> Futures:
    """`fit` spares finding it again where several changes are tried of the same inputs."""
    change = change or Change()
    fit = fit or fitted(inputs)
    seen, capacity, pools = fit.seen, fit.capacity, fit.pools
    edges = _edges(inputs.today)
    found = _Batch()
    waiting = inputs.waiting
    missed = np.zeros(len(waiting))
    leaves = np.zeros(len(waiting))
    batches = min(BATCHES, -(-futures // BATCH_AT_LEAST))
    sizes = [len(part) for part in np.array_split(np.empty(futures), batches)]
    for number, size in enumerate(sizes):
        random = np.random.default_rng([*seed, number])
        months = seen.drawn(random)
        cap = capacity.drawn(random).with_crews(change.crews)
        draws = _Durations(inputs, months.work(inputs.stays), pools, random)
        pace = months.draw(random, size, AHEAD)
        ages = months.ages(waiting, inputs.today)
        work, state = draws.of_futures(random, size, ages, change.granted)
        days = _in_calendar(work, pace, waiting.supplier, edges)
        _wait_for_a_turn(days, state, cap, waiting.supplier, edges)
        _gather(found, days, state, inputs, edges)
        late = state != CONNECTED
        if inputs.ends is not None:
            late |= days > inputs.ends - inputs.today
        missed += late.sum(axis=0)
        leaves += (state == LEFT).sum(axis=0)
    return Futures(
        finish=np.concatenate(found.finish),
        connected=np.concatenate(found.connected),
        in_time=np.concatenate(found.in_time),
        by_month=np.concatenate(found.by_month),
        district_finish=np.concatenate(found.district_finish),
        district_connected=np.concatenate(found.district_connected),
        missed=missed / futures,
        leaves=leaves / futures,
        pools=tuple(pool for pool, _ in pools.values()),
        spread=seen.spread,
        months=seen.number,
        capacity=capacity,
    )


# Durations ------------------------------------------------------------------------------


def _pools(inputs: Inputs) -> Pools:
    """For each supplier and stage that a site has still to go through: which stays speak."""
    stays, waiting = inputs.stays, inputs.waiting
    found: Pools = {}
    for supplier in np.unique(waiting.supplier):
        lowest = int(waiting.stage[waiting.supplier == supplier].min())
        for stage in range(lowest, CONNECTED):
            here = stays.stage == stage
            own = here & stays.own
            choices = [("supplier", own & (stays.supplier == supplier)), ("project", own)]
            choices = [
                (kind, rows) for kind, rows in choices if (rows & stays.ended).sum() >= SPEAKS_FROM
            ]
            if not choices and (here & stays.ended).any():
                choices = [("all", here)]
            if choices:
                kind, rows = choices[0]
                chosen = np.flatnonzero(rows)
                whole = curve(stays.days[chosen], stays.outcome[chosen], open_=OPEN)
                endings = int(stays.ended[chosen].sum())
                pool = Pool(kind, stage, int(supplier), endings, whole.needs_tail)
                found[int(supplier), stage] = (pool, chosen)
            else:
                found[int(supplier), stage] = (Pool("norm", stage, int(supplier), 0, True), None)
    return found


class _Durations:
    """The curves of one batch of futures.

    They are known from few sites, so each batch weighs the sites anew (the Bayesian bootstrap), and
    measures their stays by a past of its own: what they leave open widens the fan as it should.
    """

    def __init__(self, inputs: Inputs, work: Floats, pools: Pools, random: np.random.Generator):
        stays = inputs.stays
        self.waiting = inputs.waiting
        weights = random.standard_exponential(int(stays.site.max()) + 1 if len(stays) else 1)
        self.curves: list[Curve] = []
        self.row = np.zeros((inputs.suppliers, CONNECTED), dtype=np.int64)
        same: dict[tuple, int] = {}
        for (supplier, stage), (pool, chosen) in pools.items():
            key = (pool.kind, stage, supplier if pool.kind == "supplier" else -1)
            if key not in same:
                same[key] = len(self.curves)
                self.curves.append(
                    usual(stage)
                    if chosen is None
                    else curve(
                        work[chosen],
                        stays.outcome[chosen],
                        weights[stays.site[chosen]],
                        open_=OPEN,
                    )
                )
            self.row[supplier, stage] = same[key]
        even = (np.arange(FINE) + 0.5) / FINE
        tables = [one.draw(even) for one in self.curves]
        self.days = np.array([days for days, _ in tables])
        self.next = np.array([outcomes for _, outcomes in tables], dtype=np.int8)

    def of_futures(
        self, random: np.random.Generator, futures: int, ages: Floats, granted: tuple[int, ...]
    ) -> tuple[Floats, States]:
        """The days of work that each site has left, as if each month were as usual, and whether
        it comes to be connected or leaves: futures × sites. `ages`: of work, in their stage."""
        sites = len(self.waiting)
        work = np.zeros((futures, sites))
        state = np.zeros((futures, sites), dtype=np.int8)
        chances = random.random((futures, sites))
        rows = self.row[self.waiting.supplier, self.waiting.stage]
        for row in np.unique(rows):
            here = np.flatnonzero(rows == row)
            days, outcomes = self.curves[row].draw(chances[:, here], ages[here])
            work[:, here], state[:, here] = days, outcomes
        if granted:
            work[:, list(granted)], state[:, list(granted)] = 0.0, WAYLEAVE + 1
        for stage in range(int(self.waiting.stage.min()) + 1, CONNECTED):
            # For all, whoever comes to this stage: so a change elsewhere leaves this luck alone.
            fine = random.integers(0, FINE, (futures, sites), dtype=np.uint16).ravel()
            at = np.flatnonzero(state.ravel() == stage)
            row_of = self.row[self.waiting.supplier, stage][at % sites]
            work.ravel()[at] += self.days[row_of, fine[at]]
            state.ravel()[at] = self.next[row_of, fine[at]]
        return work, state


def usual(stage: int) -> Curve:
    """In place of a curve for a stage that nobody has been seen to leave: a constant chance of
    going on each day, half of the sites within the usual days."""
    half = FACTS[BEFORE[stage]].norm_days or USUAL_DAYS
    even = (np.arange(100) + 0.5) / 100
    days = -np.log1p(-even) * half / np.log(2)
    return curve(days, np.full(100, stage + 1, dtype=np.int64), open_=OPEN)


# The calendar -----------------------------------------------------------------------------


def _edges(today: int) -> Floats:
    """Days from today to the first of each month after: where months end; and where the first
    begins."""
    first = month_of(today)
    ahead = [first_of(first + number) - today for number in range(1, AHEAD + 1)]
    return np.array([0.0, *ahead])


def _in_calendar(work: Floats, pace: Floats, suppliers: Ints, edges: Floats) -> Floats:
    """Days of work as days of the calendar: a month of twice the pace does two days' work a day."""
    # Past the last month drawn, a day is a day.
    days_at = np.append(edges, edges[-1] + FOREVER)
    futures = len(work)
    # One after the other on a single axis, so that all futures are looked up at once.
    apart = np.arange(futures)[:, None] * (3 * FOREVER)
    done = np.zeros((futures, len(days_at)))
    found = np.empty_like(work)
    for supplier in np.unique(suppliers):
        here = np.flatnonzero(suppliers == supplier)
        done[:, 1:-1] = np.cumsum(pace[:, supplier] * np.diff(edges), axis=1)
        done[:, -1] = done[:, -2] + FOREVER
        found[:, here] = np.interp(
            (np.minimum(work[:, here], FOREVER) + apart).ravel(),
            (done + apart).ravel(),
            np.tile(days_at, futures),
        ).reshape(futures, -1)
    return found


def _wait_for_a_turn(
    days: Floats, state: States, capacity: Capacity, suppliers: Ints, edges: Floats
) -> None:
    """Move back, in place, what no supplier could connect in its month."""
    for supplier in np.unique(suppliers):
        cap = int(capacity.cap[supplier])
        if not cap:
            continue
        here = np.flatnonzero(suppliers == supplier)
        # Who leaves takes nobody's turn: last in the order.
        ready = np.where(state[:, here] == CONNECTED, days[:, here], np.inf)
        order = np.argsort(ready, axis=1, kind="stable")
        in_order = np.take_along_axis(ready, order, axis=1)
        month = _month_of(in_order, edges)
        turn, place = queued(month, cap, min(int(capacity.this_month[supplier]), cap))
        delayed = (turn > month) & np.isfinite(in_order)
        if not delayed.any():
            continue
        begins, lasts = _month_at(turn[delayed], edges)
        in_order[delayed] = begins + lasts * (place[delayed] + 0.5) / cap
        back = np.empty_like(in_order)
        np.put_along_axis(back, order, in_order, axis=1)
        days[:, here] = np.where(np.isfinite(back), back, days[:, here])


def _month_of(days: Floats, edges: Floats) -> Ints:
    """The month of each day, the present one being 0; past those drawn, 12 months have 365.25
    days."""
    month = np.searchsorted(edges, days, side="right") - 1
    past = np.minimum(days, FOREVER) >= edges[-1]
    month[past] = AHEAD + (np.minimum(days[past], FOREVER) - edges[-1]) // MONTH
    return month


def _month_at(month: Ints, edges: Floats) -> tuple[Floats, Floats]:
    """Where a month begins and how long it is."""
    past = month >= AHEAD
    near = np.minimum(month, AHEAD - 1)
    begins = np.where(past, edges[-1] + (month - AHEAD) * MONTH, edges[near])
    return begins, np.where(past, MONTH, edges[near + 1] - edges[near])


def _gather(found: _Batch, days: Floats, state: States, inputs: Inputs, edges: Floats) -> None:
    connected = state == CONNECTED
    on = np.where(connected, days, 0.0)
    futures = len(days)
    found.finish.append(on.max(axis=1))
    found.connected.append(connected.sum(axis=1))
    ends = np.inf if inputs.ends is None else inputs.ends - inputs.today
    found.in_time.append((connected & (days <= ends)).sum(axis=1))
    month = np.minimum(np.searchsorted(edges, days, side="right") - 1, AHEAD)
    flat = (np.arange(futures)[:, None] * (AHEAD + 1) + month)[connected]
    counts = np.bincount(flat, minlength=futures * (AHEAD + 1)).reshape(futures, -1)
    found.by_month.append(np.cumsum(counts[:, :AHEAD], axis=1, dtype=np.int32))
    finish = np.zeros((futures, inputs.districts))
    number = np.zeros((futures, inputs.districts), dtype=np.int32)
    for district in np.unique(inputs.waiting.district):
        here = np.flatnonzero(inputs.waiting.district == district)
        finish[:, district] = on[:, here].max(axis=1)
        number[:, district] = connected[:, here].sum(axis=1)
    found.district_finish.append(finish)
    found.district_connected.append(number)

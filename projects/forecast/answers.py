"""The answers of a forecast: when, how many, how likely, and what is at risk."""

import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from diz_portal.access import Refusal
from projects.forecast import history
from projects.forecast.history import Counted, History, InScope
from projects.forecast.inputs import BEFORE, WAYLEAVE, Floats
from projects.forecast.months import BLOCK
from projects.forecast.results import (
    Alternative,
    AtRisk,
    Cause,
    Dates,
    District,
    Forecast,
    Limits,
    Month,
    Used,
)
from projects.forecast.scoring import score
from projects.forecast.simulation import Change, Fitted, Futures, fitted, simulate
from projects.portfolio.models import Project
from projects.rollout.stages import PATH, Stage
from projects.rollout.standing import AsAt

# Raised whenever the same history would be answered differently.
METHOD = 2
# Sites that have moved on: with fewer, their durations say next to nothing.
MOVED_AT_LEAST = 15
MANY, FEWER, A_LARGE_PROJECT = 10_000, 2_000, 1_000
WAYLEAVES = 10
POWER = ("power", "electric")


class NothingToForecast(Refusal):
    message = "No sites are in scope, so there is nothing to forecast"


class TooFewHaveMoved(Refusal):
    pass


def forecast(
    project: Project,
    as_at: AsAt | None = None,
    *,
    at_least: int | None = None,
    futures: int | None = None,
    scored: bool = True,
) -> Forecast:
    """What the futures of this project say, of today or as it was known on a past day.

    The same data on the same day give the same answer. Refuses where there is nothing to forecast
    or too little to forecast from.
    """
    as_at = as_at or AsAt.today()
    ends = project.ends_on
    known = history.read(project, as_at, ends.toordinal() if ends else None)
    _refuse(known)
    futures = futures or (MANY if len(known.sites) <= A_LARGE_PROJECT else FEWER)
    seed = (project.pk, as_at.day.toordinal())
    fit = fitted(known.inputs)
    as_it_is = simulate(known.inputs, futures=futures, seed=seed, fit=fit)
    goal = known.in_scope if at_least is None else at_least
    return Forecast(
        day=as_at.day,
        method=METHOD,
        seed=list(seed),
        futures=futures,
        in_scope=known.in_scope,
        live=known.live,
        waiting=len(known.sites),
        dates=_dates(as_it_is.finish, as_at.day),
        live_in_the_end=_quantiles(known.live + as_it_is.connected),
        ends_on=ends,
        at_least=goal,
        chance=_chance(as_it_is, known, goal, ends),
        live_by_the_end=_quantiles(known.live + as_it_is.in_time) if ends else None,
        at_risk=_at_risk(as_it_is, known) if ends else None,
        districts=_districts(as_it_is, known, as_at.day),
        months=_months(as_it_is, known, as_at.day),
        alternatives=_alternatives(as_it_is, known, as_at.day, goal, ends, futures, seed, fit),
        used=_used(as_it_is, known.counted),
        limits=_limits(as_it_is, known),
        score=score(project, as_at.day, MOVED_AT_LEAST) if scored else None,
    )


def _refuse(known: History) -> None:
    if not known.in_scope:
        raise NothingToForecast
    if not known.sites:
        raise NothingToForecast("All sites in scope are live, so there is nothing to forecast")
    if known.counted.moved < MOVED_AT_LEAST:
        raise TooFewHaveMoved(
            f"Sites that have moved past “In scope”: {known.counted.moved}. A forecast needs at "
            f"least {MOVED_AT_LEAST}, with the dates on which they reached each stage. Record "
            "those dates"
        )


# The three answers ----------------------------------------------------------------------


def _on(day: date, days: float) -> date:
    """So many days later; the calendar ends with the year 9999."""
    return date.fromordinal(min(day.toordinal() + math.ceil(days), date.max.toordinal()))


def _dates(finish: Floats, day: date) -> Dates:
    """By when so many of 100 futures have finished: always the day of one of them."""
    p50, p80, p95 = np.quantile(finish, [0.5, 0.8, 0.95], method="inverted_cdf")
    return Dates(_on(day, p50), _on(day, p80), _on(day, p95))


def _quantiles(numbers: Any) -> tuple[int, int, int]:
    low, middle, high = np.quantile(numbers, [0.1, 0.5, 0.9], method="inverted_cdf")
    return int(low), int(middle), int(high)


def _chance(found: Futures, known: History, goal: int, ends: date | None) -> float | None:
    if ends is None:
        return None
    return float((known.live + found.in_time >= goal).mean())


def _at_risk(found: Futures, known: History) -> AtRisk:
    """The grant of each site by the share of futures in which it is not connected in time."""
    causes: dict[str, list[tuple[InScope, float]]] = {}
    for site, missed in zip(known.sites, found.missed, strict=True):
        causes.setdefault(_cause(site), []).append((site, float(missed)))
    rows = []
    for cause, sites in causes.items():
        granted = [(site.grant, missed) for site, missed in sites if site.grant is not None]
        pounds = _sum(grant * Decimal(repr(missed)) for grant, missed in granted)
        rows.append(
            Cause(
                cause=cause,
                sites=len(sites),
                missed=round(sum(missed for _, missed in sites), 1),
                pounds=None if pounds is None else pounds.quantize(Decimal("0.01")),
                without_grant=len(sites) - len(granted),
            )
        )
    rows.sort(key=lambda row: (-(row.pounds or 0), -row.missed, row.cause))
    return AtRisk(
        pounds=_sum(row.pounds for row in rows if row.pounds is not None),
        causes=rows,
        without_grant=sum(row.without_grant for row in rows),
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal | None:
    """None of nothing: where no grant is recorded, £0 would be a claim."""
    known = list(amounts)
    return sum(known, Decimal(0)) if known else None


def _saved(before: AtRisk, after: AtRisk) -> Decimal | None:
    if before.pounds is None or after.pounds is None:
        return None
    return before.pounds - after.pounds


def _cause(site: InScope) -> str:
    """What a site waits for today."""
    if site.stage == Stage.ON_HOLD:
        return "power" if any(word in site.reason.lower() for word in POWER) else "on_hold"
    if site.stage == Stage.WAYLEAVE:
        return "wayleave"
    if PATH.index(Stage(site.stage)) < PATH.index(Stage.ORDERED):
        return "not_ordered"
    return "supplier"


def _districts(found: Futures, known: History, day: date) -> list[District]:
    waiting = np.bincount(known.inputs.waiting.district, minlength=len(known.districts))
    return [
        District(
            district=pk,
            live=known.live_by_district.get(pk, 0),
            waiting=int(waiting[place]),
            dates=_dates(found.district_finish[:, place], day) if waiting[place] else None,
            live_in_the_end=int(
                known.live_by_district.get(pk, 0)
                + np.quantile(found.district_connected[:, place], 0.5, method="inverted_cdf")
            ),
        )
        for place, pk in enumerate(known.districts)
    ]


def _months(found: Futures, known: History, day: date) -> list[Month]:
    """The fan: live at the end of each month, until the last that 95 in 100 futures need."""
    low, middle, high = np.quantile(
        known.live + found.by_month, [0.1, 0.5, 0.9], axis=0, method="inverted_cdf"
    ).astype(int)
    until = _dates(found.finish, day).p95
    months = []
    year, month = day.year, day.month
    for number in range(len(low)):
        year, month = year + month // 12, month % 12 + 1
        ends_on = date.fromordinal(date(year, month, 1).toordinal() - 1)
        months.append(Month(ends_on, int(low[number]), int(middle[number]), int(high[number])))
        if ends_on >= until:
            break
    return months


# What would help ------------------------------------------------------------------------


def _alternatives(
    as_it_is: Futures,
    known: History,
    day: date,
    goal: int,
    ends: date | None,
    futures: int,
    seed: tuple[int, ...],
    fit: Fitted,
) -> list[Alternative]:
    tried: list[tuple[str, int, Change]] = []
    if as_it_is.capacity.cap.any():
        tried.append(("crew", 1, Change(crews=1)))
    if longest := _longest_wayleaves(known):
        tried.append(("wayleaves", len(longest), Change(granted=longest)))
    rows = []
    base = _dates(as_it_is.finish, day)
    for what, number, change in tried:
        found = simulate(known.inputs, futures=futures, seed=seed, change=change, fit=fit)
        dates = _dates(found.finish, day)
        rows.append(
            Alternative(
                what=what,
                number=number,
                dates=dates,
                days_sooner=(base.p80 - dates.p80).days,
                chance=_chance(found, known, goal, ends),
                saved=_saved(_at_risk(as_it_is, known), _at_risk(found, known)) if ends else None,
            )
        )
    return rows


def _longest_wayleaves(known: History) -> tuple[int, ...]:
    """The places of those that have waited longest for a wayleave."""
    waiting = known.inputs.waiting
    places = [
        place
        for place, site in enumerate(known.sites)
        if waiting.stage[place] == WAYLEAVE and site.stage == Stage.WAYLEAVE
    ]
    places.sort(key=lambda place: (-waiting.age[place], place))
    return tuple(places[:WAYLEAVES])


# What it stands on ----------------------------------------------------------------------


def _used(found: Futures, counted: Counted) -> Used:
    def stages(*kinds: str, tail: bool = False) -> list[str]:
        places = {
            pool.stage
            for pool in found.pools
            if pool.kind in kinds and (pool.needs_tail or not tail)
        }
        return [str(BEFORE[place]) for place in sorted(places)]

    return Used(
        durations=counted.durations,
        unfinished=counted.unfinished,
        dated_by_import=counted.dated_by_import,
        skipped=counted.skipped,
        moved=counted.moved,
        from_others=counted.from_others if stages("all") else 0,
        by_all_suppliers=stages("project"),
        by_all_projects=stages("all"),
        by_the_norm=stages("norm"),
        by_a_tail=stages("supplier", "project", "all", tail=True),
    )


def _limits(found: Futures, known: History) -> Limits:
    caps = {
        name: int(found.capacity.cap[place])
        for place, name in enumerate(known.suppliers)
        if (known.inputs.waiting.supplier == place).any()
    }
    return Limits(
        months=found.months, block=BLOCK, spread=round(found.spread, 3), connections_a_month=caps
    )

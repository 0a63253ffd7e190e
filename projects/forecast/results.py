"""A forecast as it is published: plain values, to JSON and back. Money in pounds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Dates:
    """By when 50, 80 and 95 in 100 simulated futures finish."""

    p50: date
    p80: date
    p95: date


@dataclass(frozen=True)
class District:
    """`dates` is None where no site waits."""

    district: int
    live: int
    waiting: int
    dates: Dates | None
    live_in_the_end: int


@dataclass(frozen=True)
class Month:
    """Live at its end: in 9 in 10 futures at least `low`, in 1 in 10 more than `high`."""

    ends_on: date
    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class Cause:
    """What sites wait for today; `missed` of them on average are not connected in time. `pounds`:
    the grant at risk, None where none of them has a grant recorded."""

    cause: str
    sites: int
    missed: float
    pounds: Decimal | None
    without_grant: int

    @property
    def whole_pounds(self) -> int | None:
        """As it is shown: pennies would claim to know more than a simulation does."""
        return None if self.pounds is None else round(self.pounds)


@dataclass(frozen=True)
class AtRisk:
    """`without_grant`: unfinished sites with no grant recorded, which so are not in the pounds.
    These are None where no site has one: nothing known at risk is not nothing at risk."""

    pounds: Decimal | None
    causes: list[Cause]
    without_grant: int


@dataclass(frozen=True)
class Alternative:
    """What something else would buy, with the same luck: `crew`, `wayleaves`."""

    what: str
    number: int
    dates: Dates
    days_sooner: int
    chance: float | None
    saved: Decimal | None


@dataclass(frozen=True)
class Used:
    """What the durations came from, and what was counted out. Lists are stages."""

    durations: int
    unfinished: int
    dated_by_import: int
    skipped: int
    moved: int
    from_others: int
    by_all_suppliers: list[str]
    by_all_projects: list[str]
    by_the_norm: list[str]
    by_a_tail: list[str]


@dataclass(frozen=True)
class Limits:
    """What sites share: months seen, how many are drawn in a row, how much their pace varied, and
    the most connections seen in a month, by supplier (0: none)."""

    months: int
    block: int
    spread: float
    connections_a_month: dict[str, int]


@dataclass(frozen=True)
class Rival:
    """A naive forecast by the same rule, and ours on the same days, of which there may be fewer."""

    name: str
    loss: float
    ours: float
    days: int


@dataclass(frozen=True)
class Score:
    """How earlier days would have been forecast from what was known then: the mean loss in sites,
    and on how many of the days what came lay within the band of 8 in 10 futures."""

    days: int
    loss: float
    covered: int
    rivals: list[Rival]


@dataclass(frozen=True)
class Forecast:
    """`live_in_the_end` and `live_by_the_end` (of the funding) are low, middle and high."""

    day: date
    method: int
    seed: list[int]
    futures: int
    in_scope: int
    live: int
    waiting: int
    dates: Dates
    live_in_the_end: tuple[int, int, int]
    ends_on: date | None
    at_least: int
    chance: float | None
    live_by_the_end: tuple[int, int, int] | None
    at_risk: AtRisk | None
    districts: list[District]
    months: list[Month]
    alternatives: list[Alternative]
    used: Used
    limits: Limits
    score: Score | None


_shape = TypeAdapter(Forecast)


def to_json(forecast: Forecast) -> dict[str, Any]:
    return _shape.dump_python(forecast, mode="json")


def from_json(stored: dict[str, Any]) -> Forecast:
    return _shape.validate_python(stored)

"""What a forecast is made from, as plain arrays: no database, no words.

Days are ordinals (`date.toordinal`), months are counted from year 0. A stage is its place on the
path before the connection; CONNECTED, LEFT and OPEN are what a stay can lead to besides.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from projects.rollout.stages import LIVE, PATH, Stage

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

BEFORE = [stage for stage in PATH if stage not in LIVE]
CONNECTED = len(BEFORE)
LEFT = CONNECTED + 1
OPEN = -1
WAYLEAVE = BEFORE.index(Stage.WAYLEAVE)


def month_of(day: int) -> int:
    at = date.fromordinal(day)
    return at.year * 12 + at.month - 1


def first_of(month: int) -> int:
    """The first day of a month, as an ordinal. The calendar ends with the year 9999."""
    return date(month // 12, month % 12 + 1, 1).toordinal()


@dataclass(frozen=True)
class Stays:
    """One row a stay: a site, in a stage, from a day to another; the last day of one that is OPEN
    is the day of the forecast. `own` tells those of this project from those of others."""

    site: Ints
    supplier: Ints
    stage: Ints
    start: Ints
    end: Ints
    outcome: Ints
    own: Flags

    @property
    def days(self) -> Floats:
        return (self.end - self.start).astype(np.float64)

    @property
    def ended(self) -> Flags:
        return self.outcome != OPEN

    def __len__(self) -> int:
        return len(self.site)


@dataclass(frozen=True)
class Waiting:
    """The sites in scope that are not live: where each stands and for how many days."""

    stage: Ints
    age: Floats
    supplier: Ints
    district: Ints

    def __len__(self) -> int:
        return len(self.stage)


@dataclass(frozen=True)
class Inputs:
    """All that a simulation reads. `connected_on` and `connected_by` are the connections seen,
    with their suppliers; `ends` is the last day of the funding, None where there is none."""

    today: int
    stays: Stays
    waiting: Waiting
    connected_on: Ints
    connected_by: Ints
    suppliers: int
    districts: int
    ends: int | None = None

"""How long a stage lasts and how it ends, estimated from stays of which some have not ended.

Pure functions over plain arrays. Times are days.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# A stay of no length would have no logarithm.
SHORTEST = 0.5
# Beyond these shapes a Weibull tail says nothing that a few stays could have taught it.
FLATTEST, STEEPEST = 0.5, 8.0
GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Curve:
    """The stays of one stage: when they end, and with what (cumulative incidence).

    `ends` are the days of observed endings in order, `mass` the probability of each (Kaplan–Meier's
    steps, so that a censored stay gives its share to those that lasted longer), `outcomes` what
    each led to. `left` is what the steps do not account for: the curve does not reach zero, because
    the longest stays have not ended. A Weibull `tail` (shape, scale) goes on from the last
    ending, and takes what it leads to from all outcomes by their probability.
    """

    ends: Floats
    mass: Floats
    outcomes: Ints
    left: float
    last: float
    stays: tuple[Floats, Flags, Floats]  # lengths, which have ended, weights

    @cached_property
    def tail(self) -> tuple[float, float]:
        return weibull(*self.stays)

    @property
    def needs_tail(self) -> bool:
        return self.left > 1e-9

    def survival(self, days: Floats) -> Floats:
        """The probability that a stay lasts longer than so many days, by Kaplan–Meier alone."""
        steps = np.concatenate([[0.0], np.cumsum(self.mass)])
        return 1.0 - steps[np.searchsorted(self.ends, days, side="right")]

    def draw(self, chances: Floats, ages: Floats | float = 0.0) -> tuple[Floats, Ints]:
        """Days still to stay and the outcome, for each chance (0 to 1) of a stay of that age.

        A stay that has outlasted all that were observed goes on by the tail.
        """
        ages = np.asarray(ages, dtype=np.float64)
        steps = np.cumsum(self.mass)
        before = np.concatenate([[0.0], steps])
        gone = before[np.searchsorted(self.ends, ages, side="right")]
        within = gone + chances * (1.0 - gone)
        places = np.searchsorted(steps, within, side="right")
        # Where nothing is left of the steps, their last rounding must not pass for an ending.
        beyond = (places >= len(self.ends)) | (1.0 - gone <= 1e-9)
        kept = np.minimum(places, len(self.ends) - 1)
        days = np.maximum(self.ends[kept] - ages, SHORTEST)
        outcomes = self.outcomes[kept]
        if beyond.any():
            out = np.broadcast_to(ages, days.shape)[beyond]
            left = np.maximum(np.broadcast_to(1.0 - np.maximum(gone, steps[-1]), days.shape), 0.0)
            share = 1.0 - np.divide(
                1.0 - within[beyond],
                left[beyond],
                out=1.0 - chances[beyond],
                where=left[beyond] > 1e-9,
            )
            share = np.clip(share, 0.0, 1.0 - 1e-9)
            days[beyond] = self._tail(share, out)
            outcomes[beyond] = self._outcomes(share)
        return days, outcomes

    def _tail(self, chances: Floats, ages: Floats) -> Floats:
        """Days beyond each age by the Weibull, given that it has outlasted what was observed."""
        shape, scale = self.tail
        since = np.maximum(self.last, ages)
        lasted = (since / scale) ** shape - np.log1p(-chances)
        return np.maximum(scale * lasted ** (1.0 / shape) - ages, SHORTEST)

    def _outcomes(self, chances: Floats) -> Ints:
        """Outcomes by their probability, without regard to how long the stay becomes."""
        steps = np.cumsum(self.mass)
        # The golden ratio scatters neighbouring chances, so that long tails lead to each outcome.
        scattered = np.modf(chances * 1021 * GOLDEN)[0] * steps[-1]
        places = np.minimum(np.searchsorted(steps, scattered, side="right"), len(steps) - 1)
        return self.outcomes[places]


def curve(days: Floats, outcomes: Ints, weights: Floats | None = None, *, open_: int = -1) -> Curve:
    """The curve of stays of so many days; `outcomes` says what each led to, `open_` that it has not
    ended (censored). Needs at least one that has."""
    weights = np.ones(len(days)) if weights is None else weights
    ended = outcomes != open_
    # Of stays of one length, those that ended come first: who has not left was still at risk.
    order = np.lexsort((~ended, days))
    days, outcomes, weights, ended = days[order], outcomes[order], weights[order], ended[order]
    at_risk = np.cumsum(weights[::-1])[::-1]
    staying = np.cumprod(1.0 - np.where(ended, weights / at_risk, 0.0))
    mass = np.concatenate([[1.0], staying[:-1]]) - staying
    return Curve(
        ends=np.maximum(days[ended], 0.0),
        mass=mass[ended],
        outcomes=outcomes[ended],
        left=float(max(staying[-1], 0.0)),
        last=float(days[ended][-1]),
        stays=(days, ended, weights),
    )


def weibull(days: Floats, ended: Flags, weights: Floats) -> tuple[float, float]:
    """Shape and scale most likely to give these stays, those that have not ended included.

    Fewer than three endings cannot tell a shape: then 1, a constant chance of ending each day.
    """
    times = np.maximum(days, SHORTEST)
    logs = np.log(times)
    events = float(weights[ended].sum())
    mean_log = float((weights * logs)[ended].sum()) / events
    low, high = FLATTEST, STEEPEST
    if ended.sum() < 3:
        low = high = 1.0
    for _ in range(30):
        shape = (low + high) / 2
        powers = weights * np.exp(shape * (logs - logs.max()))
        if (powers * logs).sum() / powers.sum() - 1.0 / shape - mean_log > 0:
            high = shape
        else:
            low = shape
    shape = (low + high) / 2
    scale = float(
        np.exp(logs.max())
        * ((weights * np.exp(shape * (logs - logs.max()))).sum() / events) ** (1.0 / shape)
    )
    return shape, scale

"""How many sites a supplier can connect in a calendar month, and who waits for a turn.

Pure functions over plain arrays.
"""

from dataclasses import dataclass, replace

import numpy as np

from projects.forecast.inputs import Flags, Floats, Inputs, Ints, month_of

# A supplier's own cap is known after so many months with connections; before, all suppliers'.
MONTHS_FOR_A_CAP = 3
MOST_TIMES = 20  # the cap may be so many times the most that was seen
RATES = np.geomspace(0.1, 5, 60)  # of connections a month, in units of the most that were seen


@dataclass(frozen=True)
class Capacity:
    """Connections a supplier can make in a calendar month, by the most that were seen in one (0:
    none seen, so no limit is known); what one crew adds; how many it has made this month; and how
    much better its months are explained by that limit than by none."""

    cap: Ints
    crew: Ints
    this_month: Ints
    evidence: Floats

    def drawn(self, random: np.random.Generator) -> "Capacity":
        """What the cap may be: no less than the most seen in a month, and anything more (a cap is
        as likely to be twice another as half of it), but for what the months say."""
        caps = self.cap.copy()
        for supplier, most in enumerate(self.cap):
            if most:
                possible = np.arange(most, MOST_TIMES * most + 1)
                likely = 1.0 / possible
                likely[0] *= self.evidence[supplier]
                at = np.searchsorted(np.cumsum(likely), random.random() * likely.sum())
                caps[supplier] = possible[min(int(at), len(possible) - 1)]
        return replace(self, cap=caps)

    def with_crews(self, crews: int) -> "Capacity":
        return replace(self, cap=np.where(self.cap, self.cap + crews * self.crew, 0))


def capacity_of(inputs: Inputs) -> Capacity:
    """A crew is what is usually seen in a month with any connections (the median): the portal
    does not know how many crews there are."""
    month = np.array([month_of(int(day)) for day in inputs.connected_on], dtype=np.int64)
    now = month_of(inputs.today)
    most_of_all, usual_of_all = _most(month, np.ones(len(month), dtype=np.bool_))
    cap = np.zeros(inputs.suppliers, dtype=np.int64)
    crew = np.zeros(inputs.suppliers, dtype=np.int64)
    this_month = np.zeros(inputs.suppliers, dtype=np.int64)
    evidence = np.ones(inputs.suppliers)
    for supplier in range(inputs.suppliers):
        theirs = inputs.connected_by == supplier
        if len(np.unique(month[theirs])) >= MONTHS_FOR_A_CAP:
            cap[supplier], crew[supplier] = _most(month, theirs)
            whole = month[theirs & (month < now)]
            if len(whole):
                evidence[supplier] = evidence_of(np.bincount(whole - whole.min()), cap[supplier])
        else:
            cap[supplier], crew[supplier] = most_of_all, usual_of_all
        this_month[supplier] = int((month[theirs] == now).sum())
    return Capacity(cap, crew, this_month, evidence)


def evidence_of(counts: Ints, most: int) -> float:
    """How many times likelier these connections a month are if `most` is all that is possible.

    Who is ready comes by chance (Poisson), at any rate. Of a supplier that has been at its limit,
    months with just as many are many; of one that has not, the best month stands alone, and says
    nothing of what it could do.
    """
    rates = RATES * max(int(most), 1)
    numbers = np.arange(4 * rates[-1] + 10)
    logs = np.concatenate([[0.0], np.cumsum(np.log(numbers[1:]))])
    exact = numbers[None, :] * np.log(rates)[:, None] - rates[:, None] - logs[None, :]
    at_least = np.logaddexp.reduce(exact[:, int(most) :], axis=1)
    below = exact[:, counts[counts < most]].sum(axis=1)
    at_most = int((counts >= most).sum())
    free = below + at_most * exact[:, int(most)]
    limited = below + at_most * at_least
    least = max(free.max(), limited.max())
    return float(np.exp(limited - least).sum() / max(np.exp(free - least).sum(), 1e-9))


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

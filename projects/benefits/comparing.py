"""Sites that were connected early beside those still waiting, in the same months.

In a month a site counts as connected if it was live on the first day and has been since, and as
waiting if it had not been live by the last. One that went live in between counts for neither. What
differs between the two need not come from the connection: who is connected first is no accident.
So the page says the difference with its interval and no more, and nothing of fewer than ten sites.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import sqrt
from statistics import fmean, variance

from django.db.models import Min

from projects.benefits.models import Benefit
from projects.rollout.models import Site, StageEntry
from projects.rollout.stages import LIVE

SITES_AN_ARM_NEEDS = 10
Z = 1.959964  # of the normal distribution, for 95%


@dataclass(frozen=True)
class Arm:
    """The sites on one side in one month: how many, and their average where it may be shown."""

    values: tuple[float, ...]

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def is_enough(self) -> bool:
        return self.n >= SITES_AN_ARM_NEEDS

    @cached_property
    def mean(self) -> float:
        return fmean(self.values)

    @cached_property
    def of_the_mean(self) -> float:
        """The variance of the mean."""
        return variance(self.values) / self.n


@dataclass(frozen=True)
class Month:
    first: date
    connected: Arm
    waiting: Arm

    @property
    def is_enough(self) -> bool:
        return self.connected.is_enough and self.waiting.is_enough

    @property
    def difference(self) -> float:
        return self.connected.mean - self.waiting.mean

    @cached_property
    def interval(self) -> tuple[float, float]:
        """Of the difference, 95%: Welch's, which does not take both to vary alike."""
        one, other = self.connected.of_the_mean, self.waiting.of_the_mean
        if one + other == 0:
            return self.difference, self.difference
        freedom = (one + other) ** 2 / (
            one**2 / (self.connected.n - 1) + other**2 / (self.waiting.n - 1)
        )
        reach = student(freedom) * sqrt(one + other)
        return self.difference - reach, self.difference + reach

    @property
    def may_be_chance(self) -> bool:
        low, high = self.interval
        return low <= 0 <= high


@dataclass(frozen=True)
class Comparison:
    """Every month that something was measured in; only those with enough sites say more than how
    many there were."""

    months: tuple[Month, ...]

    @property
    def shown(self) -> list[Month]:
        return [one for one in self.months if one.is_enough]

    @property
    def last(self) -> Month | None:
        return self.shown[-1] if self.shown else None


def student(freedom: float) -> float:
    """The 97.5% point of Student's distribution, from the normal one (Abramowitz and Stegun,
    26.7.5): right to a hundredth from eight degrees of freedom on."""
    first = (Z**3 + Z) / 4
    second = (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96
    third = (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384
    return Z + first / freedom + second / freedom**2 + third / freedom**3


def compared(benefit: Benefit) -> Comparison:
    """In three queries, however many sites and months."""
    rows = benefit.site_measures.uncorrected().values_list("month", "site", "amount")
    by_month: dict[date, list[tuple[int, float]]] = defaultdict(list)
    for month, site, amount in rows:
        by_month[month].append((site, float(amount)))
    if not by_month:
        return Comparison(())
    since, first_live = _live(benefit)
    return Comparison(
        tuple(_month(first, found, since, first_live) for first, found in sorted(by_month.items()))
    )


def _live(benefit: Benefit) -> tuple[dict[int, date], dict[int, date]]:
    """Of each site in scope since when it has been live without a break, and when it first was."""
    sites = Site.objects.standing().filter(project=benefit.project, in_scope=True)
    since = dict(sites.with_live_since().values_list("pk", "live_since"))
    entries = StageEntry.objects.uncorrected().filter(project=benefit.project, stage__in=LIVE)
    first = dict(entries.order_by().values_list("site").annotate(first=Min("entered_on")))
    return since, first


def _month(
    first: date,
    found: Iterable[tuple[int, float]],
    since: dict[int, date],
    first_live: dict[int, date],
) -> Month:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    connected, waiting = [], []
    for site, value in found:
        # What has left the scope waits for nothing.
        if site not in since:
            continue
        if since[site] is not None and since[site] <= first:
            connected.append(value)
        elif first_live.get(site, date.max) > last:
            waiting.append(value)
    return Month(first, Arm(tuple(connected)), Arm(tuple(waiting)))

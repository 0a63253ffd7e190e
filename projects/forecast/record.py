"""The record of what was forecast in public: each forecast beside what came of it, and beside what
two simpler ones would have said. Read from rows alone; nothing is simulated."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models.functions import TruncMonth

from projects.forecast import words
from projects.forecast.models import ForecastOutcome, PublishedForecast
from projects.forecast.scores import DATES, PACE, band_on, checked_on, pinball
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt, Standing, standing

MONTHS = 24
# What each simpler forecast said, of an outcome; None where it could say nothing.
RIVALS: dict[str, Callable[[ForecastOutcome], int | None]] = {
    PACE: lambda one: one.pace,
    DATES: lambda one: one.dates,
}


@dataclass(frozen=True)
class Row:
    """A published forecast, and what came of it once that is known."""

    forecast: PublishedForecast
    outcome: ForecastOutcome | None

    @property
    def checked_on(self) -> date | None:
        """None where nothing was forecast."""
        return None if self.forecast.refusal else checked_on(self.forecast.day)

    @property
    def band(self) -> dict[str, Any]:
        """What it says of that day, told before anybody knows."""
        on = self.checked_on
        return band_on(self.forecast.fan, on) if on else {}


@dataclass(frozen=True)
class Compared:
    """A simpler forecast against ours on the same days."""

    name: str
    loss: float
    ours: float
    days: int

    @property
    def label(self) -> str:
        return words.RIVALS[self.name]


class Record:
    """Of a project: the last forecast of each month, the latest first."""

    def __init__(self, project: Project):
        self.project = project

    @cached_property
    def standing(self) -> Standing:
        return standing(self.project.pk, AsAt.today())

    @property
    def things(self) -> tuple[str, str]:
        return self.standing.things

    @cached_property
    def latest(self) -> PublishedForecast | None:
        return self.project.forecasts.select_related("project").first()

    @cached_property
    def rows(self) -> list[Row]:
        found = (
            self.project.forecasts.annotate(month=TruncMonth("day"))
            .order_by("-month", "-day")
            .distinct("month")
            .select_related("outcome")
            .defer("answers", "inputs")[:MONTHS]
        )
        return [Row(one, getattr(one, "outcome", None)) for one in found]

    @cached_property
    def outcomes(self) -> list[ForecastOutcome]:
        return [one.outcome for one in self.rows if one.outcome]

    @property
    def score(self) -> float:
        return _mean([ours(one) for one in self.outcomes])

    @cached_property
    def compared(self) -> list[Compared]:
        found = []
        for name, said in RIVALS.items():
            pairs = [(said(one), one) for one in self.outcomes]
            known = [(number, one) for number, one in pairs if number is not None]
            if known:
                theirs = _mean([pinball(one.live, [number] * 3) for number, one in known])
                our = _mean([ours(one) for _, one in known])
                found.append(Compared(name, theirs, our, len(known)))
        return found

    @property
    def rivals(self) -> list[tuple[str, Compared]]:
        return [(one.label, one) for one in self.compared]

    @property
    def said(self) -> list[str]:
        """How the forecasts came out; where a simpler one did better, that first."""
        if not self.outcomes:
            return [words.none_checked([one.checked_on for one in self.rows if one.checked_on])]
        inside = sum(one.was_inside for one in self.outcomes)
        return [
            *words.better(self.compared),
            words.came_out(len(self.outcomes), inside, self.score, self.things),
            *words.without_dates(
                len(self.outcomes), sum(one.dates is None for one in self.outcomes)
            ),
        ]


def ours(one: ForecastOutcome) -> float:
    return pinball(one.live, (one.low, one.middle, one.high))


def _mean(numbers: list[float]) -> float:
    return round(sum(numbers) / len(numbers), 2)

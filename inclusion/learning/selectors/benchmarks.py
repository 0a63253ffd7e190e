"""Our skills checks beside a survey of all adults of the region.

They answer two questions. A survey asks people of all kinds; we ask those who came for help. So
they stand beside each other and are never subtracted, and where too few were checked for our own
figures, there is nothing to stand beside.
"""

from dataclasses import dataclass
from decimal import Decimal

from diz_portal.disclosure import NOT_SHOWN
from inclusion.learning.models import (
    AnsweredBy,
    Benchmark,
    BenchmarkFigure,
    Measured,
    SkillArea,
)
from inclusion.learning.selectors.distance import Cohort


@dataclass(frozen=True)
class Beside:
    """One thing that was measured: of those whom we checked, and of adults of the region."""

    measured: Measured
    first: str
    latest: str
    region: str


@dataclass(frozen=True)
class Survey:
    """The edition that is shown, and its figures for the region, by what was measured."""

    benchmark: Benchmark
    here: dict[str, Decimal]

    def said(self, measured: str) -> str:
        percent = self.here.get(measured)
        return "No figure" if percent is None else f"{percent.normalize():f}"


@dataclass(frozen=True)
class Compared:
    benchmark: Benchmark
    rows: list[Beside]


def survey() -> Survey | None:
    """What was imported last; nothing before."""
    benchmark = Benchmark.objects.shown()
    if benchmark is None:
        return None
    figures = BenchmarkFigure.objects.filter(benchmark=benchmark, region=benchmark.region)
    return Survey(benchmark, dict(figures.values_list("measured", "percent")))


def beside(cohort: Cohort, survey: Survey | None) -> Compared | None:
    """Nothing for a group that is too small to be shown, nor for what staff observed: the survey
    asked people themselves."""
    if survey is None or not cohort.is_shown or cohort.answered_by != AnsweredBy.SELF:
        return None
    ours = {row.area.value: (row.before, row.after) for row in cohort.rows}
    ours[Measured.LIFE.value] = (cohort.life_before, cohort.life_after)
    rows = []
    for one in Measured:
        first, latest = ours[one.value]
        region = _percent(survey.said(one.value))
        rows.append(Beside(one, _share(first, cohort.again), _share(latest, cohort.again), region))
    return Compared(survey.benchmark, rows)


def _percent(said: str) -> str:
    return f"{said}%" if said[0].isdigit() else said


def _share(number: int | None, of: int) -> str:
    return NOT_SHOWN if number is None else f"{round(100 * number / of)}%"


def in_file(cohort: Cohort, area: SkillArea, survey: Survey | None) -> tuple[str, str, str]:
    """The same for a row of a file: the region, its figure, and whose it is."""
    if survey is None or cohort.answered_by != AnsweredBy.SELF:
        return "", "", ""
    one = survey.benchmark
    return one.region, survey.said(area.value), f"{one}: {one.source}"

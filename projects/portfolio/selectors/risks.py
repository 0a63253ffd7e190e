"""What can be read about risks and issues."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F
from django.utils import timezone

from projects.portfolio.models import SCORES, Project, Risk, RiskState
from projects.portfolio.models.risk import level_of

RESIDUAL = F("impact_after") * F("likelihood_after")
# The most serious first, after mitigation; closed ones last.
BY_SEVERITY = (F("state").desc(), RESIDUAL.desc(), "next_review_on", "title")


def register(project: Project):
    return project.risks.select_related("owner").order_by(*BY_SEVERITY)


@dataclass(frozen=True)
class Cell:
    impact: int
    likelihood: int
    number: int

    @property
    def level(self) -> str:
        return level_of(self.impact * self.likelihood)


@dataclass(frozen=True)
class Row:
    likelihood: int
    label: str
    cells: list[Cell]


def matrix(project: Project) -> list[Row]:
    """Open risks by likelihood (most likely on top) and impact, after mitigation."""
    counts = {
        (likelihood, impact): number
        for likelihood, impact, number in project.risks.open()
        .order_by()
        .values_list("likelihood_after", "impact_after")
        .annotate(number=Count("pk"))
    }
    return [
        Row(
            likelihood,
            label,
            [Cell(impact, likelihood, counts.get((likelihood, impact), 0)) for impact, _ in SCORES],
        )
        for likelihood, label in reversed(SCORES)
    ]


def reviews_overdue(today: date | None = None):
    """Open ones whose next review has passed."""
    return (
        Risk.objects.filter(state=RiskState.OPEN, next_review_on__lt=today or timezone.localdate())
        .select_related("project", "project__lead", "owner")
        .order_by("next_review_on", "title")
    )

"""Milestones, risks and issues of a project as a report."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from diz_portal.reports.declaring import (
    Column,
    Figure,
    Figures,
    Kind,
    Linked,
    Paper,
    ProjectQuestion,
    Question,
    Report,
    Section,
    Table,
    register,
)
from projects.portfolio.models import Milestone, Project, Risk
from projects.portfolio.selectors import milestones, risks

MILESTONES = (
    Column("milestone", "Milestone"),
    Column("owner", "Owner"),
    Column("baseline_on", "Baseline date", Kind.DAY),
    Column("forecast_on", "Forecast date", Kind.DAY),
    Column("actual_on", "Actual date", Kind.DAY),
    Column("slippage", "Slippage (days)", Kind.WHOLE),
)
RISKS = (
    Column("risk", "Title"),
    Column("kind", "Risk or issue"),
    Column("owner", "Owner"),
    Column("score_before", "Inherent score (1 to 25)", Kind.WHOLE),
    Column("score_after", "Residual score (1 to 25)", Kind.WHOLE),
    Column("status", "Status"),
    Column("next_review_on", "Next review", Kind.DAY),
)


class OfAProject(ProjectQuestion):
    """As things are now: what a risk scored last year is not kept day by day."""

    takes_a_day = False


@register
class RisksAndMilestones(Report):
    name = "risks-and-milestones"
    title = "Risks and milestones"
    about = "Every milestone with its slippage, and the risk register, highest score first."
    asks = OfAProject
    order = 30

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        if answers is None:
            return user.is_authenticated and Project.objects.worked_on_by(user).exists()
        return user.has_perm("projects.see_workspace", answers["project"])

    def paper(self, question: Question) -> Paper:
        project = question.answers["project"]
        return Paper(
            title=self.said(question),
            sections=[
                Section("summary", "Summary", [_figures(project)]),
                Section("milestones", "Milestones", [_milestones(project)]),
                Section("risks", "Risks and issues", [_risks(project)]),
            ],
            notes=(
                "Slippage is the number of days from the baseline date to the actual date, or to "
                "the forecast date where there is none yet.",
                "A score is impact times likelihood, each 1 to 5: inherent before mitigation, "
                "residual after it.",
            ),
        )


def _figures(project: Project) -> Figures:
    today = timezone.localdate()
    open_risks = project.risks.open()
    values = [
        Figure("milestones_open", "Open milestones", project.milestones.open().count()),
        Figure(
            "milestones_slipping",
            "Milestones slipping",
            milestones.slipping(today).filter(project=project).count(),
            note="More than 2 weeks behind the baseline, or past the forecast date",
        ),
        Figure("risks_open", "Open risks and issues", open_risks.count()),
        Figure(
            "reviews_overdue",
            "Risk reviews overdue",
            risks.reviews_overdue(today).filter(project=project).count(),
        ),
    ]
    return Figures("portfolio", values)


def _milestones(project: Project) -> Table:
    found = milestones.of_project(project)
    page = reverse("projects_workspace:milestones", args=[project.slug])

    def rows() -> Iterator[tuple[Any, ...]]:
        one: Milestone
        for one in found:
            owner = str(one.owner) if one.owner else ""
            dates = (one.baseline_on, one.forecast_on, one.actual_on)
            yield (Linked(one.title, page), owner, *dates, one.slippage_days)

    return Table(
        "milestones",
        "Milestones",
        MILESTONES,
        rows,
        found.count(),
        empty="No milestones have been set.",
    )


def _risks(project: Project) -> Table:
    found = risks.register(project)
    page = reverse("projects_workspace:risks", args=[project.slug])

    def rows() -> Iterator[tuple[Any, ...]]:
        one: Risk
        for one in found.iterator():
            yield (
                Linked(one.title, page),
                "Issue" if one.is_issue else "Risk",
                str(one.owner) if one.owner else "",
                one.score_before,
                one.score_after,
                one.get_state_display(),
                one.next_review_on,
            )

    return Table(
        "risks",
        "Risks and issues",
        RISKS,
        rows,
        found.count(),
        empty="No risks or issues have been recorded.",
    )

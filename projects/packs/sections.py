"""What a pack says of projects, section by section: read from the rooms beneath, for one project or
for many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import F
from django.urls import reverse

from diz_portal.reports.declaring import (
    Column,
    Figure,
    Kind,
    Linked,
    Sentence,
    Table,
    Text,
)
from diz_portal.words import uk_month
from projects.packs import figures
from projects.portfolio.models import Milestone, Project, Risk
from projects.portfolio.selectors import milestones
from projects.returns.models import RAG, Return
from projects.rollout.standing import AsAt, Standing, standings

Part = Table | Text
MOST_RISKS = 5
# Of milestones that are met, those of so many days before.
MET_WITHIN = timedelta(days=92)
OF_PROJECT = Column("project", "Project")
MILESTONES = (
    Column("milestone", "Milestone"),
    Column("owner", "Owner"),
    Column("baseline_on", "Baseline", Kind.DAY),
    Column("expected_on", "Forecast or actual", Kind.DAY),
    Column("slippage", "Slippage (days)", Kind.WHOLE),
    Column("status", "Status"),
)
RISKS = (
    Column("risk", "Risk or issue"),
    Column("rating", "Rating", Kind.RAG),
    Column("score_after", "Residual score (1 to 25)", Kind.WHOLE),
    Column("owner", "Owner"),
    Column("mitigation", "Mitigation"),
)
RETURNS = (
    Column("organisation", "Partner"),
    Column("month", "Month"),
    Column("delivery", "Delivery", Kind.RAG),
    Column("spend", "Spend", Kind.RAG),
    Column("risk", "Risk", Kind.RAG),
    Column("comment", "Comment"),
)


@dataclass(frozen=True)
class About:
    """Whom a pack speaks of, on which day. The day's figures are read once."""

    projects: Sequence[Project]
    as_at: AsAt
    is_portfolio: bool

    @property
    def project(self) -> Project:
        return self.projects[0]

    @cached_property
    def standings(self) -> dict[int, Standing]:
        return standings([one.pk for one in self.projects], self.as_at)

    @cached_property
    def figures(self) -> list[Figure]:
        return figures.stated(self.projects, self.standings.values(), self.as_at)

    @property
    def publishes_spend(self) -> bool:
        """Every one of them does: a sum of some would tell what the others have."""
        return all(one.publishes_spend for one in self.projects)

    def columns(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        return (OF_PROJECT, *columns) if self.is_portfolio else tuple(columns)

    def row(self, project: Project, *values: Any) -> tuple[Any, ...]:
        return (project.title, *values) if self.is_portfolio else values


def milestones_and_slippage(about: About) -> list[Part]:
    found = list(
        Milestone.objects.standing()
        .filter(project__in=about.projects)
        .exclude(actual_on__lt=about.as_at.day - MET_WITHIN)
        .select_related("owner", "project")
        .order_by("project__title", F("actual_on").asc(nulls_last=True), "forecast_on", "title")
    )
    late = set(
        milestones.slipping(about.as_at.day)
        .filter(project__in=about.projects)
        .values_list("pk", flat=True)
    )
    is_open = [one for one in found if not one.actual_on]

    def status(one: Milestone) -> str:
        if one.actual_on:
            return "Complete"
        return "Slipping" if one.pk in late else "On track"

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found:
            page = reverse("projects_workspace:milestones", args=[one.project.slug])
            yield about.row(
                one.project,
                Linked(one.title, page),
                str(one.owner or ""),
                one.baseline_on,
                one.actual_on or one.forecast_on,
                one.slippage_days,
                status(one),
            )

    # Of many projects the owner is left to the page and the spreadsheets: with it, the table would
    # need a page turned sideways, and leave the one before nearly empty.
    columns = [
        replace(one, on_paper=not about.is_portfolio or one.key != "owner") for one in MILESTONES
    ]
    table = Table(
        "milestones",
        "Open milestones, and those met in the last 3 months",
        about.columns(columns),
        rows,
        len(found),
        empty="No milestones have been set.",
        note="Slippage is counted from the baseline date that was approved last.",
    )
    return [Text([Sentence(_slipping_said(len(is_open), len(late)))]), table]


def _slipping_said(number: int, late: int) -> str:
    if not number:
        return "No milestones are open."
    if not late:
        return "All open milestones are on track."
    if number == 1:
        return "The one open milestone is slipping."
    if late == 1:
        return f"1 of {number} open milestones is slipping."
    return f"{late} of {number} open milestones are slipping."


def top_risks(about: About) -> list[Part]:
    score = F("impact_after") * F("likelihood_after")
    register = Risk.objects.open().filter(project__in=about.projects)
    number = register.count()
    found = list(
        register.select_related("owner", "project").order_by(score.desc(), "next_review_on")[
            : MOST_RISKS * 2 if about.is_portfolio else MOST_RISKS
        ]
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found:
            page = reverse("projects_workspace:risks", args=[one.project.slug])
            kind = "Issue" if one.is_issue else "Risk"
            yield about.row(
                one.project,
                Linked(f"{kind}: {one.title}", page),
                RAG(one.level).label,
                one.score_after,
                str(one.owner or ""),
                one.mitigation,
            )

    more = number - len(found)
    note = f"{more} more open risks and issues have the same score or a lower one." if more else ""
    if more == 1:
        note = "1 more open risk or issue has the same score or a lower one."
    table = Table(
        "risks",
        "Highest residual scores",
        about.columns(RISKS),
        rows,
        len(found),
        empty="No risks or issues are open.",
        note=note,
    )
    return [table]


def returns_from_partners(about: About) -> list[Part]:
    """Each partner's latest return that somebody vouches for."""
    latest = figures.latest_returns(about.projects, about.as_at)
    found = sorted(
        latest.select_related("organisation", "project", "round"),
        key=lambda one: (one.project.title, one.organisation.name),
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found:
            page = reverse("returns:return", args=[one.reference])
            yield about.row(
                one.project,
                Linked(one.organisation.name, page),
                uk_month(one.round.month),
                one.get_delivery_display(),
                one.get_spend_display(),
                one.get_risk_display(),
                _comment(one),
            )

    return [
        Table(
            "returns",
            "RAG ratings of the latest return of each partner",
            about.columns(RETURNS),
            rows,
            len(found),
            empty="No partner has submitted a return yet.",
        )
    ]


def _comment(one: Return) -> str:
    """What the partner said of each rating below green."""
    said = (
        ("Delivery", one.delivery, one.delivery_comment),
        ("Spend", one.spend, one.spend_comment),
        ("Risk", one.risk, one.risk_comment),
    )
    return " ".join(
        f"{name}: {words}" for name, rating, words in said if words and rating != RAG.GREEN
    )

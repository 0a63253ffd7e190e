"""One programme as those who work on its projects see it: each project in a line, and the
milestones, money, benefits and risks of all of them."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet

from partners.roles import is_manager
from projects.benefits import selectors as benefits
from projects.benefits.models import Benefit
from projects.benefits.selectors import Realised
from projects.money.models import FundingSource
from projects.money.selectors import portfolio as money
from projects.overview import Line, of_projects
from projects.portfolio.models import Milestone, Programme, Project, Risk
from projects.portfolio.selectors.risks import RESIDUAL

# Enough to talk about; the rest is on the page of each project.
MOST = 10


def worked_on_by(user: Any) -> QuerySet[Programme]:
    """Those with a project that the person works on; managers see all."""
    if is_manager(user):
        return Programme.objects.all()
    return Programme.objects.filter(projects__in=Project.objects.worked_on_by(user)).distinct()


@dataclass(frozen=True)
class Sheet:
    """`milestones` and `risks` are the most urgent; `more_…` say how many there are besides."""

    programme: Programme
    lines: list[Line]
    milestones: list[Milestone]
    more_milestones: int
    money: list[money.Row]
    benefits: list[Realised]
    risks: list[Risk]
    more_risks: int

    @property
    def live(self) -> int:
        return sum(line.live for line in self.lines)

    @property
    def in_scope(self) -> int:
        return sum(line.in_scope for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)

    @property
    def is_public(self) -> bool:
        return any(line.project.published for line in self.lines)

    @cached_property
    def totals(self) -> dict[str, Decimal]:
        names = ("pledged", "secured", "received", "spent", "held")
        return {
            name: sum((getattr(row.statement, name) for row in self.money), Decimal(0))
            for name in names
        }

    @property
    def met(self) -> int:
        return sum(one.is_met for one in self.benefits)


def sheet(user: Any, programme: Programme) -> Sheet:
    """Of the projects of it that the person works on; as many queries however many there are."""
    projects = Project.objects.worked_on_by(user).filter(programme=programme)
    of_these = {"project__in": projects.values("pk")}
    milestones = (
        Milestone.objects.open()
        .filter(**of_these)
        .select_related("project", "owner")
        .order_by("forecast_on", "title")
    )
    risks = (
        Risk.objects.open()
        .filter(**of_these)
        .select_related("project", "owner")
        .order_by(RESIDUAL.desc(), "next_review_on", F("title"))
    )
    found_milestones, found_risks = list(milestones), list(risks)
    return Sheet(
        programme=programme,
        lines=of_projects(user, projects),
        milestones=found_milestones[:MOST],
        more_milestones=max(0, len(found_milestones) - MOST),
        money=money.rows(user, sources=FundingSource.objects.filter(**of_these)),
        benefits=benefits.realised(
            Benefit.objects.worked_on_by(user)
            .filter(**of_these)
            .order_by("project__title", "role", "title", "pk")
        ),
        risks=found_risks[:MOST],
        more_risks=max(0, len(found_risks) - MOST),
    )

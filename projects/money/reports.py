"""The statement of a project’s pooled fund as a report."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

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
from projects.money.models import FundingSource
from projects.money.selectors import statement
from projects.money.selectors.statement import Statement
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt

SOURCES = (
    Column("source", "Funding source"),
    Column("given_by", "Given by"),
    Column("kind", "Type of funding"),
    Column("status", "Status"),
    Column("pledged_capital", "Pledged, capital (£)", Kind.POUNDS),
    Column("pledged_revenue", "Pledged, revenue (£)", Kind.POUNDS),
    Column("received", "Received (£)", Kind.POUNDS),
    Column("outstanding", "Outstanding (£)", Kind.POUNDS),
    Column("spent", "Spent (£)", Kind.POUNDS),
    Column("held", "Held (£)", Kind.POUNDS),
)
IN_KIND = (
    Column("contribution", "Contribution in kind"),
    Column("given_by", "Given by"),
    Column("match", "Match"),
    Column("pledged", "Pledged (£)", Kind.POUNDS),
    Column("given", "Given (£)", Kind.POUNDS),
    Column("counted", "Counted as match (£)", Kind.POUNDS),
)
DIFFERENCES = (
    Column("source", "Funding source"),
    Column("difference", "Difference"),
    Column("amount", "Amount (£)", Kind.POUNDS),
)


@register
class PooledFundStatement(Report):
    name = "pooled-fund-statement"
    title = "Pooled fund statement"
    about = "What each funder and partner pledged, and what has been received, spent and held."
    asks = ProjectQuestion
    order = 50

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        if answers is None:
            return user.has_perm("projects.see_money")
        return user.has_perm("projects.see_money", answers["project"])

    def paper(self, question: Question) -> Paper:
        project: Project = question.answers["project"]
        shown = statement.of_project(project, AsAt.on(question.as_at))
        return Paper(self.said(question), sections(shown))


def sections(shown: Statement) -> list[Section]:
    return [
        Section("pool", "The pooled fund", [Figures("pool", figures(shown)), _sources(shown)]),
        Section("in_kind", "In kind", [_in_kind(shown)]),
        Section("differences", "Differences", [_differences(shown)]),
    ]


def figures(shown: Statement) -> list[Figure]:
    return [
        Figure("pledged", "Pledged (£)", shown.pledged, Kind.POUNDS),
        Figure("secured", "Pledged and secured (£)", shown.secured, Kind.POUNDS),
        Figure("received", "Received (£)", shown.received, Kind.POUNDS),
        Figure("outstanding", "Outstanding (£)", shown.outstanding, Kind.POUNDS),
        Figure("spent", "Spent (£)", shown.spent, Kind.POUNDS),
        Figure("held", "Held (£)", shown.held, Kind.POUNDS),
        Figure("in_kind", "In kind, counted as match (£)", shown.in_kind_accepted, Kind.POUNDS),
    ]


def _linked(source: FundingSource) -> Linked:
    url = reverse("money:source", args=[source.project.slug, source.reference])
    return Linked(source.title, url)


def _sources(shown: Statement) -> Table:
    def rows() -> Iterator[tuple]:
        for line in shown.lines:
            yield (
                _linked(line.source),
                line.source.giver,
                line.source.get_kind_display(),
                line.state_label,
                line.pledged_capital,
                line.pledged_revenue,
                line.received,
                line.outstanding,
                line.spent,
                line.held,
            )

    return Table(
        "sources",
        "Funding sources",
        SOURCES,
        rows,
        len(shown.lines),
        note="Pledged is the total of received and outstanding. Received is the total of spent "
        "and held.",
        empty="No funding has been pledged.",
    )


def _in_kind(shown: Statement) -> Table:
    def rows() -> Iterator[tuple]:
        for line in shown.in_kind:
            yield (
                _linked(line.source),
                line.source.giver,
                line.acceptance_label,
                line.pledged,
                line.given,
                line.accepted,
            )

    return Table(
        "in_kind",
        "Contributions in kind",
        IN_KIND,
        rows,
        len(shown.in_kind),
        empty="No contributions in kind have been recorded.",
    )


def _differences(shown: Statement) -> Table:
    def rows() -> Iterator[tuple]:
        for one in shown.differences:
            yield _linked(one.source), one.says, one.amount

    return Table(
        "differences",
        "Differences, each with its reason",
        DIFFERENCES,
        rows,
        len(shown.differences),
        empty="There are no differences.",
    )

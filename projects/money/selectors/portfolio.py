"""The money of every project that a person may read, a row each."""

from dataclasses import dataclass

from django.db.models import QuerySet

from partners.models import Organisation
from projects.money.models import FundingSource
from projects.money.selectors import statement
from projects.money.selectors.statement import Line, Statement
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt


@dataclass(frozen=True)
class Row:
    project: Project
    statement: Statement


def rows(user, as_at: AsAt | None = None) -> list[Row]:
    """Read in one query however many projects there are."""
    as_at = as_at or AsAt.today()
    whole = statement.of_sources(FundingSource.objects.visible_to(user), as_at)
    lines: dict[Project, list[Line]] = {}
    for line in whole.lines:
        lines.setdefault(line.source.project, []).append(line)
    for one in whole.in_kind:
        lines.setdefault(one.source.project, [])
    return [
        Row(
            project,
            Statement(
                as_at,
                tuple(found),
                tuple(one for one in whole.in_kind if one.source.project == project),
                tuple(one for one in whole.differences if one.source.project == project),
            ),
        )
        for project, found in lines.items()
    ]


def partners(user) -> QuerySet[Organisation]:
    """Those whose contributions the person may read."""
    sources = FundingSource.objects.visible_to(user)
    return Organisation.objects.filter(funding_sources__in=sources).distinct().order_by("name")

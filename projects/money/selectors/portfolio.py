"""The money of every project that a person may read, a row each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from partners.models import Organisation
from projects.money.models import FundingSource
from projects.money.selectors import statement
from projects.money.selectors.statement import Difference, InKindLine, Line, Statement
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt

Part = TypeVar("Part", Line, InKindLine, Difference)


@dataclass(frozen=True)
class Row:
    project: Project
    statement: Statement


def rows(
    user, as_at: AsAt | None = None, *, sources: QuerySet[FundingSource] | None = None
) -> list[Row]:
    """Read in one query however many projects there are; of `sources`, those the person may see."""
    as_at = as_at or AsAt.today()
    visible = FundingSource.objects.visible_to(user)
    if sources is not None:
        visible = visible.filter(pk__in=sources.values("pk"))
    whole = statement.of_sources(visible, as_at)
    lines, in_kind = _by_project(whole.lines), _by_project(whole.in_kind)
    differences = _by_project(whole.differences)
    return [
        Row(
            project,
            Statement(
                as_at,
                tuple(lines.get(project, ())),
                tuple(in_kind.get(project, ())),
                tuple(differences.get(project, ())),
            ),
        )
        for project in {**lines, **in_kind}
    ]


def _by_project(parts: Iterable[Part]) -> dict[Project, list[Part]]:
    found: dict[Project, list[Part]] = {}
    for part in parts:
        found.setdefault(part.source.project, []).append(part)
    return found


def partners(user) -> QuerySet[Organisation]:
    """Those whose contributions the person may read."""
    sources = FundingSource.objects.visible_to(user)
    return Organisation.objects.filter(funding_sources__in=sources).distinct().order_by("name")

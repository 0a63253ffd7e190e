"""The statement of a pooled fund as a file: what its page shows, a row for each source."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponseBase

from diz_portal.spreadsheets import csv_response
from projects.money.selectors.statement import Statement

HEADINGS = (
    "Project",
    "Funding source",
    "Given by",
    "Type of funding",
    "Cash or in kind",
    "Status",
    "Pledged, capital (£)",
    "Pledged, revenue (£)",
    "Pledged (£)",
    "Received (£)",
    "Outstanding (£)",
    "Spent (£)",
    "Held (£)",
    "Given in kind (£)",
    "Counted as match (£)",
    "Differences",
)


def as_csv(shown: Statement, name: str) -> HttpResponseBase:
    return csv_response(f"{name}-{shown.as_at.day.isoformat()}.csv", HEADINGS, rows(shown))


def rows(shown: Statement) -> Iterator[list[Any]]:
    """Money and what is given in kind stand in columns of their own: they are never added up."""
    says: dict[int, list[str]] = {}
    for one in shown.differences:
        says.setdefault(one.source.pk, []).append(one.says)
    for line in shown.lines:
        yield [
            *_named(line.source),
            "Cash",
            line.state_label,
            line.pledged_capital,
            line.pledged_revenue,
            line.pledged,
            line.received,
            line.outstanding,
            line.spent,
            line.held,
            None,
            None,
            "; ".join(says.get(line.source.pk, [])),
        ]
    for given in shown.in_kind:
        yield [
            *_named(given.source),
            "In kind",
            given.acceptance_label,
            *[None] * 2,
            given.pledged,
            *[None] * 4,
            given.given,
            given.accepted,
            "; ".join(says.get(given.source.pk, [])),
        ]


def _named(source: Any) -> list[str]:
    return [
        source.project.title,
        source.title,
        str(source.giver),
        source.get_kind_display(),
    ]

"""What could not be met: for those who decide what to buy next. Figures only, by the one rule for
small numbers (`diz_portal.disclosure`)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncQuarter

from diz_portal.disclosure import NOT_SHOWN, TOTAL, Edition, breakdown, breakdowns
from diz_portal.words import uk_months
from inclusion.cases.models import Case, Need, NeedKind, NeedState, NotMetReason
from inclusion.cases.roles import handles_for
from partners.roles import is_manager

QUARTERS = 8


@dataclass(frozen=True)
class Row:
    label: str
    number: int | None  # None: not shown

    @property
    def shown(self) -> str:
        return NOT_SHOWN if self.number is None else f"{self.number:,}"


@dataclass(frozen=True)
class Table:
    title: str
    heading: str
    rows: list[Row]


@dataclass(frozen=True)
class Report:
    total: int | None
    tables: list[Table]
    waiting: list[Row]

    @property
    def is_empty(self) -> bool:
        return self.total == 0

    @property
    def by_reason(self) -> Table:
        return self.tables[1]


def rows_of(edition: Edition) -> list[Row]:
    """The parts of a whole as they may be shown, without the whole."""
    return [Row(str(key), edition.shown(key)) for key in edition.numbers if key != TOTAL]


def report(user: Any) -> Report:
    """Of the teams one works for; a programme manager reads the sum over all of them."""
    cases = Case.objects.all() if is_manager(user) else Case.objects.visible_to(user)
    if not is_manager(user) and not handles_for(user):
        cases = cases.none()
    not_met = Need.objects.filter(case__in=cases, state=NeedState.NOT_MET).exclude(
        reason=NotMetReason.TRANSFERRED
    )
    titles = [
        ("By type of need", "Type of need"),
        ("By reason", "Reason"),
        ("By district", "District"),
        ("By quarter", "Quarter"),
    ]
    editions = breakdowns(
        _by(not_met, "kind", NeedKind.choices),
        _by(not_met, "reason", _reasons()),
        _by_district(not_met),
        _quarters(not_met),
    )
    waiting = Need.objects.filter(case__in=cases, state=NeedState.WAITING)
    return Report(
        editions[0].shown(TOTAL),
        [Table(*title, rows_of(edition)) for title, edition in zip(titles, editions, strict=True)],
        rows_of(breakdown(_by(waiting, "kind", NeedKind.choices))),
    )


def _reasons() -> list[tuple[str, str]]:
    return [(key, label) for key, label in NotMetReason.choices if key != NotMetReason.TRANSFERRED]


def _by(needs: Any, field: str, choices: list[tuple[str, str]]) -> dict[str, int]:
    found = dict(needs.order_by().values_list(field).annotate(number=Count("pk")))
    return {label: found.get(key, 0) for key, label in choices}


def _by_district(needs: Any) -> dict[str, int]:
    name = "case__person__district__name"
    found = needs.order_by(name).values_list(name).annotate(number=Count("pk"))
    return {label or "Not known": number for label, number in found}


def _quarters(needs: Any) -> dict[str, int]:
    """The last quarters one by one, everything before them in one row."""
    found = (
        needs.annotate(quarter=TruncQuarter("changed_at"))
        .order_by("-quarter")
        .values_list("quarter")
        .annotate(number=Count("pk"))
    )
    grouped: Counter[str] = Counter()
    for at, (quarter, number) in enumerate(found):
        grouped[_in_words(quarter.date()) if at < QUARTERS else "Earlier"] += number
    return dict(list(grouped.items())[::-1])


def _in_words(first: date) -> str:
    return uk_months(first, first.replace(month=first.month + 2))

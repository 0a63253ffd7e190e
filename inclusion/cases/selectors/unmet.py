"""What could not be met: for those who decide what to buy next. Figures only, none under five."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncQuarter

from inclusion.cases.models import Case, Need, NeedKind, NeedState, NotMetReason
from inclusion.cases.roles import handles_for
from partners.roles import is_manager

# A smaller group could be recognised by those who know them.
LEAST = 5
QUARTERS = 8
HIDDEN = None


@dataclass(frozen=True)
class Row:
    label: str
    number: int | None  # HIDDEN when it is too small, or would give a hidden one away

    @property
    def shown(self) -> str:
        return "not shown" if self.number is HIDDEN else f"{self.number:,}"


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


def covered(label_and_number: Iterable[tuple[str, int]]) -> list[Row]:
    """Small numbers hidden, and one more where a hidden number could be worked out from the sum."""
    pairs = list(label_and_number)
    hidden = {label for label, number in pairs if 0 < number < LEAST}
    rest = sorted((number, label) for label, number in pairs if number >= LEAST)
    if len(hidden) == 1 and rest:
        hidden.add(rest[0][1])
    return [Row(label, HIDDEN if label in hidden else number) for label, number in pairs]


def report(user: Any) -> Report:
    """Of the teams one works for; a programme manager reads the sum over all of them."""
    cases = Case.objects.all() if is_manager(user) else Case.objects.visible_to(user)
    if not is_manager(user) and not handles_for(user):
        cases = cases.none()
    not_met = Need.objects.filter(case__in=cases, state=NeedState.NOT_MET).exclude(
        reason=NotMetReason.PASSED_ON
    )
    quarters = _quarters(not_met)
    total = sum(number for _, number in quarters)
    tables = [
        Table("By what was needed", "What was needed", _by(not_met, "kind", NeedKind.choices)),
        Table("By reason", "Reason", _by(not_met, "reason", _reasons())),
        Table("By district", "District", _by_district(not_met)),
        Table("By quarter", "Quarter", covered(quarters)),
    ]
    waiting = Need.objects.filter(case__in=cases, state=NeedState.WAITING)
    return Report(
        total if total == 0 or total >= LEAST else HIDDEN,
        tables,
        _by(waiting, "kind", NeedKind.choices),
    )


def _reasons() -> list[tuple[str, str]]:
    return [(key, label) for key, label in NotMetReason.choices if key != NotMetReason.PASSED_ON]


def _by(needs: Any, field: str, choices: list[tuple[str, str]]) -> list[Row]:
    found = dict(needs.order_by().values_list(field).annotate(number=Count("pk")))
    return covered((label, found.get(key, 0)) for key, label in choices)


def _by_district(needs: Any) -> list[Row]:
    name = "case__person__district__name"
    found = needs.order_by(name).values_list(name).annotate(number=Count("pk"))
    return covered((label or "Not known", number) for label, number in found)


def _quarters(needs: Any) -> list[tuple[str, int]]:
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
    return list(grouped.items())[::-1]


def _in_words(first: date) -> str:
    last = first.replace(month=first.month + 2)
    return f"{first:%B} to {last:%B %Y}"

"""What an organisation expects to spend, as its monthly return shows and revises it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from diz_portal.accounts.models import User
from projects.money import periods
from projects.money.enums import FigureKind
from projects.money.models import BudgetFigure, BudgetLine
from projects.money.selectors import budget
from projects.returns.models import Return


def lines_of(record: Return, user: User) -> QuerySet[BudgetLine]:
    """The lines that its organisation spends, of those the person may read."""
    return BudgetLine.objects.visible_to(user).filter(
        source__project=record.project_id, organisation=record.organisation_id
    )


def planned(record: Return, user: User) -> tuple[budget.Line, ...]:
    """These lines with their budget, spend and forecast. Six queries, however many lines."""
    lines = lines_of(record, user)
    return budget.of_lines(lines, record.project).lines if lines.exists() else ()


@dataclass(frozen=True)
class Revision:
    """What the return changed of a line and a quarter; `was` is what was expected before."""

    line: BudgetLine
    quarter: date
    was: Decimal | None
    amount: Decimal
    why: str
    by: str
    on: date

    @property
    def quarter_name(self) -> str:
        return periods.quarter_name(self.quarter)


def revisions(record: Return, user: User) -> list[Revision]:
    """Those of the return, the earliest first, of lines that the person may read. Two queries."""
    readable = BudgetLine.objects.visible_to(user)
    lines = list(readable.filter(figures__record=record).distinct())
    if not lines:
        return []
    figures = (
        BudgetFigure.objects.filter(line__in=lines)
        .select_related("line", "by")
        .order_by("recorded_at", "pk")
    )
    # Until there is a forecast, the budget is what was expected.
    budgeted: dict[tuple[int, date], Decimal] = {}
    expected: dict[tuple[int, date], Decimal] = {}
    found = []
    for one in figures:
        at = (one.line_id, one.quarter)
        if one.kind == FigureKind.BUDGET:
            budgeted[at] = one.amount
            continue
        if one.record_id == record.pk:
            found.append(
                Revision(
                    line=one.line,
                    quarter=one.quarter,
                    was=expected.get(at, budgeted.get(at)),
                    amount=one.amount,
                    why=f"{one.get_code_display()}: {one.reason}" if one.code else "",
                    by=str(one.by or ""),
                    on=one.recorded_on,
                )
            )
        expected[at] = one.amount
    return found

"""Planning what is spent: a line, its budget by quarter, and forecasts that keep what was said
before."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.words import listed
from partners.models import Organisation
from projects.money import periods
from projects.money.enums import FigureKind
from projects.money.models import BudgetFigure, BudgetLine, FundingSource, VarianceReason
from projects.money.selectors import budget, finance
from projects.money.services.sources import locked
from projects.portfolio.controlled import require_change


class LineExists(Refusal):
    message = "This budget line already exists. Enter a different heading"


class PastQuarter(Refusal):
    message = "Enter forecasts for this quarter or later ones: earlier ones have ended"


class SayWhy(Refusal):
    """A figure strays further from the budget than the project lets go without a reason."""

    def __init__(self, quarters: list[date]):
        self.quarters = quarters
        names = listed(periods.quarter_name(one) for one in quarters)
        super().__init__(
            f"Explain why {names} {'differs' if len(quarters) == 1 else 'differ'} from the budget: "
            "select why, and enter the reason"
        )


@transaction.atomic
def add(
    *,
    by: User,
    source: FundingSource,
    organisation: Organisation,
    heading: str,
    expenditure: str,
) -> BudgetLine:
    source = locked(source)
    if not source.is_cash:
        raise NotNow("Budget cash only: select a funding source that gives cash")
    facts = {"organisation": organisation, "heading": heading, "expenditure": expenditure}
    if source.budget_lines.filter(**facts).exists():
        raise LineExists
    return source.budget_lines.create(**facts)


@transaction.atomic
def set_budget(
    *,
    by: User,
    line: BudgetLine,
    amounts: Mapping[date, Decimal],
    reason: str = "",
    change_request: Any = None,
) -> list[BudgetFigure]:
    """The budget of each quarter that differs from what it was; a second one says why, and of a
    project under change control each names the request that was approved."""
    line = _locked(line)
    require_change(line.source.project, change_request)
    now = budget.newest(line, FigureKind.BUDGET)
    changed = {quarter: one for quarter, one in amounts.items() if now.get(quarter) != one}
    if any(quarter in now for quarter in changed) and not reason.strip():
        raise Refusal("Enter who approved the change of budget, and why")
    facts = {"reason": reason.strip(), "change_request": change_request}
    return _record(line, by, FigureKind.BUDGET, changed, **facts)


@transaction.atomic
def revise_forecast(
    *,
    by: User,
    line: BudgetLine,
    amounts: Mapping[date, Decimal],
    code: str = "",
    reason: str = "",
    record: Any = None,
) -> list[BudgetFigure]:
    """What is expected now of each quarter, where that has changed. What was expected before stays.

    Wherever it comes in, a figure past the project's limits from the budget says why.
    """
    line = _locked(line)
    now = budget.newest(line, FigureKind.FORECAST)
    changed = {quarter: one for quarter, one in amounts.items() if now.get(quarter) != one}
    if any(periods.quarter_end(quarter) < timezone.localdate() for quarter in changed):
        raise PastQuarter
    limits = finance.of(line.source.project)
    budgeted = budget.newest(line, FigureKind.BUDGET)
    far = [
        quarter
        for quarter, amount in sorted(changed.items())
        if limits.needs_a_reason(budgeted.get(quarter, Decimal(0)), amount)
    ]
    if far and not (code and reason.strip()):
        raise SayWhy(far)
    said = {"code": code, "reason": reason.strip()} if code else {}
    return _record(line, by, FigureKind.FORECAST, changed, record=record, **said)


@transaction.atomic
def explain(*, by: User, line: BudgetLine, quarter: date, code: str, reason: str) -> VarianceReason:
    """Say why what was spent in a quarter that has ended differs from its budget."""
    line = _locked(line)
    if periods.quarter_end(quarter) >= timezone.localdate():
        raise NotNow("This quarter has not ended. Revise its forecast instead")
    if not reason.strip():
        raise Refusal("Enter why it differs")
    shown = budget.of_line(line).quarter(quarter)
    return line.reasons.create(
        quarter=quarter, variance=shown.variance, code=code, reason=reason.strip(), by=by
    )


def _record(
    line: BudgetLine, by: User, kind: FigureKind, amounts: Mapping[date, Decimal], **facts: Any
) -> list[BudgetFigure]:
    if any(amount < 0 for amount in amounts.values()):
        raise Refusal("Enter an amount of £0 or more")
    # One moment for what is recorded together: it is told together.
    facts["recorded_at"] = timezone.now()
    return BudgetFigure.objects.bulk_create(
        BudgetFigure(line=line, by=by, kind=kind, quarter=quarter, amount=amount, **facts)
        for quarter, amount in sorted(amounts.items())
    )


def _locked(line: BudgetLine) -> BudgetLine:
    """The line, held until the transaction ends: two who revise one see each other's figures."""
    return (
        BudgetLine.objects.select_for_update(of=("self",), no_key=True)
        .select_related("source__project")
        .get(pk=line.pk)
    )

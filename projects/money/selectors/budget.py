"""Budget, forecast and actual, quarter by quarter. Decimal pounds; a variance is actual or forecast
less budget, so more than was budgeted is more than 0."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Max, Min, QuerySet, Sum
from django.utils import timezone

from projects.money import periods
from projects.money.amounts import NOTHING
from projects.money.enums import FigureKind, Flow, Form, SourceState
from projects.money.models import (
    BudgetFigure,
    BudgetLine,
    Finance,
    FundingSource,
    Posting,
    VarianceReason,
)
from projects.money.selectors import finance
from projects.rollout.standing import AsAt


def newest(line: BudgetLine, kind: str) -> dict[date, Decimal]:
    """By quarter, what holds now."""
    figures = line.figures.filter(kind=kind).order_by("recorded_at", "pk")
    return dict(figures.values_list("quarter", "amount"))


@dataclass(frozen=True)
class Revision:
    """What one person changed of a line in one go, with the reason that they gave, or with the
    monthly return that says so."""

    kind: str
    by: str
    on: date
    reason: str
    month: str
    amount: Decimal
    quarters: int


def revisions(line: BudgetLine, most: int = 20) -> list[Revision]:
    """The latest first; what was recorded together is told together."""
    found: dict[tuple, list[BudgetFigure]] = {}
    figures = line.figures.exclude(reason="", record=None).order_by("-recorded_at", "pk")
    for one in figures.select_related("by", "record__round")[: most * 12]:
        found.setdefault((one.recorded_at, one.kind, one.by_id, one.reason), []).append(one)
    return [
        Revision(
            kind=first.get_kind_display(),
            by=str(first.by or ""),
            on=first.recorded_on,
            reason=first.reason,
            month=str(first.record.round) if first.record else "",
            amount=sum((one.amount for one in together), NOTHING),
            quarters=len(together),
        )
        for together in found.values()
        for first in together[:1]
    ][:most]


@dataclass(frozen=True)
class Quarter:
    """One line in one quarter."""

    quarter: date
    original: Decimal | None
    budget: Decimal
    first_forecast: Decimal | None
    forecast: Decimal | None
    actual: Decimal
    has_ended: bool
    limits: Finance
    reason: VarianceReason | None
    said: str = ""

    @property
    def name(self) -> str:
        return periods.quarter_name(self.quarter)

    @property
    def slug(self) -> str:
        """As addresses and forms name it: `2026-10`."""
        return periods.slug_of(self.quarter)

    @property
    def expected(self) -> Decimal:
        """Actual of a quarter that has ended; else the forecast, or the budget until there is one,
        and never less than has been spent already."""
        if self.has_ended:
            return self.actual
        planned = self.budget if self.forecast is None else self.forecast
        return max(planned, self.actual)

    @property
    def variance(self) -> Decimal:
        return self.expected - self.budget

    @property
    def needs_a_reason(self) -> bool:
        """It has ended past the limits, and nobody has said why of the variance as it is."""
        if not self.has_ended or not self.limits.needs_a_reason(self.budget, self.actual):
            return False
        return self.reason is None or self.reason.variance != self.variance

    @property
    def forecast_missed_by(self) -> Decimal | None:
        """Actual less the last forecast, of a quarter that has ended."""
        if not self.has_ended or self.forecast is None:
            return None
        return self.actual - self.forecast


@dataclass(frozen=True)
class Line:
    line: BudgetLine
    quarters: tuple[Quarter, ...]

    def quarter(self, first_day: date) -> Quarter:
        return next(one for one in self.quarters if one.quarter == first_day)

    def _total(self, name: str) -> Decimal:
        return sum((getattr(one, name) for one in self.quarters), NOTHING)

    @cached_property
    def budget(self) -> Decimal:
        return self._total("budget")

    @cached_property
    def actual(self) -> Decimal:
        return self._total("actual")

    @cached_property
    def expected(self) -> Decimal:
        return self._total("expected")

    @property
    def variance(self) -> Decimal:
        return self.expected - self.budget

    @cached_property
    def unexplained(self) -> int:
        return sum(one.needs_a_reason for one in self.quarters)


@dataclass(frozen=True)
class Budget:
    lines: tuple[Line, ...]
    # Spent from the sources without a line, in pounds.
    elsewhere: Decimal

    def _total(self, name: str) -> Decimal:
        return sum((getattr(one, name) for one in self.lines), NOTHING)

    @cached_property
    def budget(self) -> Decimal:
        return self._total("budget")

    @cached_property
    def actual(self) -> Decimal:
        return self._total("actual")

    @cached_property
    def expected(self) -> Decimal:
        return self._total("expected")

    @property
    def variance(self) -> Decimal:
        return self.expected - self.budget

    @cached_property
    def unexplained(self) -> int:
        return sum(one.unexplained for one in self.lines)


def of_line(line: BudgetLine, year: date | None = None) -> Line:
    return of_lines(BudgetLine.objects.filter(pk=line.pk), line.source.project, year).lines[0]


def of_lines(lines, project, year: date | None = None, as_at: AsAt | None = None) -> Budget:
    """The budget of some lines of a project: of a financial year, named by its 1 April, or of all
    quarters of the project; today, or on a day as it was known at its end. Four queries, however
    many lines and quarters there are."""
    as_at = as_at or AsAt.today()
    found = list(lines.select_related("source__project", "organisation"))
    today, limits = as_at.day, finance.of(project)
    known = {"line__in": found, "recorded_at__lt": as_at.known_before}
    figures = _by_line_and_quarter(
        BudgetFigure.objects.filter(**known).order_by("recorded_at", "pk")
    )
    reasons = {
        (one.line_id, one.quarter): one
        for one in VarianceReason.objects.filter(**known).order_by("recorded_at", "pk")
    }
    spent = _spent(project, as_at)
    # A line may have figures of a quarter before the project began, or after its end.
    own, usual = defaultdict(set), quarters_of(project)
    for pk, quarter in (*figures, *spent):
        own[pk].add(quarter)
    shown = []
    for line in found:
        wanted = sorted({*usual, *own[line.pk]})
        if year is not None:
            wanted = [one for one in wanted if periods.year_of(one) == year]
        shown.append(
            Line(
                line,
                tuple(
                    _quarter(
                        quarter,
                        figures.get((line.pk, quarter), []),
                        spent.get((line.pk, quarter), NOTHING),
                        reasons.get((line.pk, quarter)),
                        limits,
                        today,
                    )
                    for quarter in wanted
                ),
            )
        )
    elsewhere = sum(
        (
            amount
            for (pk, quarter), amount in spent.items()
            if pk is None and year in (None, periods.year_of(quarter))
        ),
        NOTHING,
    )
    return Budget(tuple(shown), elsewhere)


def may_be_budgeted(project) -> QuerySet[FundingSource]:
    """The sources of a project that a budget line may be added to."""
    standing = project.funding_sources.exclude(state=SourceState.WITHDRAWN)
    return standing.filter(form=Form.CASH).order_by("title")


def quarters_of(project) -> list[date]:
    """From the project's start to its end; of one without, as its funding runs, or this quarter."""
    today = timezone.localdate()
    first, last = project.starts_on, project.ends_on
    if not (first and last):
        funded = project.funding_sources.exclude(state=SourceState.WITHDRAWN).aggregate(
            first=Min("starts_on"), last=Max("ends_on")
        )
        first, last = first or funded["first"] or today, last or funded["last"] or today
    return periods.quarters(first, max(first, last))


def _by_line_and_quarter(
    figures: Iterable[BudgetFigure],
) -> dict[tuple[int, date], list[BudgetFigure]]:
    found: dict[tuple[int, date], list[BudgetFigure]] = defaultdict(list)
    for one in figures:
        found[one.line_id, one.quarter].append(one)
    return found


def _spent(project, as_at: AsAt) -> dict[tuple[int | None, date], Decimal]:
    rows = (
        Posting.objects.known(as_at)
        .filter(source__project=project, flow=Flow.SPENT)
        .order_by()
        .values_list("budget_line", "month")
        .annotate(total=Sum("amount"))
    )
    found: dict[tuple[int | None, date], Decimal] = defaultdict(lambda: NOTHING)
    for line, month, total in rows:
        found[line, periods.quarter_of(month)] += total
    return dict(found)


def _quarter(
    quarter: date,
    figures: list[BudgetFigure],
    actual: Decimal,
    reason: VarianceReason | None,
    limits: Finance,
    today: date,
) -> Quarter:
    budgets = [one.amount for one in figures if one.kind == FigureKind.BUDGET]
    forecasts = [one for one in figures if one.kind == FigureKind.FORECAST]
    return Quarter(
        quarter=quarter,
        original=budgets[0] if budgets else None,
        budget=budgets[-1] if budgets else NOTHING,
        first_forecast=forecasts[0].amount if forecasts else None,
        forecast=forecasts[-1].amount if forecasts else None,
        actual=actual,
        has_ended=periods.quarter_end(quarter) < today,
        limits=limits,
        reason=reason,
        said=forecasts[-1].reason if forecasts else "",
    )

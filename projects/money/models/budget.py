import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import DateField, F, Func, Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.sql import quoted
from partners.roles import is_manager
from projects.money.enums import Expenditure, FigureKind, VarianceCode
from projects.money.models.sources import pounds_field
from projects.money.readers import keepers, own_readers
from projects.portfolio.by_change import only_by_change

QUARTER = Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10])


class BudgetLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the funding sources, and to the partner that spends it."""
        if is_manager(user):
            return self
        mine = own_readers(user)
        spends = Q(organisation__in=mine) & ~Q(organisation=F("source__project__lead"))
        return self.filter(
            Q(source__project__lead__in=keepers(user)) | Q(source__organisation__in=mine) | spends
        )


class BudgetLine(models.Model):
    """What is to be spent of a funding source, by whom and on what; its figures are by quarter."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    source = models.ForeignKey(
        "projects.FundingSource", on_delete=models.PROTECT, related_name="budget_lines"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="budget_lines"
    )
    heading = models.CharField(max_length=120)
    expenditure = models.CharField("capital or revenue", max_length=8, choices=Expenditure)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = "budget line"
        ordering = ["source__title", "heading", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "organisation", "heading", "expenditure"],
                name="projects_budget_line_once",
                violation_error_message=(
                    "This budget line exists already. Enter a different heading"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.heading} ({self.get_expenditure_display().lower()})"


# Wherever a forecast comes in: past both limits of its project it says why. See
# `Finance.needs_a_reason`, whose defaults hold until somebody sets them.
FORECAST_SAYS_WHY = pgtrigger.Trigger(
    name="forecast_says_why",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition(f"NEW.kind = {quoted(FigureKind.FORECAST)} AND NEW.code = ''"),
    declare=[("percent", "numeric"), ("pounds", "numeric"), ("budget", "numeric")],
    func=f"""
        SELECT coalesce(f.variance_percent, 10), coalesce(f.variance_pounds, 1000)
        INTO percent, pounds
        FROM projects_budgetline l JOIN projects_fundingsource s ON s.id = l.source_id
        LEFT JOIN projects_finance f ON f.project_id = s.project_id
        WHERE l.id = NEW.line_id;
        SELECT amount INTO budget FROM projects_budgetfigure
        WHERE line_id = NEW.line_id AND quarter = NEW.quarter
            AND kind = {quoted(FigureKind.BUDGET)}
        ORDER BY recorded_at DESC, id DESC LIMIT 1;
        budget := coalesce(budget, 0);
        IF abs(NEW.amount - budget) > pounds
            AND abs(NEW.amount - budget) * 100 > budget * percent
        THEN
            RAISE EXCEPTION 'a forecast far from its budget says why'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


# Named as `ReturnState` names them, which the room of returns keeps: it stands above this one.
RETURN_IS_OWED = f"r.locked_at IS NULL AND r.state IN ({quoted('draft')}, {quoted('sent_back')})"
FORECAST_OF_ITS_RETURN = pgtrigger.Trigger(
    name="forecast_of_its_return",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.record_id IS NOT NULL"),
    func=f"""
        IF NEW.kind <> {quoted(FigureKind.FORECAST)} OR NOT EXISTS (
            SELECT 1 FROM projects_return r
            JOIN projects_budgetline l ON l.id = NEW.line_id
                AND l.organisation_id = r.organisation_id
            JOIN projects_fundingsource s ON s.id = l.source_id AND s.project_id = r.project_id
            WHERE r.id = NEW.record_id AND {RETURN_IS_OWED}
        ) THEN
            RAISE EXCEPTION 'a return revises what its own organisation spends, while it is owed'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


class BudgetFigure(models.Model):
    """Pounds budgeted or forecast for a financial quarter, named by its first day.

    Append-only: the first of a kind is the original, the last is what holds now. A forecast is
    never made of a quarter that has ended.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="figures")
    quarter = models.DateField()
    kind = models.CharField("budget or forecast", max_length=8, choices=FigureKind)
    amount = pounds_field("amount (£)")
    recorded_on = models.DateField(default=timezone.localdate)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The monthly return that changed the forecast, where one did.
    record = models.ForeignKey(
        "projects.Return", null=True, blank=True, on_delete=models.PROTECT, related_name="forecasts"
    )
    code = models.CharField("why it differs", max_length=8, choices=VarianceCode, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # Of a project under change control: what was asked for, and how it was approved.
    change_request = models.ForeignKey(
        "projects.ChangeRequest",
        null=True,
        on_delete=models.PROTECT,
        related_name="budget_figures",
    )

    class Meta:
        verbose_name = "budget figure"
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["line", "quarter", "kind"], name="projects_budget_newest")]
        constraints = [
            models.CheckConstraint(
                condition=QUARTER,
                name="projects_budget_names_a_quarter",
                violation_error_message="Enter the first day of a financial quarter",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="projects_budget_not_negative",
                violation_error_message="Enter an amount of £0 or more",
            ),
            models.CheckConstraint(
                condition=Q(kind=FigureKind.BUDGET)
                | Q(
                    recorded_on__lt=Func(
                        F("quarter"),
                        template="(%(expressions)s + interval '3 months')::date",
                        output_field=DateField(),
                    )
                ),
                name="projects_forecast_is_of_time_to_come",
                violation_error_message="Enter a forecast for this quarter or a later one",
            ),
            models.CheckConstraint(
                condition=Q(code="") | ~Q(reason=""),
                name="projects_variance_code_has_words",
                violation_error_message="Explain the variance",
            ),
        ]
        triggers = [
            append_only(),
            FORECAST_SAYS_WHY,
            FORECAST_OF_ITS_RETURN,
            only_by_change(
                "(SELECT s.project_id FROM projects_budgetline l"
                " JOIN projects_fundingsource s ON s.id = l.source_id WHERE l.id = NEW.line_id)",
                unless=f"NEW.kind <> {quoted(FigureKind.BUDGET)}",
            ),
        ]

    def __str__(self):
        return f"{self.line}, {self.quarter}: {self.amount}"


class VarianceReason(models.Model):
    """Why what was spent in a quarter that has ended differs from its budget. Append-only: the last
    one holds."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="reasons")
    quarter = models.DateField()
    # What it explains, in pounds: asked again once that has changed.
    variance = pounds_field("variance (£)")
    code = models.CharField("why it differs", max_length=8, choices=VarianceCode)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "reason for a variance"
        verbose_name_plural = "reasons for variances"
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=QUARTER,
                name="projects_variance_names_a_quarter",
                violation_error_message="Enter the first day of a financial quarter",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="projects_variance_has_reason",
                violation_error_message="Enter why it differs",
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.line}, {self.quarter}: {self.get_code_display()}"

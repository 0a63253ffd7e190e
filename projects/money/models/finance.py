from decimal import Decimal

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from projects.portfolio.by_change import checked_sql

# The cost of a project under change control moves with the request that moved it.
COST_BY_CHANGE = pgtrigger.Trigger(
    name="cost_by_change",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("cost_capital", "cost_revenue"),
    condition=pgtrigger.Q(old__cost_capital__df=pgtrigger.F("new__cost_capital"))
    | pgtrigger.Q(old__cost_revenue__df=pgtrigger.F("new__cost_revenue")),
    func=checked_sql(
        "NEW.project_id",
        # The cost is set for the first time.
        unless="OLD.cost_capital = 0 AND OLD.cost_revenue = 0",
    ).replace(
        "NEW.change_request_id IS NOT NULL",
        "NEW.change_request_id IS DISTINCT FROM OLD.change_request_id",
    ),
)


@pghistory.track(exclude=["gap_comment"], model_name="FinanceAudit")
class Finance(models.Model):
    """What a project costs, and how far it may stray before a reason is asked for.

    Without a row nothing has been set: see `selectors.finance.of`.
    """

    project = models.OneToOneField(
        "projects.Project", on_delete=models.CASCADE, primary_key=True, related_name="finance"
    )
    cost_capital = models.DecimalField(
        "total cost, capital (£)", max_digits=14, decimal_places=2, default=0
    )
    cost_revenue = models.DecimalField(
        "total cost, revenue (£)", max_digits=14, decimal_places=2, default=0
    )
    # The last one that moved the cost, of a project under change control.
    change_request = models.ForeignKey(
        "projects.ChangeRequest",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    gap_comment = models.CharField(
        "why funding and cost differ",
        max_length=500,
        blank=True,
        help_text="How a shortfall will be met, or what a surplus is for.",
    )
    # Past both of them a variance needs a reason.
    variance_percent = models.PositiveSmallIntegerField(
        "variance that needs a reason (%)", default=10
    )
    variance_pounds = models.DecimalField(
        "variance that needs a reason (£)", max_digits=14, decimal_places=2, default=1000
    )

    class Meta:
        verbose_name = "project finance"
        verbose_name_plural = "project finances"
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_capital__gte=0, cost_revenue__gte=0),
                name="projects_cost_not_negative",
                violation_error_message="Enter a cost of £0 or more",
            ),
            models.CheckConstraint(
                condition=Q(variance_percent__lte=100, variance_pounds__gte=0),
                name="projects_variance_limits_make_sense",
                violation_error_message=(
                    "Enter a percentage from 0 to 100, and an amount of £0 or more"
                ),
            ),
        ]
        triggers = [COST_BY_CHANGE]

    def __str__(self):
        return f"Finance: {self.project}"

    def needs_a_reason(self, budget: Decimal, amount: Decimal) -> bool:
        """Whether an amount is further from its budget than both limits."""
        strays = abs(amount - budget)
        return strays > self.variance_pounds and strays * 100 > budget * self.variance_percent

    @property
    def cost(self):
        return self.cost_capital + self.cost_revenue

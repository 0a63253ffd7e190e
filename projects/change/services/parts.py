"""What a draft asks for: dates of milestones, new ones, ones that leave; sites and their value,
budgets, the cost, the tolerance. Each keeps what it was, so that a request which has been
overtaken is refused."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from projects.change.models import ChangeRequest
from projects.change.services.requests import control_of, held_draft
from projects.money.enums import FigureKind
from projects.money.models import BudgetLine
from projects.money.selectors import budget, finance
from projects.portfolio.models import Milestone
from projects.portfolio.services.milestones import TitleTaken
from projects.rollout.models import REASONS_IN, REASONS_OUT, Site


@transaction.atomic
def move_milestone(
    *, by: User, request: ChangeRequest, milestone: Milestone, new_on: date
) -> ChangeRequest:
    request = held_draft(request, by)
    _of_the_plan(milestone, request)
    if milestone.actual_on:
        raise Refusal(
            "You cannot change the baseline of a completed milestone. If it is not complete, "
            "remove its actual date first"
        )
    if new_on == milestone.baseline_on:
        raise Refusal("This is already the baseline date. Enter a different date")
    request.milestones.update_or_create(
        milestone=milestone, defaults={"old_on": milestone.baseline_on, "new_on": new_on}
    )
    return request


@transaction.atomic
def add_milestone(*, by: User, request: ChangeRequest, title: str, new_on: date) -> ChangeRequest:
    request = held_draft(request, by)
    if request.project.milestones.standing().filter(title=title).exists():
        raise TitleTaken
    request.milestones.update_or_create(milestone=None, title=title, defaults={"new_on": new_on})
    return request


@transaction.atomic
def withdraw_milestone(*, by: User, request: ChangeRequest, milestone: Milestone) -> ChangeRequest:
    request = held_draft(request, by)
    _of_the_plan(milestone, request)
    if milestone.actual_on:
        raise Refusal(
            "You cannot withdraw a completed milestone. If it is not complete, clear its actual "
            "date first"
        )
    request.milestones.update_or_create(
        milestone=milestone, defaults={"old_on": milestone.baseline_on, "new_on": None}
    )
    return request


def _of_the_plan(milestone: Milestone, request: ChangeRequest) -> None:
    if milestone.project_id != request.project_id or milestone.withdrawn_at:
        raise Refusal("Select a milestone of this project")


@transaction.atomic
def change_scope(
    *,
    by: User,
    request: ChangeRequest,
    reason: str,
    sites: Collection[Site] = (),
    value_change: Decimal = Decimal(0),
) -> ChangeRequest:
    """All of it at once: another answer takes the place of the one before."""
    request = held_draft(request, by)
    if not sites and not value_change:
        raise Refusal("Select at least one site, or enter a change in value")
    if sites and reason not in REASONS_IN and reason not in REASONS_OUT:
        raise Refusal("Select a reason for adding or removing sites")
    request.site_lines.all().delete()
    for site in sites:
        request.site_lines.create(site=site)
    request.scope_reason, request.value_change = reason, value_change
    request.save(update_fields=["scope_reason", "value_change"])
    return request


@transaction.atomic
def change_budget(
    *, by: User, request: ChangeRequest, line: BudgetLine, quarter: date, amount: Decimal
) -> ChangeRequest:
    request = held_draft(request, by)
    if line.source.project_id != request.project_id:
        raise Refusal("Select a budget line of this project")
    now = budget.newest(line, FigureKind.BUDGET).get(quarter)
    if now == amount:
        raise Refusal("This is already the budget. Enter a different amount")
    request.figures.update_or_create(
        line=line, quarter=quarter, defaults={"old_amount": now, "amount": amount}
    )
    return request


@transaction.atomic
def change_cost(
    *, by: User, request: ChangeRequest, cost_capital: Decimal, cost_revenue: Decimal
) -> ChangeRequest:
    request = held_draft(request, by)
    now = finance.of(request.project)
    if (now.cost_capital, now.cost_revenue) == (cost_capital, cost_revenue):
        raise Refusal("This is already the total cost. Enter a different amount")
    request.old_cost_capital, request.old_cost_revenue = now.cost_capital, now.cost_revenue
    request.cost_capital, request.cost_revenue = cost_capital, cost_revenue
    request.save()
    return request


@transaction.atomic
def change_tolerance(
    *, by: User, request: ChangeRequest, days: int, pounds: Decimal, sites: int
) -> ChangeRequest:
    request = held_draft(request, by)
    now = control_of(request.project)
    if (now.days, now.pounds, now.sites) == (days, pounds, sites):
        raise Refusal("These are already the limits. Enter at least one that differs")
    request.old_days, request.old_pounds, request.old_sites = now.days, now.pounds, now.sites
    request.new_days, request.new_pounds, request.new_sites = days, pounds, sites
    request.save()
    return request


@transaction.atomic
def remove(*, by: User, request: ChangeRequest, part: str) -> ChangeRequest:
    """Take a part out of the draft: `milestone:<reference>`, `new:<title>`,
    `figure:<line>:<quarter>`, `scope`, `cost` or `tolerance`."""
    request = held_draft(request, by)
    kind, _, of = part.partition(":")
    if kind == "milestone":
        request.milestones.filter(milestone__reference=of).delete()
    elif kind == "new":
        request.milestones.filter(milestone=None, title=of).delete()
    elif kind == "figure":
        line, _, quarter = of.partition(":")
        lines = request.figures.filter(line__reference=line).select_related("line")
        for one in lines:
            if one.quarter.isoformat() == quarter:
                one.delete()
    elif kind == "scope":
        request.site_lines.all().delete()
        request.scope_reason, request.value_change = "", Decimal(0)
    elif kind == "cost":
        request.cost_capital = request.cost_revenue = None
        request.old_cost_capital = request.old_cost_revenue = None
    elif kind == "tolerance":
        request.new_days = request.new_pounds = request.new_sites = None
        request.old_days = request.old_pounds = request.old_sites = None
    request.save()
    return request

"""An approved request is carried out by the services of what it changes, each of which is told
which request that is. One that no longer fits what has happened since is refused, whole."""

from datetime import date
from decimal import Decimal

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from projects.change.models import ChangeControl, ChangeRequest
from projects.money.enums import FigureKind
from projects.money.models import BudgetLine
from projects.money.selectors import budget as budgets
from projects.money.selectors import finance as finances
from projects.money.services import budget, finance
from projects.portfolio.services import milestones
from projects.rollout.services import scope


class Overtaken(Refusal):
    """What it would change is not what it was when it was asked for."""

    message = (
        "The plan has changed since this was requested. Withdraw this request and make a new one"
    )


def carry_out(request: ChangeRequest) -> None:
    by, on = request.decided_by, request.decided_on
    assert by  # noqa: S101  it is approved
    assert on  # noqa: S101
    _change_milestones(request, by)
    _change_scope(request, by, on)
    _change_budget(request, by)
    _change_cost(request, by)
    _change_tolerance(request)


def _change_milestones(request: ChangeRequest, by: User) -> None:
    reason = request.reason[:500]
    for line in request.milestones.select_related("milestone"):
        milestone, new_on = line.milestone, line.new_on
        if milestone is None:
            assert new_on  # noqa: S101  a constraint says so
            milestones.add(
                by=by,
                project=request.project,
                title=line.title,
                baseline_on=new_on,
                change_request=request,
            )
            continue
        if milestone.baseline_on != line.old_on or milestone.withdrawn_at:
            raise Overtaken
        if new_on is None:
            milestones.withdraw(by=by, milestone=milestone, reason=reason, change_request=request)
        else:
            milestones.change_baseline(
                by=by, milestone=milestone, new_on=new_on, reason=reason, change_request=request
            )


def _change_scope(request: ChangeRequest, by: User, on: date) -> None:
    sites = [line.site for line in request.site_lines.select_related("site")]
    if not sites and not request.value_change:
        return
    scope.change_scope(
        project=request.project,
        reason=request.scope_reason,
        on=on,
        by=by,
        sites=sites,
        value_change=request.value_change,
        note=f"{request}. {request.decided_words}"[:500],
        change_request=request,
    )


def _change_budget(request: ChangeRequest, by: User) -> None:
    asked: dict[BudgetLine, dict[date, Decimal]] = {}
    for figure in request.figures.select_related("line"):
        now = budgets.newest(figure.line, FigureKind.BUDGET)
        if now.get(figure.quarter) != figure.old_amount:
            raise Overtaken
        asked.setdefault(figure.line, {})[figure.quarter] = figure.amount
    for line, amounts in asked.items():
        budget.set_budget(
            by=by,
            line=line,
            amounts=amounts,
            reason=f"{request}. {request.decided_words}"[:300],
            change_request=request,
        )


def _change_cost(request: ChangeRequest, by: User) -> None:
    if not request.changes_cost:
        return
    now = finances.of(request.project)
    if (now.cost_capital, now.cost_revenue) != (
        request.old_cost_capital,
        request.old_cost_revenue,
    ):
        raise Overtaken
    finance.edit(
        by=by,
        project=request.project,
        cost_capital=request.cost_capital,
        cost_revenue=request.cost_revenue,
        change_request=request,
    )


def _change_tolerance(request: ChangeRequest) -> None:
    if not request.changes_tolerance:
        return
    control = ChangeControl.objects.select_for_update().get(project=request.project)
    if (control.days, control.pounds, control.sites) != (
        request.old_days,
        request.old_pounds,
        request.old_sites,
    ):
        raise Overtaken
    ChangeControl.objects.filter(pk=control.pk).update(
        days=request.new_days, pounds=request.new_pounds, sites=request.new_sites
    )

"""How large a change is, and so who approves it: in days, pounds and sites, against the limits of
the project. What was delegated since the board last decided counts with it, so that many small
steps do not go past the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from projects.change.enums import ChangeState, Route
from projects.change.models import ChangeControl, ChangeMilestone, ChangeRequest
from projects.portfolio.models import Project

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Size:
    days: int = 0
    pounds: Decimal = NOTHING
    sites: int = 0

    def __add__(self, other: "Size") -> "Size":
        """Of two changes: dates are of the same milestones, so the larger one counts."""
        return Size(
            max(self.days, other.days), self.pounds + other.pounds, self.sites + other.sites
        )

    def fits(self, control: ChangeControl) -> bool:
        return (
            self.days <= control.days
            and self.pounds <= control.pounds
            and self.sites <= control.sites
        )


def size_of(request: ChangeRequest) -> Size:
    """Of what it asks for alone; dates from where the board last put them."""
    # A milestone that is added moves no date, and one that is withdrawn is the board's to decide.
    moved = [
        (one.milestone_id, one.old_on, one.new_on)
        for one in request.milestones.all()
        if one.milestone_id and one.old_on and one.new_on
    ]
    anchors = _anchors(request.project, [pk for pk, _, _ in moved])
    days = max((abs((new - anchors.get(pk, old)).days) for pk, old, new in moved), default=0)
    more, less = NOTHING, NOTHING
    for figure in request.figures.all():
        step = figure.amount - (figure.old_amount or NOTHING)
        more, less = more + max(step, NOTHING), less + max(-step, NOTHING)
    # Money that only moves from one quarter or line to another has been moved once.
    pounds = max(more, less, abs(request.value_change), _cost_step(request))
    return Size(days, pounds, request.site_lines.count())


def _cost_step(request: ChangeRequest) -> Decimal:
    if request.cost_capital is None or request.cost_revenue is None:
        return NOTHING
    steps = (
        request.cost_capital - (request.old_cost_capital or NOTHING),
        request.cost_revenue - (request.old_cost_revenue or NOTHING),
    )
    more = sum((max(step, NOTHING) for step in steps), NOTHING)
    less = sum((max(-step, NOTHING) for step in steps), NOTHING)
    # From capital to revenue, the whole has not changed, and the money has moved.
    return max(more, less)


def delegated_since_the_board(project: Project) -> Size:
    """What programme managers have approved since the board last decided."""
    found = _since(project).aggregate(pounds=Sum("pounds"), sites=Sum("sites"))
    return Size(0, found["pounds"] or NOTHING, found["sites"] or 0)


def route_of(request: ChangeRequest, control: ChangeControl) -> tuple[Route, Size]:
    """Who approves it. What the tolerance itself is, the board decides, and whether a milestone
    leaves the plan: with another in its place, that could move a date by any number of days."""
    size = size_of(request)
    # Also as a correction: nobody delegates more to themselves.
    if request.changes_tolerance:
        return Route.BOARD, size
    if request.is_correction:
        return Route.DELEGATED, size
    if request.milestones.filter(new_on=None).exists():
        return Route.BOARD, size
    whole = size + delegated_since_the_board(request.project)
    return (Route.DELEGATED if whole.fits(control) else Route.BOARD), size


def _since(project: Project):
    """Approved by programme managers after the last decision of the board; corrections apart."""
    approved = project.change_requests.filter(state=ChangeState.APPROVED)
    last = approved.filter(route=Route.BOARD).order_by("-decided_at").first()
    found = approved.filter(route=Route.DELEGATED, is_correction=False)
    return found.filter(decided_at__gt=last.decided_at) if last else found


def _anchors(project: Project, milestones: Iterable[int]) -> dict[int, date]:
    """The baseline of each before the first delegated change since the board decided."""
    rows = ChangeMilestone.objects.filter(
        request__in=_since(project), milestone__in=list(milestones)
    ).order_by("-request__decided_at")
    return {one.milestone_id: one.old_on for one in rows if one.milestone_id and one.old_on}

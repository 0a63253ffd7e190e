"""Change requests and board meetings, by way of the services.

`control_of(project, by)` sets the baseline; `asked(project, by, milestones=…)` is a request that
awaits its decision; `held_meeting(by)` a meeting whose minutes can be written.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from projects.change.models import ChangeControl, ChangeFigure, ChangeMilestone, ChangeRequest
from projects.change.services import requests
from projects.meetings.models import Meeting
from projects.meetings.services import meetings
from projects.money.enums import FigureKind
from projects.money.selectors import budget


def control_of(project, by, *, days=30, pounds=50_000, sites=2) -> ChangeControl:
    return requests.start_control(
        by=by, project=project, days=days, pounds=Decimal(pounds), sites=sites
    )


def drafted(project, by, *, milestones=None, sites=(), figures=None, **facts) -> ChangeRequest:
    """`milestones` is milestone → new date, `figures` (line, quarter) → amount."""
    facts = {
        "organisation": project.lead,
        "title": "More time for wayleaves",
        "reason": "Landowners answer slowly.",
        "effect_on_time": "3 weeks",
        "effect_on_cost": "None",
        "effect_on_scope": "None",
        **facts,
    }
    request = requests.write(by=by, project=project, **facts)
    for milestone, new_on in (milestones or {}).items():
        ChangeMilestone.objects.create(
            request=request, milestone=milestone, old_on=milestone.baseline_on, new_on=new_on
        )
    for site in sites:
        request.site_lines.create(site=site)
    for (line, quarter), amount in (figures or {}).items():
        before = budget.newest(line, FigureKind.BUDGET).get(quarter)
        ChangeFigure.objects.create(
            request=request, line=line, quarter=quarter, old_amount=before, amount=amount
        )
    return request


def asked(project, by, **what) -> ChangeRequest:
    return requests.ask(by=by, request=drafted(project, by, **what))


def meeting_on(by, day: date | None = None, name: str = "Partnership board", **facts) -> Meeting:
    return meetings.plan(by=by, name=name, date=day or timezone.localdate(), **facts)


def held_meeting(by, *, days: int = -1, **facts) -> Meeting:
    """Yesterday."""
    day = timezone.localdate() + timedelta(days=days)
    return meetings.hold(by=by, meeting=meeting_on(by, day, **facts))

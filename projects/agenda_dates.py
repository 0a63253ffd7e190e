"""What falls on a day in projects: see diz_portal.agenda."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from diz_portal.agenda import Entry, dates
from partners.roles import is_manager, works_for
from projects.meetings.models import Meeting, MeetingState
from projects.meetings.rules import may_enter
from projects.portfolio.models import Milestone, Project, Risk, RiskState
from projects.returns.models import ReportingRound


@dates("milestones")
def milestones(user: Any, first: date, last: date) -> Iterator[Entry]:
    found = Milestone.objects.open().filter(
        project__in=Project.objects.worked_on_by(user), forecast_on__range=(first, last)
    )
    for one in found.select_related("project"):
        yield Entry(
            day=one.forecast_on,
            title=f"Milestone: {one.title}",
            about=one.project.title,
            url=reverse("projects_workspace:milestone", args=[one.project.slug, one.reference]),
            key=f"milestone-{one.reference}",
        )


@dates("reviews of risks")
def reviews(user: Any, first: date, last: date) -> Iterator[Entry]:
    found = Risk.objects.filter(
        state=RiskState.OPEN,
        project__in=Project.objects.worked_on_by(user),
        next_review_on__range=(first, last),
    )
    for one in found.select_related("project"):
        yield Entry(
            day=one.next_review_on,
            title=f"Review {one.what}: {one.title}",
            about=one.project.title,
            url=reverse("projects_workspace:risk", args=[one.project.slug, one.reference]),
            key=f"risk-{one.reference}",
        )


@dates("returns")
def rounds(user: Any, first: date, last: date) -> Iterator[Entry]:
    """For those who write or read returns."""
    if not (is_manager(user) or works_for(user)):
        return
    within = (first, last)
    for one in ReportingRound.objects.filter(Q(due_on__range=within) | Q(closes_on__range=within)):
        for name, day in (("due", one.due_on), ("close", one.closes_on)):
            if first <= day <= last:
                yield Entry(
                    day=day,
                    title=f"{one} returns {name}",
                    about="",
                    url=reverse("returns:list"),
                    key=f"round-{one.pk}-{name}",
                )


@dates("board meetings")
def meetings(user: Any, first: date, last: date) -> Iterator[Entry]:
    if not may_enter(user):
        return
    found = Meeting.objects.filter(board__date__range=(first, last))
    for one in found.exclude(state=MeetingState.CANCELLED).select_related("board"):
        yield Entry(
            day=one.board.date,
            title=str(one),
            about=one.place,
            url=reverse("meetings:meeting", args=[one.reference]),
            key=f"meeting-{one.reference}",
        )

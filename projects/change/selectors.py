"""What can be read of change requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from partners.models import Organisation
from partners.roles import is_manager
from projects.change.askers import asks_for
from projects.change.enums import ChangeState
from projects.change.measuring import Size, delegated_since_the_board
from projects.change.models import ChangeControl, ChangeFigure, ChangeRequest
from projects.change.services.requests import said
from projects.money.models import BudgetLine
from projects.portfolio.models import Project


def of_project(user: Any, project: Project) -> QuerySet[ChangeRequest]:
    found = ChangeRequest.objects.visible_to(user).filter(project=project)
    return found.select_related("organisation", "asked_by", "decided_by", "decision__meeting")


def awaiting(user: Any) -> QuerySet[ChangeRequest]:
    """Of every project that the person works on: what has been asked for, the oldest first."""
    found = ChangeRequest.objects.visible_to(user).filter(state=ChangeState.ASKED)
    return found.select_related("project", "organisation").order_by("asked_at", "pk")


@dataclass(frozen=True)
class Control:
    """Change control of a project, told: the limits, and how much of them is used."""

    row: ChangeControl
    used: Size

    @property
    def limits(self) -> str:
        return said(self.row)


def control(project: Project) -> Control | None:
    row = ChangeControl.objects.select_related("started_by").filter(project=project).first()
    return Control(row, delegated_since_the_board(project)) if row else None


def figures_for(user: Any, request: ChangeRequest) -> tuple[list[ChangeFigure], int]:
    """The budgets of it that the person may read, and how many others there are."""
    figures = list(request.figures.select_related("line__source").order_by("line", "quarter"))
    lines = {one.line_id for one in figures}
    may = set(BudgetLine.objects.visible_to(user).filter(pk__in=lines).values_list("pk", flat=True))
    shown = [one for one in figures if one.line_id in may]
    return shown, len(figures) - len(shown)


def askers(user: Any, project: Project) -> Iterable[Organisation]:
    """The organisations for which the person may ask for a change of the project."""
    inside = [project.lead_id, *project.partners.values_list("pk", flat=True)]
    mine = asks_for(user) & set(inside)
    if is_manager(user):
        mine |= {project.lead_id}
    return Organisation.objects.filter(pk__in=mine).order_by("name")


def to_decide(project: Project | None = None) -> QuerySet[ChangeRequest]:
    """What a meeting of the board may decide."""
    found = ChangeRequest.objects.filter(state=ChangeState.ASKED)
    if project is not None:
        found = found.filter(project=project)
    return found.select_related("project").order_by("project__title", "number")

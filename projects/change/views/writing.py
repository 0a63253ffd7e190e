"""Writing a request: what changes and why, part by part; asking for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from diz_portal import access
from diz_portal.access import Refusal
from diz_portal.pages import acted, acts, carried_out, confirm, posted, show
from projects.change import forms, selectors
from projects.change.enums import ChangeState
from projects.change.models import ChangeRequest
from projects.change.services import moving, parts
from projects.change.services import requests as services
from projects.change.views.finding import find_request, project_url, request_url
from projects.portfolio.views.common import find_project

FORM = "form.html"


@acts
def new(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    access.require(request.user, "projects.ask_change", project)
    form = forms.NewRequestForm(
        posted(request),
        askers=selectors.askers(request.user, project),
        cancel=project_url(project),
    )
    made = carried_out(
        form, lambda: services.write(by=request.user, project=project, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Draft saved. Add what should change next")
        return redirect(request_url(made))
    values = {
        "form": form,
        "title": "Request a change",
        "caption": str(project),
        "back": project_url(project),
    }
    return show(request, FORM, values)


def _draft(request: HttpRequest, slug: str, reference: str) -> ChangeRequest:
    found = find_request(request, slug, reference)
    access.require(request.user, "projects.write_change", found)
    return found


@acts
def edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _draft(request, slug, reference)
    form = forms.EditRequestForm(posted(request), request=found, cancel=request_url(found))
    return acted(
        request,
        form,
        lambda: services.edit(by=request.user, request=found, **form.cleaned_data),
        done="Draft saved",
        back=request_url(found),
        template=FORM,
        title="Edit change request",
        caption=str(found),
    )


@dataclass(frozen=True)
class Kind:
    """A part of a request: `does` is called with `by=`, `request=` and what was typed."""

    title: str
    form: Callable[..., Any]
    does: Callable[..., Any]
    done: str


PARTS = {
    "milestone": Kind("Move a milestone", forms.MilestonePart, parts.move_milestone, "Date added"),
    "new-milestone": Kind(
        "Add a milestone",
        forms.NewMilestonePart,
        parts.add_milestone,
        "Milestone added to the request",
    ),
    "withdrawn-milestone": Kind(
        "Withdraw a milestone",
        forms.WithdrawnMilestonePart,
        parts.withdraw_milestone,
        "Milestone added to the request",
    ),
    "scope": Kind("Change the scope", forms.ScopePart, parts.change_scope, "Scope added"),
    "budget": Kind("Change a budget", forms.BudgetPart, parts.change_budget, "Budget added"),
    "cost": Kind("Change the total cost", forms.CostPart, parts.change_cost, "Cost added"),
    "tolerance": Kind(
        "Change the tolerance", forms.TolerancePart, parts.change_tolerance, "Tolerance added"
    ),
}
# What shows or moves the whole project's money is for those who read it.
NEEDS_MONEY = {"cost"}


@acts
def part(request: HttpRequest, slug: str, reference: str, what: str) -> HttpResponse:
    found = _draft(request, slug, reference)
    if what in NEEDS_MONEY:
        access.require(request.user, "projects.see_money", found.project)
    kind = PARTS[what]
    form = kind.form(posted(request), request=found, user=request.user, cancel=request_url(found))
    return acted(
        request,
        form,
        lambda: kind.does(by=request.user, request=found, **form.cleaned_data),
        done=kind.done,
        back=request_url(found),
        template=FORM,
        title=kind.title,
        caption=str(found),
    )


@require_POST
def remove(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _draft(request, slug, reference)
    try:
        parts.remove(by=request.user, request=found, part=request.POST.get("part", "")[:300])
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Removed from the request")
    return redirect(request_url(found))


@acts
def ask(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _draft(request, slug, reference)
    return confirm(
        request,
        title=f"Request this change: {found.title}?",
        sentence=(
            "It will be sent for a decision. You cannot edit it afterwards, but you can withdraw "
            "it until it is decided."
        ),
        button="Request change",
        back=request_url(found),
        act=lambda: services.ask(by=request.user, request=found),
        done="Change request sent for a decision",
    )


@acts
def move(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """A milestone's baseline, in one form."""
    project = find_project(request, slug)
    access.require(request.user, "projects.ask_change", project)
    milestone = get_object_or_404(project.milestones.open(), reference=reference)
    milestone.project = project
    form = forms.MoveForm(posted(request), cancel=project_url(project))
    organisation = selectors.askers(request.user, project)[0]
    made = carried_out(
        form,
        lambda: moving.move_one(
            by=request.user,
            milestone=milestone,
            organisation=organisation,
            is_decider=request.user.has_perm("projects.decide_change"),
            **form.cleaned_data,
        ),
    )
    if made:
        messages.success(
            request,
            f"Baseline changed: {milestone.title}"
            if made.state == ChangeState.APPROVED
            else "Change request sent for a decision",
        )
        return redirect(request_url(made))
    values = {
        "form": form,
        "title": f"Change baseline: {milestone.title}",
        "caption": str(project),
        "back": project_url(project),
        "milestone": milestone,
        "control": selectors.control(project),
    }
    return show(request, "projects/workspace/change/move.html", values)

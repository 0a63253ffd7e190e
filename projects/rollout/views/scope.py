from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.editing import status_of
from diz_portal.pages import acted, acts, carried_out, posted
from diz_portal.spreadsheets import csv_response
from projects.portfolio.controlled import is_controlled
from projects.portfolio.models import Project
from projects.portfolio.views.common import find_project, url
from projects.rollout.forms.scope import ReverseForm, ScopeChangeForm
from projects.rollout.models import ScopeReason
from projects.rollout.selectors.scope import change_log, change_log_rows, numbered
from projects.rollout.services.scope import (
    change_scope,
    look_ahead,
    refusal_to_reverse,
    reverse_change,
)
from projects.rollout.views.sites import picked

FILE_HEADER = [
    "decided_on",
    "reason",
    "note",
    "value_change",
    "approved_by",
    "step",
    "reference",
    "ods_code",
    "name",
]


@require_safe
def scope(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    lines = change_log(project)
    return render(
        request,
        "projects/workspace/scope.html",
        {
            "project": project,
            "lines": lines,
            "first": lines[0] if lines else None,
            "last": lines[-1] if lines else None,
            "may_change_scope": request.user.has_perm("projects.change_scope", project),
        },
    )


@require_safe
def scope_csv(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    return csv_response(f"{project.slug}-scope.csv", FILE_HEADER, change_log_rows(project))


@acts
def scope_change(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    require(request.user, "projects.change_scope", project)
    if is_controlled(project):
        messages.info(request, "This project is under change control. Request the change here")
        return redirect("change:project", slug)
    action = request.POST.get("action", "")
    asked = request.POST if request.method == "POST" else request.GET
    form = ScopeChangeForm(
        posted(request),
        project=project,
        by=request.user,
        cancel=url("scope", project),
        picked=[*picked(request, project, asked), *asked.getlist("chosen")],
    )
    if action == "change" or not form.is_valid():
        return render(
            request,
            "projects/workspace/scope_change.html",
            {"project": project, "form": form},
            status=200 if action == "change" else status_of(form),
        )
    if action != "confirm":
        return _preview(request, project, form)
    change = carried_out(
        form, lambda: change_scope(project=project, by=request.user, **form.cleaned_data)
    )
    if not change:
        return _preview(request, project, form)
    number = change.entries.count()
    messages.success(
        request,
        f"Scope changed for 1 site: {change.title.lower()}"
        if number == 1
        else f"Scope changed for {number} sites: {change.title.lower()}",
    )
    return redirect(url("scope", project))


def _preview(request: HttpRequest, project: Project, form: ScopeChangeForm) -> HttpResponse:
    """What it would do, in sites and pounds; nothing is written yet."""
    asked = form.cleaned_data
    preview = look_ahead(
        project=project,
        **{name: asked[name] for name in ("reason", "on", "sites", "value_change")},
    )
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {"action", "csrfmiddlewaretoken"}
        for value in values
    ]
    problem = " ".join(form.non_field_errors())
    return render(
        request,
        "projects/workspace/scope_preview.html",
        {
            "project": project,
            "asked": asked,
            "reason": ScopeReason(asked["reason"]).label,
            "preview": preview,
            "problem": problem,
            "carried": carried,
        },
        status=409 if problem else 422 if preview.refused else 200,
    )


@acts
def scope_reverse(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    project = find_project(request, slug)
    require(request.user, "projects.change_scope", project)
    change = numbered(project, number)
    if change is None:
        raise Http404
    if is_controlled(project):
        return redirect("change:project", slug)
    if said := refusal_to_reverse(change):
        messages.error(request, said)
        return redirect(url("scope", project))
    form = ReverseForm(posted(request), cancel=url("scope", project))
    return acted(
        request,
        form,
        lambda: reverse_change(change=change, by=request.user, **form.cleaned_data),
        done=f"Scope change reversed: {change.title.lower()}",
        back=url("scope", project),
        template="projects/workspace/scope_reverse.html",
        project=project,
        change=change,
        number=change.entries.count(),
    )

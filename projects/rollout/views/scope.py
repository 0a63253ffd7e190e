from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acts, carried_out, posted, show
from diz_portal.spreadsheets import csv_response
from projects.portfolio.views.common import find_project, url
from projects.rollout.forms.scope import ScopeChangeForm
from projects.rollout.models import ScopeReason
from projects.rollout.selectors.scope import ledger, ledger_rows
from projects.rollout.services.scope import change_scope
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
    lines = ledger(project)
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
    return csv_response(f"{project.slug}-scope.csv", FILE_HEADER, ledger_rows(project))


@acts
def scope_change(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    require(request.user, "projects.change_scope", project)
    form = ScopeChangeForm(
        posted(request),
        project=project,
        by=request.user,
        cancel=url("scope", project),
        initial={"sites": "\n".join(picked(project, request.GET))},
    )
    if change := carried_out(
        form, lambda: change_scope(project=project, by=request.user, **form.cleaned_data)
    ):
        number = change.entries.count()
        sites = "1 site" if number == 1 else f"{number} sites"
        label = ScopeReason(change.reason).label
        messages.success(request, f"The change is recorded: {label.lower()}, {sites}.")
        return redirect(url("scope", project))
    context = {"project": project, "form": form}
    return show(request, "projects/workspace/scope_change.html", context)

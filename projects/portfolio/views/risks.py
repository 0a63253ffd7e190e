"""A project's risks and issues: private to those who work on it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from diz_portal import access
from diz_portal.editing import status_of
from partners.views.answering import carried_out
from projects.portfolio.forms.risks import CloseRiskForm, ReopenRiskForm, RiskForm
from projects.portfolio.models import SCORES, Risk
from projects.portfolio.selectors import risks as selectors
from projects.portfolio.services import risks as services
from projects.portfolio.views.common import page_of
from projects.portfolio.views.milestones import project_of


def _find(request, slug: str, reference: str) -> Risk:
    project = project_of(request, slug)
    risk = get_object_or_404(project.risks.all(), reference=reference)
    risk.project = project
    access.require(request.user, "projects.keep_risks", project)
    return risk


def _score(request, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value in {"1", "2", "3", "4", "5"} else None


@require_safe
def risks(request, slug):
    project = project_of(request, slug)
    rows = selectors.register(project)
    impact, likelihood = _score(request, "impact"), _score(request, "likelihood")
    if impact and likelihood:
        rows = rows.filter(impact_after=impact, likelihood_after=likelihood).open()
    elif request.GET.get("show") != "all":
        rows = rows.open()
    context = {
        "project": project,
        "page": page_of(request, rows),
        "matrix": selectors.matrix(project),
        "impacts": SCORES,
        "impact": impact,
        "likelihood": likelihood,
        "shows_all": request.GET.get("show") == "all",
        "may_keep": request.user.has_perm("projects.keep_risks", project),
        "today": timezone.localdate(),
    }
    return render(request, "projects/workspace/risks/list.html", context)


def _ask(request, form, act, *, done: str, template: str, context: dict):
    if carried_out(form, lambda: act(**form.cleaned_data)):
        messages.success(request, done)
        return redirect("projects_workspace:risks", context["project"].slug)
    return render(
        request,
        f"projects/workspace/risks/{template}.html",
        {**context, "form": form},
        status=status_of(form),
    )


def _posted(request):
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, slug):
    project = project_of(request, slug)
    access.require(request.user, "projects.keep_risks", project)
    return _ask(
        request,
        RiskForm(_posted(request), project=project),
        lambda **values: services.add(by=request.user, project=project, **values),
        done="The risk is added.",
        template="form",
        context={"project": project},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def risk(request, slug, reference):
    found = _find(request, slug, reference)
    if not found.is_open:
        return redirect("projects_workspace:risk_open", slug, reference)
    title = found.title
    return _ask(
        request,
        RiskForm(_posted(request), instance=found, project=found.project),
        lambda **values: services.review(by=request.user, risk=found, **values),
        done="Saved.",
        template="form",
        context={"project": found.project, "risk": found, "title": title},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, slug, reference):
    found = _find(request, slug, reference)
    return _ask(
        request,
        CloseRiskForm(_posted(request)),
        lambda **values: services.close(by=request.user, risk=found, **values),
        done=f"Closed: {found.title}.",
        template="close",
        context={"project": found.project, "risk": found},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def open_again(request, slug, reference):
    found = _find(request, slug, reference)
    if found.is_open:
        return redirect("projects_workspace:risk", slug, reference)
    return _ask(
        request,
        ReopenRiskForm(_posted(request)),
        lambda **values: services.open_again(by=request.user, risk=found, **values),
        done=f"Open again: {found.title}.",
        template="open",
        context={"project": found.project, "risk": found},
    )

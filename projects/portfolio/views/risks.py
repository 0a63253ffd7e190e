"""A project's risks and issues: private to those who work on it."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.lists import selectors as lists
from diz_portal.pages import acts, posted
from projects.portfolio.forms.risks import CloseRiskForm, ReopenRiskForm, RiskForm
from projects.portfolio.models import SCORES, Risk
from projects.portfolio.selectors import risks as selectors
from projects.portfolio.services import risks as services
from projects.portfolio.views.common import acted_on
from projects.portfolio.views.milestones import project_of


def _find(request, slug: str, reference: str) -> Risk:
    project = project_of(request, slug)
    risk = get_object_or_404(project.risks.all(), reference=reference)
    risk.project = project
    access.require(request.user, "projects.keep_risks", project)
    return risk


@require_safe
def risks(request, slug):
    project = project_of(request, slug)
    listing = lists.listing("risks", request, project=slug)
    page = listing.page(request.GET.get("page"))
    context = {
        "project": project,
        "listing": listing,
        "page": page,
        "rows": listing.rows(page),
        "matrix": selectors.matrix(project),
        "impacts": SCORES,
        # Where all are closed there are risks, though none is open.
        "no_risks": "No open risks" if project.risks.exists() else "No risks yet",
        "may_keep": request.user.has_perm("projects.keep_risks", project),
    }
    return render(request, "projects/workspace/risks/list.html", context)


@acts
def add(request, slug):
    project = project_of(request, slug)
    access.require(request.user, "projects.keep_risks", project)
    return acted_on(
        "risks",
        request,
        RiskForm(posted(request), project=project),
        partial(services.add, project=project),
        done="Risk added",
        template="form",
        project=project,
    )


@acts
def risk(request, slug, reference):
    found = _find(request, slug, reference)
    if not found.is_open:
        return redirect("projects_workspace:risk_reopen", slug, reference)
    title = found.title
    return acted_on(
        "risks",
        request,
        RiskForm(posted(request), instance=found, project=found.project),
        partial(services.review, risk=found),
        done=f"{found.what.capitalize()} saved",
        template="form",
        project=found.project,
        risk=found,
        title=title,
    )


@acts
def close(request, slug, reference):
    found = _find(request, slug, reference)
    return acted_on(
        "risks",
        request,
        CloseRiskForm(posted(request), what=found.what),
        partial(services.close, risk=found),
        done=f"{found.what.capitalize()} closed",
        template="close",
        project=found.project,
        risk=found,
    )


@acts
def reopen(request, slug, reference):
    found = _find(request, slug, reference)
    if found.is_open:
        return redirect("projects_workspace:risk", slug, reference)
    return acted_on(
        "risks",
        request,
        ReopenRiskForm(posted(request), what=found.what),
        partial(services.reopen, risk=found),
        done=f"{found.what.capitalize()} reopened",
        template="reopen",
        project=found.project,
        risk=found,
    )

"""What awaits a decision, and change control of one project."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.pages import acted, acts, page_of, posted
from partners.roles import current_roles, is_manager
from projects.change import selectors
from projects.change.forms import Limits
from projects.change.services import requests as services
from projects.change.views.finding import project_url
from projects.portfolio.models import Project
from projects.portfolio.views.common import find_project


@require_safe
def awaiting(request: HttpRequest) -> HttpResponse:
    if not (is_manager(request.user) or current_roles(request.user)):
        raise Http404
    return render(
        request,
        "projects/workspace/change/list.html",
        {
            "page": page_of(request, selectors.awaiting(request.user)),
            "controlled": Project.objects.worked_on_by(request.user)
            .filter(change_control__isnull=False)
            .order_by("title"),
        },
    )


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_project(request, slug)
    return render(
        request,
        "projects/workspace/change/project.html",
        {
            "project": found,
            "control": selectors.control(found),
            "page": page_of(request, selectors.of_project(request.user, found)),
            "may_ask": request.user.has_perm("projects.ask_change", found),
            "may_start": request.user.has_perm("projects.decide_change"),
            "reads_money": request.user.has_perm("projects.see_own_money", found),
        },
    )


@acts
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the baseline."""
    found = find_project(request, slug)
    access.require(request.user, "projects.decide_change")
    form = Limits(posted(request), button="Set baseline", cancel=project_url(found))
    return acted(
        request,
        form,
        lambda: services.start_control(by=request.user, project=found, **form.cleaned_data),
        done="Baseline set",
        back=project_url(found),
        template="form.html",
        title="Set the baseline",
        caption=str(found),
        sentence=(
            "From now on the scope, the milestones and their baseline dates, the budget and the "
            "total cost of this project can only change through an approved change request. A "
            "programme manager approves a change up to these limits. The board decides anything "
            "larger. You cannot undo this."
        ),
    )

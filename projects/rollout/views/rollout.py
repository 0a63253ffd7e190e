"""The rollout in the workspace: the public picture, and what delays it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.access import require
from projects.portfolio.models import Project
from projects.rollout import held_up, listing, picture, version
from projects.rollout.standing import AsAt


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "partners.enter_workspace")
    projects = Project.objects.worked_on_by(request.user)
    return render(request, "workspace/projects/list.html", {"rows": listing.project_rows(projects)})


@require_safe
def rollout(request: HttpRequest, slug: str) -> HttpResponse:
    worked_on = Project.objects.worked_on_by(request.user)
    project = get_object_or_404(worked_on.select_related("programme", "lead"), slug=slug)
    as_at = AsAt.today()
    return render(
        request,
        "workspace/projects/rollout.html",
        {
            "project": project,
            "drawn": picture.html(project, version.of(slug), as_at),
            "scope": picture.Picture(project, as_at).scope,
            "held_up": held_up.HeldUp(project),
        },
    )

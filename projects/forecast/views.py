from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal import kept
from projects.forecast.page import Page
from projects.forecast.record import Record
from projects.portfolio.models import Project
from projects.portfolio.views.common import find_project


@require_safe
def forecast(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    row = project.forecasts.select_related("project").first()
    page = Page(row) if row and not row.refusal else None
    return render(
        request,
        "workspace/projects/forecast.html",
        {"project": project, "row": row, "page": page, "record": Record(project)},
    )


@login_not_required
@require_safe
@kept.until_written
def public_forecast(request: HttpRequest, slug: str) -> HttpResponse:
    """What was forecast of a project in public, and how it came out, for anybody."""
    project = get_object_or_404(Project.objects.public().filter(publishes_forecast=True), slug=slug)
    record = Record(project)
    row = record.latest
    page = Page(row) if row and not row.refusal else None
    return render(
        request,
        "projects/forecast.html",
        {"project": project, "row": row, "page": page, "record": record},
    )

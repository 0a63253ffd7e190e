from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.forecast.page import Page
from projects.portfolio.views.common import find_project


@require_safe
def forecast(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    row = project.forecasts.select_related("project").first()
    page = Page(row) if row and not row.refusal else None
    return render(
        request,
        "workspace/projects/forecast.html",
        {"project": project, "row": row, "page": page},
    )

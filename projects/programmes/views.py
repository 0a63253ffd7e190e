"""A programme in the workspace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.access import require
from projects.programmes import selectors


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Its projects, what is late, its money, benefits and risks, on one page."""
    require(request.user, "partners.enter_workspace")
    found = get_object_or_404(selectors.worked_on_by(request.user), slug=slug)
    return render(
        request,
        "projects/workspace/programmes/programme.html",
        {
            "programme": found,
            "sheet": selectors.sheet(request.user, found),
        },
    )

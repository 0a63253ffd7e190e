"""Finding the site that an address names, for the person who asks."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from projects.portfolio.views.common import find_project
from projects.rollout.models import Site


def find_site(request: HttpRequest, slug: str, reference: str) -> Site:
    project = find_project(request, slug)
    sites = Site.objects.standing().filter(project=project)
    site = get_object_or_404(
        sites.select_related("district", "current_entry__by"), reference=reference
    )
    # The project object knows its organisations already: permissions cost no further query.
    site.project = project
    return site

"""Finding what an address names, for the person who asks: what they may not read is not there."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from diz_portal.access import seen
from projects.change.models import ChangeRequest
from projects.portfolio.models import Project


def find_request(request: HttpRequest, slug: str, reference: str) -> ChangeRequest:
    found = get_object_or_404(
        ChangeRequest.objects.visible_to(request.user).select_related(
            "project__lead", "organisation", "written_by", "asked_by", "decided_by"
        ),
        project__slug=slug,
        reference=reference,
    )
    return seen(request.user, "projects.see_change", found)


def request_url(request: ChangeRequest) -> str:
    return reverse("change:request", args=[request.project.slug, request.reference])


def project_url(project: Project) -> str:
    return reverse("change:project", args=[project.slug])

"""Finding what an address names, for the person who asks."""

from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from diz_portal import access
from projects.portfolio.models import Project
from projects.portfolio.views.common import find_project as find_any

M = TypeVar("M", bound=Model)


def find_project(request: HttpRequest, slug: str) -> Project:
    """A project of which the person may read all the money."""
    found = find_any(request, slug)
    if not request.user.has_perm("projects.see_contract", found):
        raise Http404
    return found


def find(request: HttpRequest, model: type[M], slug: str, reference: str) -> M:
    rows: Any = model._default_manager
    found = get_object_or_404(
        rows.visible_to(request.user).select_related("project__lead"),
        project__slug=slug,
        reference=reference,
    )
    return access.seen(request.user, "projects.see_contract", found)


def kept(request: HttpRequest, model: type[M], slug: str, reference: str) -> M:
    found = find(request, model, slug, reference)
    access.require(request.user, "projects.keep_contract", found)
    return found


def project_url(project: Project) -> str:
    return reverse("contracts:project", args=[project.slug])

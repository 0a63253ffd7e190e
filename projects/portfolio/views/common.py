"""Finding what an address names, for the person who asks."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from diz_portal.pages import acted
from projects.portfolio.models import Project


def find_project(request: HttpRequest, slug: str) -> Project:
    """A project whose workspace the person may open; anybody else's is not found."""
    projects = Project.objects.worked_on_by(request.user).select_related("lead", "programme")
    return get_object_or_404(projects, slug=slug)


def acted_on(
    what: str,
    request: HttpRequest,
    form: BaseForm,
    act: Callable[..., Any],
    *,
    done: str,
    template: str,
    project: Project,
    **values: Any,
) -> HttpResponse:
    """The page of one form about the project's milestones, or risks; it goes back to their list."""
    return acted(
        request,
        form,
        lambda: act(by=request.user, **form.cleaned_data),
        done=done,
        back=url(what, project),
        template=f"projects/workspace/{what}/{template}.html",
        project=project,
        **values,
    )


def url(name: str, project: Project, *more: str) -> str:
    return reverse(f"projects_workspace:{name}", args=[project.slug, *more])

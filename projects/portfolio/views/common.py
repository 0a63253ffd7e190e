"""Finding what an address names, for the person who asks."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
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


def show_withdrawn(
    request: HttpRequest,
    record: Any,
    project: Project,
    *,
    back: tuple[str, str],
    restore: tuple[str, str],
) -> HttpResponse:
    """The page of a withdrawn record: since when, why, and how to restore it."""
    context = {
        "record": record,
        "project": project,
        "list_url": url(back[0], project),
        "list_title": back[1],
        "restore_url": url(restore[0], project, record.reference),
        "restore_label": restore[1],
    }
    # Someone withdrew it while it was being changed: nothing of that is kept.
    status = 200 if request.method in ("GET", "HEAD") else 409
    return render(request, "projects/workspace/withdrawn.html", context, status=status)


def url(name: str, project: Project, *more: str) -> str:
    return reverse(f"projects_workspace:{name}", args=[project.slug, *more])

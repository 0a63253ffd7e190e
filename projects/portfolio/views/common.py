"""Finding what an address names, for the person who asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from diz_portal.editing import status_of
from projects.portfolio.models import Project
from projects.rollout.models import Site


def find_project(request: HttpRequest, slug: str) -> Project:
    """A project whose workspace the person may open; anybody else's is not found."""
    projects = Project.objects.worked_on_by(request.user).select_related("lead", "programme")
    return get_object_or_404(projects, slug=slug)


def find_site(request: HttpRequest, slug: str, reference: str) -> Site:
    project = find_project(request, slug)
    sites = Site.objects.standing().filter(project=project)
    site = get_object_or_404(
        sites.select_related("district", "current_entry__by"), reference=reference
    )
    # The project object knows its organisations already: permissions cost no further query.
    site.project = project
    return site


def page(request: HttpRequest, template: str, context: dict, form=None) -> HttpResponse:
    """The page; 422 when it comes back with a form that was not right, 409 where two met."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, template, context, status=status_of(form) if wrong else 200)


def url(name: str, project: Project, *more: str) -> str:
    return reverse(f"projects_workspace:{name}", args=[project.slug, *more])

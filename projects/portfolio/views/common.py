"""Finding what an address names, for the person who asks."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from diz_portal.editing import status_of
from projects.portfolio.models import Project

ON_A_PAGE = 50


def find_project(request: HttpRequest, slug: str) -> Project:
    """A project whose workspace the person may open; anybody else's is not found."""
    projects = Project.objects.worked_on_by(request.user).select_related("lead", "programme")
    return get_object_or_404(projects, slug=slug)


def page(request: HttpRequest, template: str, context: dict, form=None) -> HttpResponse:
    """The page; 422 when it comes back with a form that was not right, 409 where two met."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, template, context, status=status_of(form) if wrong else 200)


def url(name: str, project: Project, *more: str) -> str:
    return reverse(f"projects_workspace:{name}", args=[project.slug, *more])


def page_of(request, rows, on_a_page=ON_A_PAGE):
    return Paginator(rows, on_a_page).get_page(request.GET.get("page"))

"""Importing a file into a project."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from diz_portal import access
from diz_portal.imports import selectors
from diz_portal.imports.views import ImportPages, Place
from diz_portal.pages import acts, carried_out, posted, posted_files, show
from projects.imports import services
from projects.imports.forms import UploadForm
from projects.imports.models import ImportBatch
from projects.portfolio.models import Project


def find_project(request, slug: str) -> Project:
    """A project whose workspace the person may open; to everybody else it is not there."""
    projects = Project.objects.worked_on_by(request.user).select_related("lead")
    return get_object_or_404(projects, slug=slug)


class Pages(ImportPages):
    namespace = "projects_workspace"

    def batches(self, request, slug):
        project = find_project(request, slug)
        return selectors.of_scope(ImportBatch, project=project).select_related("project__lead")

    def place(self, request, batch=None, *, slug):
        project = batch.project if batch else find_project(request, slug)
        may = request.user.has_perm("projects.import", project)
        back = reverse(
            "projects_workspace:imports" if batch else "projects_workspace:project", args=[slug]
        )
        return Place(
            title=project.title,
            back=back,
            back_to="Imports" if batch else project.title,
            new=[("Import a file", reverse("projects_workspace:import_new", args=[slug]))]
            if may
            else [],
        )

    def may(self, request, batch):
        return request.user.has_perm("projects.import", batch.project)

    def args(self, batch):
        return [batch.project.slug, batch.reference]

    def new(self, batch):
        return reverse("projects_workspace:import_new", args=[batch.project.slug])


pages = Pages()


@acts
def new(request, slug):
    project = find_project(request, slug)
    access.require(request.user, "projects.import", project)
    after = pages.after(request, slug=slug)
    form = UploadForm(posted(request), posted_files(request), after=after)

    def upload():
        with form.of_the_file():
            return services.upload(
                project=project, by=request.user, after=after, **form.cleaned_data
            )

    if batch := carried_out(form, upload):
        return pages.uploaded(batch)
    context = {"project": project, "form": form, "place": pages.place(request, slug=slug)}
    return show(request, "projects/workspace/imports/new.html", context)

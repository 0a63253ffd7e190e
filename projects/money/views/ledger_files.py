"""The ledger's export comes in: uploaded, looked at, applied, undone."""

from django.urls import reverse

from diz_portal import access
from diz_portal.imports import selectors as imports
from diz_portal.imports.views import ImportPages, Place
from diz_portal.pages import acts, carried_out, posted, posted_files, show
from projects.money.forms.ledger import LedgerFileForm
from projects.money.models import LedgerImportBatch
from projects.money.services.ledger_files import upload
from projects.money.views.ledger import find_ledger


class Pages(ImportPages):
    namespace = "money"

    def batches(self, request, slug):
        project = find_ledger(request, slug)
        found = LedgerImportBatch.objects.visible_to(request.user).filter(project=project)
        return found.select_related("project__lead", "organisation", *imports.PEOPLE)

    def find(self, request, reference, slug):
        found = super().find(request, reference, slug=slug)
        return access.seen(request.user, "projects.see_ledger", found)

    def place(self, request, batch=None, *, slug):
        project = batch.project if batch else find_ledger(request, slug)
        may = request.user.has_perm("projects.keep_money", project)
        new = [("Import ledger", reverse("money:import_new", args=[slug]))] if may else []
        return Place(
            title=f"Ledger, {project.title}",
            back=reverse("money:imports" if batch else "money:ledger", args=[slug]),
            back_to="Imports" if batch else "Ledger",
            new=new,
        )

    def may(self, request, batch):
        return request.user.has_perm("projects.keep_money", batch.project)

    def args(self, batch):
        return [batch.project.slug, batch.reference]

    def new(self, batch):
        return reverse("money:import_new", args=[batch.project.slug])


pages = Pages()


@acts
def new(request, slug):
    project = find_ledger(request, slug)
    access.require(request.user, "projects.keep_money", project)
    after = pages.after(request, slug=slug)
    back = reverse("money:ledger", args=[slug])
    form = LedgerFileForm(posted(request), posted_files(request), cancel=back)

    def take():
        with form.of_the_file():
            return upload(
                project=project, file=form.cleaned_data["file"], by=request.user, after=after
            )

    if batch := carried_out(form, take):
        return pages.uploaded(batch)
    context = {
        "project": project,
        "form": form,
        "back": back,
        "title": "Import ledger",
        "caption": project.title,
    }
    return show(request, "projects/workspace/money/ledger_file.html", context)

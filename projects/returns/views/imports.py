"""A round's returns from a file, and as a file to fill in."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.imports import selectors as imports
from diz_portal.imports.views import ImportPages, Place
from diz_portal.pages import acts, carried_out, posted, posted_files, show
from diz_portal.spreadsheets import xlsx_response
from partners.models import Organisation
from projects.returns.forms.imports import ReturnsFileForm
from projects.returns.imports import file_rows, header
from projects.returns.models import ReportingRound, ReturnImportBatch
from projects.returns.selectors import returns as selectors
from projects.returns.services import importing


class Pages(ImportPages):
    namespace = "returns"

    def batches(self, request):
        access.require(request.user, "projects.import_returns")
        found = ReturnImportBatch.objects.visible_to(request.user)
        return found.select_related("organisation", "round", *imports.PEOPLE)

    def place(self, request, batch=None):
        return Place(
            title="Monthly returns",
            back=reverse("returns:imports" if batch else "returns:list"),
            back_to="Imports" if batch else "Returns",
            new=[("Import returns", reverse("returns:import_new"))],
        )

    def may(self, request, batch):
        return request.user.has_perm("projects.write_return", batch)

    def new(self, batch):
        return reverse("returns:import_new")


pages = Pages()


@acts
def new(request):
    access.require(request.user, "projects.import_returns")
    after = pages.after(request)
    found = selectors.to_fill_in(request.user)
    form = ReturnsFileForm(posted(request), posted_files(request), found=found, after=after)

    def upload():
        organisation, reporting_round = form.chosen()
        with form.of_the_file():
            return importing.upload(
                organisation=organisation,
                reporting_round=reporting_round,
                file=form.cleaned_data["file"],
                supplier=form.cleaned_data["supplier"],
                by=request.user,
                after=after,
            )

    if batch := carried_out(form, upload):
        return pages.uploaded(batch)
    context = {
        "form": form,
        "found": found,
        "columns": header(),
        "next_round": None if found else selectors.next_round(),
    }
    return show(request, "projects/workspace/returns/import.html", context)


@require_safe
def file(request, month, slug):
    """An organisation's returns of a month, as they are written so far; it comes in again."""
    access.require(request.user, "projects.import_returns")
    reporting_round = get_object_or_404(ReportingRound, month=month)
    organisation = get_object_or_404(Organisation, slug=slug)
    records = selectors.of_organisation(organisation.pk, reporting_round.pk)
    first = records.first()
    if first is None or not request.user.has_perm("projects.write_return", first):
        raise Http404
    name = f"returns-{organisation.slug}-{reporting_round.slug}.xlsx"
    return xlsx_response(name, header(), file_rows(records))

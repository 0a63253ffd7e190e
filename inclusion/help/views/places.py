"""Places to get help come in from a list."""

from django.urls import reverse

from diz_portal.access import require
from diz_portal.imports import services as imports
from diz_portal.pages import acts, carried_out, posted, posted_files, show
from inclusion.help.forms.places import PlacesForm
from inclusion.help.imports import FIELDS
from inclusion.help.models import Access, PlaceKind, Service
from inclusion.imports.models import ImportBatch, ImportKind
from inclusion.imports.views import pages


@acts
def take_in(request):
    require(request.user, "inclusion.keep_places")
    back = reverse("inclusion_workspace:imports")
    after = pages.after(request)
    form = PlacesForm(posted(request), posted_files(request), cancel=back, after=after)

    def upload():
        with form.of_the_file():
            batch = ImportBatch(
                kind=ImportKind.PLACES,
                supplier=form.cleaned_data["supplier"],
                uploaded_by=request.user,
            )
            return imports.upload(batch, form.cleaned_data["file"], after=after)

    if batch := carried_out(form, upload):
        return pages.uploaded(batch)
    values = {
        "form": form,
        "back": back,
        "title": "Import places to get help",
        "fields": FIELDS,
        "kinds": PlaceKind.labels,
        "services": Service.labels,
        "access": Access.labels,
    }
    return show(request, "inclusion/help/places_import.html", values)

"""The pages of imports; each is uploaded on a page of the room that keeps it."""

from django.http import Http404
from django.urls import reverse

from diz_portal.access import seen
from diz_portal.imports import selectors
from diz_portal.imports.views import ImportPages, Place
from inclusion.imports.models import ImportBatch, ImportKind

# Kind → the page on which such a list is uploaded, and what may be asked to open it.
UPLOADED_ON = {
    ImportKind.DEVICES: ("device_import", "inclusion.work_on_stock", "Import devices"),
    ImportKind.SIMS: ("batch_add", "inclusion.see_databank", "Import SIM cards or vouchers"),
    ImportKind.PLACES: ("places_import", "inclusion.keep_places", "Import places to get help"),
}


class Pages(ImportPages):
    namespace = "inclusion_workspace"

    def batches(self, request):
        if not request.user.has_perm("inclusion.see_stock"):
            raise Http404
        found = ImportBatch.objects.visible_to(request.user)
        return found.select_related("kept_by", "pledge", "made", *selectors.PEOPLE)

    def find(self, request, reference):
        return seen(request.user, "inclusion.see_import", super().find(request, reference))

    def place(self, request, batch=None):
        above = "imports" if batch else "devices"
        return Place(
            title="Imports of devices, data and places",
            back=reverse(f"inclusion_workspace:{above}"),
            back_to="Imports" if batch else "Device bank",
            new=[
                (label, reverse(f"inclusion_workspace:{page}"))
                for page, permission, label in UPLOADED_ON.values()
                if request.user.has_perm(permission)
            ],
        )

    def may(self, request, batch):
        return request.user.has_perm("inclusion.work_on_import", batch)

    def new(self, batch):
        if batch.pledge:
            return reverse("inclusion_workspace:pledge_receive", args=[batch.pledge.reference])
        kind = ImportKind.SIMS if batch.kind == ImportKind.VOUCHERS else ImportKind(batch.kind)
        return reverse(f"inclusion_workspace:{UPLOADED_ON[kind][0]}")


pages = Pages()

from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_bulk import BulkActions
from diz_portal.admin_site import ModelAdmin
from projects.portfolio.admin.common import NeverDeleted, ReadOnlyInline
from projects.rollout.admin.bulk import WAYLEAVES
from projects.rollout.models import Wayleave, WayleaveEvent
from projects.rollout.services.wayleaves import edit_wayleave, open_wayleave

FACTS = ["grantor", "kind", "next_action", "owner", "cost"]


class WayleaveEventInline(ReadOnlyInline):
    model = WayleaveEvent
    fields = ["state", "happened_on", "note", "by", "recorded_at"]


@admin.register(Wayleave)
class WayleaveAdmin(NeverDeleted, BulkActions, ModelAdmin):
    """Landowners and next actions; the status is updated from the list, or in the workspace."""

    bulk = WAYLEAVES

    list_display = ["site", "grantor", "state", "age", "owner", "next_action", "requested_on"]
    list_filter = ["state", "kind", "site__project", "site__district", "owner"]
    list_select_related = ["site__project", "owner"]
    search_fields = ["site__name", "grantor", "next_action", "reference"]
    date_hierarchy = "opened_on"
    autocomplete_fields = ["site", "owner"]
    inlines = [WayleaveEventInline]
    fields = [
        "site",
        *FACTS,
        "reference",
        "state",
        "opened_on",
        "requested_on",
        "granted_on",
        "expires_on",
    ]
    readonly_fields = [
        "reference",
        "state",
        "opened_on",
        "requested_on",
        "granted_on",
        "expires_on",
    ]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "site"] if obj else self.readonly_fields

    @admin.display(description="days outstanding", ordering="opened_on")
    def age(self, wayleave):
        return wayleave.age_days() if wayleave.is_waiting else "Closed"

    def view_on_site(self, wayleave):
        return reverse(
            "projects_workspace:wayleave", args=[wayleave.site.project.slug, wayleave.reference]
        )

    def doings(self, wayleave):
        args = [wayleave.site.project.slug, wayleave.reference]
        return [("Update status", reverse("projects_workspace:wayleave_status", args=args))]

    def save_model(self, request, obj, form, change):
        facts = {name: form.cleaned_data[name] for name in FACTS}
        if change:
            edit_wayleave(wayleave=obj, by=request.user, **facts)
        else:
            opened = open_wayleave(site=obj.site, by=request.user, **facts)
            obj.pk, obj.reference, obj._state.adding = opened.pk, opened.reference, False

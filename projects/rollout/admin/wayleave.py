from django.contrib import admin, messages
from django.urls import reverse

from diz_portal.access import Refusal
from diz_portal.admin_site import ModelAdmin
from projects.portfolio.admin.common import NeverDeleted, ReadOnlyInline, workspace_link
from projects.rollout.models import Wayleave, WayleaveEvent
from projects.rollout.services.wayleaves import edit_wayleave, open_wayleave

FACTS = ["grantor", "kind", "next_action", "owner", "cost"]


class WayleaveEventInline(ReadOnlyInline):
    model = WayleaveEvent
    fields = ["state", "happened_on", "note", "by", "recorded_at"]


@admin.register(Wayleave)
class WayleaveAdmin(NeverDeleted, ModelAdmin):
    """Landowners and next actions; the status is updated in the workspace."""

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
        "workspace",
    ]
    readonly_fields = [
        "reference",
        "state",
        "opened_on",
        "requested_on",
        "granted_on",
        "expires_on",
        "workspace",
    ]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "site"] if obj else self.readonly_fields

    @admin.display(description="days outstanding", ordering="opened_on")
    def age(self, wayleave):
        return wayleave.age_days() if wayleave.is_waiting else "Closed"

    @admin.display(description="in the workspace")
    def workspace(self, wayleave):
        if not wayleave.pk:
            return "Save this record first"
        return workspace_link("wayleave", wayleave.site.project.slug, wayleave.reference)

    def view_on_site(self, wayleave):
        return reverse(
            "projects_workspace:wayleave", args=[wayleave.site.project.slug, wayleave.reference]
        )

    def save_model(self, request, obj, form, change):
        facts = {name: form.cleaned_data[name] for name in FACTS}
        try:
            if change:
                edit_wayleave(wayleave=obj, by=request.user, **facts)
            else:
                opened = open_wayleave(site=obj.site, by=request.user, **facts)
                obj.pk, obj.reference = opened.pk, opened.reference
        except Refusal as refusal:
            self.message_user(request, refusal.message, messages.ERROR)

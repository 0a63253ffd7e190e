from typing import ClassVar

from django.contrib import admin, messages
from django.urls import reverse

from diz_portal.access import Refusal
from diz_portal.admin_site import ModelAdmin
from projects.portfolio.admin.common import NeverDeleted, ReadOnlyInline, workspace_link
from projects.portfolio.forms.fields import OdsField, UprnField
from projects.rollout.models import Site, StageEntry
from projects.rollout.services.sites import SiteChanged, add_site, edit_site


class EntryInline(ReadOnlyInline):
    """The history, to be read: new entries are made by updating the stage in the workspace."""

    model = StageEntry
    fk_name = "site"
    fields = ["stage", "entered_on", "recorded_at", "by", "evidence", "reason", "corrects"]
    ordering = ["-entered_on", "-recorded_at", "-pk"]
    verbose_name_plural = "stage history (update the stage in the workspace)"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "site", "corrects__site")


class SupplierFilter(admin.SimpleListFilter):
    title = "supplier"
    parameter_name = "supplier"

    def lookups(self, request, model_admin):
        named = Site.objects.exclude(supplier="").order_by("supplier")
        names = named.values_list("supplier", flat=True).distinct()
        return [*((name, name) for name in names), ("-", "No supplier")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(supplier="" if self.value() == "-" else self.value())


class LateFilter(admin.SimpleListFilter):
    title = "planned date"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [("yes", "Past planned date")]

    def queryset(self, request, queryset):
        return queryset.late() if self.value() == "yes" else queryset


@admin.register(Site)
class SiteAdmin(NeverDeleted, ModelAdmin):
    list_display = [
        "name",
        "project",
        "district",
        "stage",
        "stage_on",
        "in_scope",
        "supplier",
        "ods_code",
    ]
    list_filter = ["project", "district", "stage", "in_scope", SupplierFilter, LateFilter]
    list_select_related = ["project", "district"]
    search_fields = ["name", "ods_code", "uprn", "postcode", "reference", "order_ref"]
    date_hierarchy = "stage_on"
    autocomplete_fields = ["project"]
    fields_by_name: ClassVar = {"ods_code": OdsField, "uprn": UprnField}
    inlines = [EntryInline]
    readonly_fields = ["reference", "stage", "stage_on", "in_scope", "workspace"]
    fieldsets = [
        (None, {"fields": ["project", "name", "reference", "workspace"]}),
        (
            "Stage",
            {"fields": ["stage", "stage_on", "in_scope", "planned_live_on", "expected_live_on"]},
        ),
        (
            "Location",
            {
                "fields": [
                    "ods_code",
                    "uprn",
                    "address",
                    "postcode",
                    "district",
                    "latitude",
                    "longitude",
                    "source_inactive_on",
                ]
            },
        ),
        (
            "Order and money",
            {
                "fields": [
                    "supplier",
                    "order_ref",
                    "cost_estimate",
                    "cost_contracted",
                    "cost_actual",
                    "grant_share",
                ]
            },
        ),
        (
            "Speed before",
            {
                "fields": [
                    "download_before_mbps",
                    "upload_before_mbps",
                    "latency_before_ms",
                    "measured_before_on",
                    "method_before",
                ]
            },
        ),
        (
            "Speed after",
            {
                "fields": [
                    "download_after_mbps",
                    "upload_after_mbps",
                    "latency_after_ms",
                    "measured_after_on",
                    "method_after",
                ]
            },
        ),
        ("Notes", {"fields": ["notes"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(withdrawn_at=None)

    def get_readonly_fields(self, request, obj=None):
        # A site does not change its project: its history names it.
        return [*self.readonly_fields, "project"] if obj else self.readonly_fields

    @admin.display(description="in the workspace")
    def workspace(self, site):
        if not site.pk:
            return "Save this record first"
        return workspace_link("site", site.project.slug, site.reference)

    def view_on_site(self, site):
        if not site.project.published:
            return None
        return reverse("projects:site", args=[site.project.slug, site.reference])

    def save_model(self, request, obj, form, change):
        facts = {name: value for name, value in form.cleaned_data.items() if name != "project"}
        try:
            if change:
                edit_site(site=obj, version=obj.version, by=request.user, **facts)
            else:
                added = add_site(project=obj.project, by=request.user, **facts)
                obj.pk, obj.reference = added.pk, added.reference
        except (Refusal, SiteChanged) as refusal:
            # Met only by losing a race after the form was found right: nothing was saved.
            self.message_user(request, refusal.message, messages.ERROR)

from typing import ClassVar
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse

from diz_portal.admin_bulk import MOST, BulkActions
from diz_portal.admin_site import ModelAdmin
from diz_portal.words import listed
from projects.portfolio.admin.common import NeverDeleted, ReadOnlyInline
from projects.portfolio.forms.fields import OdsField, UprnField
from projects.rollout.admin.bulk import SITES
from projects.rollout.models import Site, StageEntry
from projects.rollout.services.sites import add_site, edit_site


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
class SiteAdmin(NeverDeleted, BulkActions, ModelAdmin):
    actions = ["update_stage"]
    bulk = SITES
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
    readonly_fields = ["reference", "stage", "stage_on", "in_scope"]
    fieldsets = [
        (None, {"fields": ["project", "name", "reference"]}),
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

    def view_on_site(self, site):
        return reverse("projects_workspace:site", args=[site.project.slug, site.reference])

    def doings(self, site):
        args = [site.project.slug, site.reference]
        found = [
            ("Update stage", reverse("projects_workspace:site_move", args=args)),
            ("Withdraw", reverse("projects_workspace:site_withdraw", args=args)),
        ]
        if site.project.published:
            found.append(("Open the public page", reverse("projects:site", args=args)))
        return found

    def save_model(self, request, obj, form, change):
        facts = {name: value for name, value in form.cleaned_data.items() if name != "project"}
        if change:
            edit_site(site=obj, version=obj.version, by=request.user, **facts)
        else:
            added = add_site(project=obj.project, by=request.user, **facts)
            obj.pk, obj.reference, obj._state.adding = added.pk, added.reference, False

    @admin.action(description="Update stage", permissions=["change"])
    def update_stage(self, request, queryset):
        """On the page of the workspace, which previews it: for the sites of one project."""
        sites = list(queryset.select_related("project")[: MOST + 1])
        projects = {site.project.slug: site.project.title for site in sites}
        if len(projects) > 1:
            words = (
                f"Select sites of one project at a time: these are in {listed(projects.values())}"
            )
        elif len(sites) > MOST:
            words = f"Select {MOST} or fewer at a time"
        else:
            chosen = urlencode([("site", site.reference) for site in sites])
            address = reverse("projects_workspace:sites_move", args=list(projects))
            return redirect(f"{address}?{chosen}")
        self.message_user(request, words, messages.WARNING)
        return None

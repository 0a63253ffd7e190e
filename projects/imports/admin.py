"""Imports in the admin: to look up who brought in what; the work itself is in the workspace."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from diz_portal.admin_site import ModelAdmin, ReadOnly
from projects.imports.models import ImportBatch, ImportMapping


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, ModelAdmin):
    list_display = ["file_name", "project", "kind", "supplier", "state", "uploaded_at", "by"]
    list_filter = ["state", "kind", "project"]
    search_fields = ["file_name", "supplier", "reference"]
    date_hierarchy = "uploaded_at"
    list_select_related = ["project", "uploaded_by"]
    fields = [
        "open",
        "project",
        "kind",
        "source",
        "supplier",
        "file_name",
        "sha256",
        "state",
        "problem",
        "summary",
        "uploaded_by",
        "uploaded_at",
        "applied_by",
        "applied_at",
        "undone_by",
        "undone_at",
    ]

    @admin.display(description="uploaded by", ordering="uploaded_by__name")
    def by(self, batch):
        return batch.uploaded_by or "command"

    @admin.display(description="in the workspace")
    def open(self, batch):
        address = reverse("projects_workspace:import", args=[batch.project.slug, batch.reference])
        return format_html('<a href="{}">See its preview and history</a>', address)


@admin.register(ImportMapping)
class ImportMappingAdmin(ModelAdmin):
    """What a supplier's headings mean. Deleting one makes the portal ask again."""

    list_display = ["supplier_name", "project", "kind", "used_at"]
    list_filter = ["kind", "project"]
    search_fields = ["supplier"]
    list_select_related = ["project"]
    fields = ["project", "kind", "supplier", "headings", "words", "used_at"]
    readonly_fields = fields

    @admin.display(description="supplier", ordering="supplier")
    def supplier_name(self, mapping):
        return mapping.supplier or "No supplier named"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

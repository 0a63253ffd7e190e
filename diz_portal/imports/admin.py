"""Imports in the admin: to look up who brought in what; the work itself is in the workspace."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from diz_portal.admin_site import ModelAdmin, ReadOnly


class BatchAdmin(ReadOnly, ModelAdmin):
    """For an app's own table; `pages` are its pages, `whose` the column that says whose it is."""

    pages: Any
    whose: str
    search_fields = ["file_name", "supplier", "reference"]
    date_hierarchy = "uploaded_at"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        # Declared, so that its links are answered (`diz_portal.admin_site`).
        cls.list_filter = ["state", "kind", cls.whose]

    def get_list_display(self, request):
        return ["file_name", self.whose, "kind", "supplier", "status", "uploaded_at", "by"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(self.whose, "uploaded_by")

    def get_fields(self, request, obj=None):
        return [
            "open",
            self.whose,
            "kind",
            "source",
            "supplier",
            "file_name",
            "sha256",
            "status",
            "problem",
            "corrections_reason",
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

    @admin.display(description="status")
    def status(self, batch):
        return batch.status

    @admin.display(description="in the workspace")
    def open(self, batch):
        address = self.pages.address(batch)
        return format_html('<a href="{}">View preview and history</a>', address)


class MappingAdmin(ModelAdmin):
    """What a supplier's headings mean. Deleting one makes the portal ask again."""

    whose: str
    search_fields = ["supplier"]

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.list_filter = ["kind", cls.whose]

    def get_list_display(self, request):
        return ["supplier_name", self.whose, "kind", "used_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(self.whose)

    def get_fields(self, request, obj=None):
        return [self.whose, "kind", "supplier", "columns", "values", "used_at"]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    @admin.display(description="supplier", ordering="supplier")
    def supplier_name(self, mapping):
        return mapping.supplier or "No supplier named"

    @admin.display(description="columns matched")
    def columns(self, mapping):
        return _side_by_side(mapping.headings)

    @admin.display(description="values matched")
    def values(self, mapping):
        return _side_by_side(mapping.words)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def _side_by_side(matched):
    """Theirs, then ours, on a line each."""
    pairs = sorted(_pairs(matched))
    if not pairs:
        return "None matched"
    return format_html_join(SafeString("<br>"), "{} → {}", pairs)


def _pairs(matched, *above):
    """Values are matched column by column, so that one may stand within another."""
    for theirs, ours in matched.items():
        if isinstance(ours, dict):
            yield from _pairs(ours, *above, theirs)
        else:
            named = str(ours or "left out").replace("_", " ")
            yield ": ".join([*above, theirs]), named

from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly
from diz_portal.words import file_size

from .models import Document


@admin.register(Document)
class DocumentAdmin(ReadOnly, ModelAdmin):
    """To look up, not to change: papers come and go with the records they belong to."""

    list_display = ["title", "original_name", "kilobytes", "uploaded_by", "uploaded_at"]
    list_filter = ["content_type", "guard"]
    list_select_related = ["uploaded_by"]
    search_fields = ["title", "original_name", "reference", "sha256"]
    date_hierarchy = "uploaded_at"
    fields = [
        "reference",
        "title",
        "original_name",
        "content_type",
        "kilobytes",
        "sha256",
        "guard",
        "uploaded_by",
        "uploaded_at",
    ]
    readonly_fields = fields

    @admin.display(description="size", ordering="size")
    def kilobytes(self, document):
        return file_size(document.size)

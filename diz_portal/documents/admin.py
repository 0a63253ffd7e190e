from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly
from diz_portal.words import file_size

from . import guards
from .inspection import TYPES as BY_NAME
from .models import Document

# Of two names for one type, the last.
TYPES = {content_type: name.upper() for name, content_type in BY_NAME.items()} | {
    BY_NAME["jpg"]: "JPG"
}


class OfType(admin.SimpleListFilter):
    title = "type of file"
    parameter_name = "type"

    def lookups(self, request, model_admin):
        return [(name.lower(), name) for name in TYPES.values()]

    def queryset(self, request, queryset):
        asked = [kind for kind, name in TYPES.items() if name.lower() == self.value()]
        return queryset.filter(content_type__in=asked) if self.value() else queryset


class BelongingTo(admin.SimpleListFilter):
    title = "what it is"
    parameter_name = "guard"

    def lookups(self, request, model_admin):
        return sorted(guards.titles().items(), key=lambda one: one[1])

    def queryset(self, request, queryset):
        return queryset.filter(guard=self.value()) if self.value() else queryset


@admin.register(Document)
class DocumentAdmin(ReadOnly, ModelAdmin):
    """To look up, not to change: papers come and go with the records they belong to."""

    list_display = [
        "title",
        "what_it_is",
        "original_name",
        "kilobytes",
        "uploaded_by",
        "uploaded_at",
    ]
    list_filter = [OfType, BelongingTo]
    list_select_related = ["uploaded_by"]
    search_fields = ["title", "original_name", "reference", "sha256"]
    date_hierarchy = "uploaded_at"
    fields = [
        "reference",
        "title",
        "original_name",
        "type_of_file",
        "kilobytes",
        "sha256",
        "what_it_is",
        "uploaded_by",
        "uploaded_at",
    ]
    readonly_fields = fields

    @admin.display(description="type of file", ordering="content_type")
    def type_of_file(self, document):
        return TYPES.get(document.content_type, document.content_type)

    @admin.display(description="what it is", ordering="guard")
    def what_it_is(self, document):
        return guards.titles().get(document.guard, "No longer in use")

    @admin.display(description="size", ordering="size")
    def kilobytes(self, document):
        return file_size(document.size)

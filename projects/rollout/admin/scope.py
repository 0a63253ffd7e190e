from django.contrib import admin
from django.db.models import Sum
from django.utils.html import format_html

from diz_portal.admin_site import ModelAdmin, ReadOnly
from projects.portfolio.admin.common import ReadOnlyInline, workspace_link
from projects.rollout.models import ScopeChange, ScopeEntry


class ScopeEntryInline(ReadOnlyInline):
    model = ScopeEntry
    fields = ["site", "step"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("site")


@admin.register(ScopeChange)
class ScopeChangeAdmin(ReadOnly, ModelAdmin):
    """The scope change log, to be read: a change is recorded in the workspace."""

    list_display = ["happened_on", "project", "reason", "sites", "value_change", "approved_by"]
    list_filter = ["project", "reason"]
    list_select_related = ["project", "approved_by"]
    search_fields = ["note", "project__title", "entries__site__name"]
    date_hierarchy = "happened_on"
    inlines = [ScopeEntryInline]
    fields = [
        "project",
        "happened_on",
        "reason",
        "note",
        "value_change",
        "approved_by",
        "recorded_at",
        "log",
    ]
    readonly_fields = ["log"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(step=Sum("entries__step"))

    @admin.display(ordering="step")
    def sites(self, change):
        return f"{change.step or 0:+d}" if change.step else "0"

    @admin.display(description="scope change log")
    def log(self, change):
        return format_html("{}", workspace_link("scope", change.project.slug))

from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly

from .models import ReportJob


@admin.register(ReportJob)
class ReportJobAdmin(ReadOnly, ModelAdmin):
    """Who asked for which report: to look up; the work itself is in the workspace."""

    list_display = [
        "title",
        "reference",
        "edition",
        "state",
        "asked_by",
        "asked_at",
        "as_at",
        "expires_at",
    ]
    list_filter = ["state", "report"]
    search_fields = ["title", "reference"]
    date_hierarchy = "asked_at"
    list_select_related = ["asked_by"]
    fields = [
        "title",
        "report",
        "answers",
        "edition",
        "formats",
        "state",
        "problem",
        "asked_by",
        "asked_at",
        "as_at",
        "read_at",
        "finished_at",
        "code_version",
        "expires_at",
        "files_deleted_at",
    ]

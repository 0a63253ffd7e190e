from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly

from .models import ReportJob
from .registry import Format, all_reports


class OfReport(admin.SimpleListFilter):
    title = "report"
    parameter_name = "report"

    def lookups(self, request, model_admin):
        return [(one.name, one.title) for one in all_reports()]

    def queryset(self, request, queryset):
        return queryset.filter(report=self.value()) if self.value() else queryset


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
    list_filter = ["state", OfReport]
    search_fields = ["title", "reference"]
    date_hierarchy = "asked_at"
    list_select_related = ["asked_by"]
    fields = [
        "title",
        "edition",
        "kinds_of_file",
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

    @admin.display(description="types of file")
    def kinds_of_file(self, job):
        return ", ".join(Format(name).label for name in job.formats)

    def view_on_site(self, job):
        return reverse("reports:job", args=[job.reference])

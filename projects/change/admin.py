"""Change requests in the admin: to look up. They are written and decided in the workspace."""

from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly
from projects.change.models import ChangeEvent, ChangeFigure, ChangeMilestone, ChangeRequest
from projects.portfolio.admin.common import ReadOnlyInline


class MilestoneInline(ReadOnlyInline):
    model = ChangeMilestone
    fields = ["milestone", "title", "old_on", "new_on"]


class FigureInline(ReadOnlyInline):
    model = ChangeFigure
    fields = ["line", "quarter", "old_amount", "amount"]


class EventInline(ReadOnlyInline):
    model = ChangeEvent
    fields = ["state", "words", "by", "recorded_at"]


@admin.register(ChangeRequest)
class ChangeRequestAdmin(ReadOnly, ModelAdmin):
    list_display = ["title", "project", "number", "organisation", "state", "route", "decided_on"]
    list_filter = ["state", "route", "project", "organisation"]
    list_select_related = ["project", "organisation"]
    search_fields = ["title", "project__title"]
    date_hierarchy = "decided_on"
    inlines = [MilestoneInline, FigureInline, EventInline]

    def view_on_site(self, request):
        return reverse("change:request", args=[request.project.slug, request.reference])

"""The registers to look things up in: states and dates. Who asked, and in what words, is read in
the workspace, where it can be acted upon."""

from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly, TabularInline

from .models import (
    Complaint,
    ComplaintEvent,
    DataRequest,
    ProcessingRecord,
    RequestEvent,
)


class History(ReadOnly, TabularInline):
    fields = ["at", "kind", "summary", "by"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by").defer("words")


class RequestHistory(History):
    model = RequestEvent


class ComplaintHistory(History):
    model = ComplaintEvent


class Register(ReadOnly, ModelAdmin):
    search_fields = ["reference"]
    date_hierarchy = "received_on"
    list_select_related = ["controller"]


@admin.register(DataRequest)
class DataRequestAdmin(Register):
    list_display = [
        "reference",
        "kind",
        "state",
        "received_on",
        "due_on",
        "closed_on",
        "controller",
    ]
    list_filter = ["state", "kind", "came_by"]
    fields = [
        "reference",
        "kind",
        "state",
        "controller",
        "came_by",
        "received_on",
        "due_on",
        "paused_on",
        "pause_ground",
        "paused_days",
        "extended_on",
        "extension_ground",
        "due_before",
        "refusal_ground",
        "closed_on",
        "erased_at",
        "written_by",
    ]
    readonly_fields = fields
    inlines = [RequestHistory]

    def view_on_site(self, request):
        return reverse("privacy:request", args=[request.reference])


@admin.register(Complaint)
class ComplaintAdmin(Register):
    list_display = ["reference", "state", "outcome", "received_on", "acknowledged_on", "closed_on"]
    list_filter = ["state", "outcome", "came_by"]
    fields = [
        "reference",
        "state",
        "outcome",
        "controller",
        "came_by",
        "received_on",
        "acknowledged_on",
        "closed_on",
        "erased_at",
        "written_by",
    ]
    readonly_fields = fields
    inlines = [ComplaintHistory]

    def view_on_site(self, complaint):
        return reverse("privacy:complaint", args=[complaint.reference])


@admin.register(ProcessingRecord)
class ProcessingRecordAdmin(ReadOnly, ModelAdmin):
    """To look up; each controller's data protection lead changes it in the workspace."""

    list_display = ["purpose", "controller", "basis", "condition", "reviewed_on", "next_review_on"]
    list_filter = ["basis", "condition", "transfers"]
    search_fields = ["controller__name", "purpose"]
    list_select_related = ["controller"]
    date_hierarchy = "reviewed_on"
    fields = [
        "controller",
        "purpose",
        "basis",
        "basis_words",
        "assessed_on",
        "special",
        "condition",
        "schedule_1",
        "policy_on",
        "source",
        "recipients",
        "transfers",
        "transfers_to",
        "reviewed_on",
        "reviewed_by",
        "next_review_on",
    ]
    readonly_fields = fields

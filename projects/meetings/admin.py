"""Meetings in the admin: to look up. Their minutes are written and released in the workspace."""

from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly
from projects.meetings.models import Meeting, MeetingAction, MeetingItem
from projects.portfolio.admin.common import ReadOnlyInline


class ItemInline(ReadOnlyInline):
    model = MeetingItem
    fields = ["number", "heading", "decision", "paragraph"]


class ActionInline(ReadOnlyInline):
    model = MeetingAction
    fields = readonly_fields = ["words", "owner", "due_on", "closed_on", "closed_how"]


@admin.register(Meeting)
class MeetingAdmin(ReadOnly, ModelAdmin):
    list_display = ["board", "starts_at", "place", "state", "released_at"]
    list_filter = ["state"]
    list_select_related = ["board"]
    search_fields = ["place"]
    date_hierarchy = "released_at"
    fields = readonly_fields = [
        "board",
        "starts_at",
        "place",
        "online",
        "state",
        "released_at",
    ]
    inlines = [ItemInline, ActionInline]

    def view_on_site(self, meeting):
        return reverse("meetings:meeting", args=[meeting.reference])

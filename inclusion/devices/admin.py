"""Looking up devices. What is done with them is done in the workspace, by the people who
have them in their hands; and who has them, nobody reads here."""

from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly, TabularInline
from inclusion.devices.models import Device, DeviceEvent, Part, PatTest, WipeRecord


class Wipes(ReadOnly, TabularInline):
    model = WipeRecord
    fields = ["finished_at", "passed", "method", "standard", "medium_serial"]
    extra = 0


class Tests(ReadOnly, TabularInline):
    model = PatTest
    fields = ["tested_on", "passed", "tester", "next_due_on"]
    extra = 0


class Events(ReadOnly, TabularInline):
    model = DeviceEvent
    fields = ["at", "from_state", "to_state", "why", "by"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class Fitted(ReadOnly, TabularInline):
    model = Part
    fk_name = "fitted_to"
    verbose_name_plural = "parts fitted"
    fields = ["kind", "what", "taken_from", "went_at", "went_by"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("taken_from", "went_by")


class TakenOut(ReadOnly, TabularInline):
    model = Part
    fk_name = "taken_from"
    verbose_name_plural = "parts removed"
    fields = ["kind", "what", "came_at", "came_by", "fitted_to"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("fitted_to", "came_by")


@admin.register(Device)
class DeviceAdmin(ReadOnly, ModelAdmin):
    list_display = ["reference", "kind", "make", "model", "serial", "state", "kept_by"]
    list_filter = ["state", "kind", "grade"]
    search_fields = ["reference", "serial", "medium_serial", "make", "model"]
    list_select_related = ["kept_by"]
    date_hierarchy = "received_at"
    exclude = ["reserved_for", "donation"]
    inlines = [Wipes, Tests, Fitted, TakenOut, Events]

"""Looking up devices and data. What is done with them is done in the workspace, by the people who
have them in their hands; and who has them, nobody reads here."""

from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, TabularInline
from inclusion.models import (
    DataBatch,
    DataEntry,
    DataPledge,
    Device,
    DeviceEvent,
    ItemSwitch,
    ItemSwitchEvent,
    Part,
    PatTest,
    WipeRecord,
)


class ReadOnly:
    """Written by the services alone."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Proofs(ReadOnly, TabularInline):
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
    verbose_name_plural = "parts taken out"
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
    inlines = [Proofs, Tests, Fitted, TakenOut, Events]


@admin.register(DataBatch)
class DataBatchAdmin(ReadOnly, ModelAdmin):
    list_display = ["reference", "network", "kind", "mb_each", "expires_on", "kept_by"]
    list_filter = ["kind", "network"]
    search_fields = ["reference", "network", "donor"]
    list_select_related = ["kept_by"]
    date_hierarchy = "expires_on"
    exclude = ["pledge"]


@admin.register(DataEntry)
class DataEntryAdmin(ReadOnly, ModelAdmin):
    list_display = ["at", "batch", "from_account", "to_account", "mb", "by"]
    list_filter = ["from_account", "to_account"]
    search_fields = ["batch__reference", "batch__network"]
    list_select_related = ["batch", "by"]
    date_hierarchy = "at"
    # Whose it is stands in the case, for its caseworkers.
    fields = ["at", "batch", "from_account", "to_account", "mb", "why", "by"]


@admin.register(DataPledge)
class DataPledgeAdmin(ReadOnly, ModelAdmin):
    list_display = ["reference", "kind", "network", "mb", "organisation", "state", "pledged_at"]
    list_filter = ["state", "kind"]
    search_fields = ["reference", "organisation", "network"]
    date_hierarchy = "pledged_at"


class SwitchEvents(ReadOnly, TabularInline):
    model = ItemSwitchEvent
    fields = ["at", "is_paused", "weeks", "by"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(ItemSwitch)
class ItemSwitchAdmin(ReadOnly, ModelAdmin):
    list_display = ["item", "is_paused", "weeks", "changed_at"]
    list_filter = ["is_paused"]
    inlines = [SwitchEvents]

"""Looking up mobile data. What is done with it is done in the workspace, by the people who have it
in their hands; and who has it, nobody reads here."""

from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly
from inclusion.databank.models import DataBatch, DataEntry, DataPledge


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

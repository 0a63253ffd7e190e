from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly

from .models import Chase, Handling


@admin.register(Chase)
class ChaseAdmin(ReadOnly, ModelAdmin):
    """Who was asked for what, and when: a log, to be read."""

    list_display = ["title", "owed_by", "recipients", "by", "at"]
    search_fields = ["title", "owed_by"]
    date_hierarchy = "at"
    list_select_related = ["by"]


@admin.register(Handling)
class HandlingAdmin(ReadOnly, ModelAdmin):
    """What staff noted, snoozed and assigned: a log, to be read."""

    list_display = ["title", "act", "until", "to", "by", "at"]
    list_filter = ["act"]
    search_fields = ["title", "words"]
    date_hierarchy = "at"
    list_select_related = ["by", "to"]

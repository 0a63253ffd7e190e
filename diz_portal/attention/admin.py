from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly

from .models import Chase


@admin.register(Chase)
class ChaseAdmin(ReadOnly, ModelAdmin):
    """Who was asked for what, and when: a log, to be read."""

    list_display = ["title", "owed_by", "recipients", "by", "at"]
    search_fields = ["title", "owed_by"]
    date_hierarchy = "at"
    list_select_related = ["by"]

from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly

from .models import Need, Support


@admin.register(Support)
class SupportAdmin(ModelAdmin):
    list_display = ["name", "kind", "run_by", "checked_on", "is_listed"]
    list_filter = ["kind", "is_listed"]
    search_fields = ["name", "run_by"]


@admin.register(Need)
class NeedAdmin(ReadOnly, ModelAdmin):
    """Read only: what businesses said they need."""

    list_display = ["told_at", "sector", "wanted", "size", "email"]
    list_filter = ["wanted", "size"]
    list_select_related = ["sector"]

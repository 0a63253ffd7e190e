from django.contrib import admin
from django.urls import reverse

from diz_portal.admin_site import ModelAdmin, ReadOnly, TabularInline
from inclusion.help.models import (
    EqualityAnswers,
    HelpPlace,
    ItemSwitch,
    ItemSwitchEvent,
    SocialTariff,
)


@admin.register(HelpPlace)
class HelpPlaceAdmin(ModelAdmin):
    list_display = ["name", "kind", "district", "checked_on", "is_listed"]
    list_filter = ["kind", "is_listed", "district"]
    search_fields = ["name", "address", "postcode"]
    list_select_related = ["district"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["run_by"]
    exclude = ["district"]

    def get_view_on_site_url(self, obj=None):
        return reverse("inclusion:place", args=[obj.slug]) if obj and obj.is_listed else None


@admin.register(SocialTariff)
class SocialTariffAdmin(ModelAdmin):
    list_display = [
        "provider",
        "name",
        "pounds_a_month",
        "download_mbps",
        "checked_on",
        "is_listed",
    ]
    list_filter = ["is_listed"]
    search_fields = ["provider", "name"]


@admin.register(EqualityAnswers)
class EqualityAnswersAdmin(ReadOnly, ModelAdmin):
    """Read only: what people said of themselves, in months."""

    list_display = ["month", "age", "gender", "ethnic_group", "limited"]
    list_filter = ["month", "age", "gender", "ethnic_group", "limited"]


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

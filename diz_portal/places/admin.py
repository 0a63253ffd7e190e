from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly

from .models import Area, BankHoliday, District, LoadedFile, Release


@admin.register(District)
class DistrictAdmin(ModelAdmin):
    list_display = ["name", "code", "is_ours", "has_outline"]
    list_filter = ["is_ours"]
    search_fields = ["name", "code"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "code", "slug", "is_ours"]

    def get_readonly_fields(self, request, obj=None):
        # Addresses and codes that others rely on are fixed once they are used.
        return ["code", "slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(boolean=True, description="boundary loaded")
    def has_outline(self, district):
        return bool(district.outline)


@admin.register(BankHoliday)
class BankHolidayAdmin(ModelAdmin):
    list_display = ["date", "name", "instead_of"]
    search_fields = ["name"]
    date_hierarchy = "date"
    fields = ["date", "name", "instead_of"]


@admin.register(Area)
class AreaAdmin(ModelAdmin):
    list_display = ["name", "code", "starts_on", "ends_on"]
    search_fields = ["name", "code"]
    fields = ["name", "code", "starts_on", "ends_on", "successors"]
    autocomplete_fields = ["successors"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Release)
class ReleaseAdmin(ReadOnly, ModelAdmin):
    list_display = ["publisher", "period"]
    list_filter = ["publisher"]


@admin.register(LoadedFile)
class LoadedFileAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "recorded_at", "added", "changed", "unchanged"]
    search_fields = ["name"]

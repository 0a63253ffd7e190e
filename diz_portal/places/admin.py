from django.contrib import admin

from diz_portal.admin_site import ModelAdmin

from .models import BankHoliday, District


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

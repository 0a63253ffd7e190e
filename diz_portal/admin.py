from django.contrib import admin
from django.utils import timezone

from diz_portal import routines
from diz_portal.admin_site import ModelAdmin

from .models import RoutineRun


@admin.register(RoutineRun)
class RoutineRunAdmin(ModelAdmin):
    """What the portal does by the clock, and when it last did: a log, to be read."""

    list_display = ["title", "completed_at", "failed_at", "is_in_time"]
    list_display_links = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="routine", ordering="name")
    def title(self, run):
        one = routines.named(run.name)
        return one.title if one else run.name

    @admin.display(description="in time", boolean=True)
    def is_in_time(self, run):
        one = routines.named(run.name)
        return one is None or not one.is_late(run, timezone.now())

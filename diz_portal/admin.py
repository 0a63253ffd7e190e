from django.contrib import admin
from django.utils import timezone

from diz_portal import routines
from diz_portal.admin_site import ModelAdmin, ReadOnly

from .models import RoutineRun


@admin.register(RoutineRun)
class RoutineRunAdmin(ReadOnly, ModelAdmin):
    """What the portal does by the clock, and when it last did: a log, to be read."""

    list_display = ["title", "completed_at", "failed_at", "is_in_time"]
    list_display_links = None

    @admin.display(description="routine", ordering="name")
    def title(self, run):
        one = routines.named(run.name)
        return one.title if one else run.name

    @admin.display(description="in time", boolean=True)
    def is_in_time(self, run):
        one = routines.named(run.name)
        return one is None or not one.is_late(run, timezone.now())

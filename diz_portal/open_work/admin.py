from django.contrib import admin

from diz_portal.admin_site import ModelAdmin, ReadOnly

from .models import Handover


@admin.register(Handover)
class HandoverAdmin(ReadOnly, ModelAdmin):
    """What was in hand when somebody stopped, and who took it over: a log, to be read."""

    list_display = ["at", "what", "organisation", "person", "answers", "by"]
    list_filter = ["what"]
    date_hierarchy = "at"
    list_select_related = ["organisation", "person", "answers", "by"]
    fields = ["at", "what", "organisation", "person", "what_went_where", "reason", "answers", "by"]
    readonly_fields = fields

    @admin.display(description="open work at the time")
    def what_went_where(self, handover):
        return "; ".join(
            f"{line['what']}: {'reassigned' if 'to' in line else 'stays'}"
            for line in handover.lines
        )

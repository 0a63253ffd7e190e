from django.contrib import admin
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from diz_portal.admin_site import ModelAdmin, OfferedOnly, ReadOnly

from .models import Reminder
from .plans import all_plans


def as_list(rows):
    """The reminders of one record, each with its step in words, for a field of its page."""
    return format_html_join(
        mark_safe("<br>"),
        "{} {}: {}{}",
        (
            (
                date_format(localtime(row.due_at), "j M Y H:i"),
                words,
                row.get_state_display().lower(),
                f", {row.reason}" if row.reason else "",
            )
            for row, words in rows
        ),
    )


class OfKind(admin.SimpleListFilter):
    title = "type of reminder"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(one.kind, one.title) for one in all_plans()]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class Named(OfferedOnly):
    """Each plan is asked once what its subjects on this page are called."""

    def get_results(self, request):
        super().get_results(request)
        rows = list(self.result_list)
        for one in all_plans():
            mine = [row for row in rows if row.kind == one.kind]
            names = one.names({row.subject for row in mine}) if mine else {}
            for row in mine:
                row.about = names.get(row.subject, "no longer on record")
        self.result_list = rows


@admin.register(Reminder)
class ReminderAdmin(ReadOnly, ModelAdmin):
    """Which reminders were sent, and why the others were not: a log, to be read."""

    list_display = ["about", "step", "due_at", "state", "reason", "settled_at"]
    list_display_links = ["step"]
    list_filter = [OfKind, "state"]
    date_hierarchy = "due_at"

    def get_changelist(self, request, **kwargs):
        return Named

    @admin.display(description="about")
    def about(self, row):
        return row.about

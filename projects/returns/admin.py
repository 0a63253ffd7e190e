from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html

from diz_portal.access import Refusal
from diz_portal.admin_site import ModelAdmin, ReadOnly
from diz_portal.admin_words import entered
from diz_portal.imports.admin import MappingAdmin
from diz_portal.reminders.admin import as_list
from projects.portfolio.admin.common import NeverDeleted, ReadOnlyInline
from projects.returns.models import (
    ReportingRound,
    Return,
    ReturnEvent,
    ReturnImportMapping,
    ReturnState,
)
from projects.returns.services import returns, rounds

DATES = ["opens_on", "due_on", "closes_on"]


@admin.register(ReportingRound)
class ReportingRoundAdmin(NeverDeleted, ModelAdmin):
    """The months of reporting; their dates move until they open."""

    list_display = ["__str__", *DATES, "opened_at", "closed_at"]
    list_filter = [("closed_at", entered("status", "Closed", "Not closed"))]
    search_fields = ["month"]
    date_hierarchy = "month"
    fields = ["month", *DATES, "opened_at", "closed_at"]
    actions = ["close"]

    def get_readonly_fields(self, request, obj=None):
        always = ["opened_at", "closed_at"]
        if obj is None:
            return always
        return [*always, "month", *(DATES if obj.opened_at else [])]

    def view_on_site(self, reporting_round):
        return reverse("returns:round", args=[reporting_round.month])

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)
        elif form.changed_data:
            dates = {name: form.cleaned_data[name] for name in DATES}
            try:
                rounds.change_dates(by=request.user, reporting_round=obj, **dates)
            except Refusal as refusal:
                self.message_user(request, refusal.message, messages.ERROR)

    @admin.action(description="Close selected rounds (you will confirm each one)")
    def close(self, request, queryset):
        for reporting_round in queryset:
            address = reverse("returns:close", args=[reporting_round.month])
            if reporting_round.is_open:
                words = format_html('<a href="{}">Close {} round</a>', address, reporting_round)
                self.message_user(request, words, messages.INFO)
            else:
                self.message_user(
                    request, f"The {reporting_round} round is not open", messages.WARNING
                )


class EventInline(ReadOnlyInline):
    model = ReturnEvent
    fields = ["at", "state", "by", "reason"]
    readonly_fields = fields


@admin.register(Return)
class ReturnAdmin(ReadOnly, ModelAdmin):
    """Who owes and who sent. The words are read in the workspace, which keeps drafts private."""

    list_display = [
        "project",
        "organisation",
        "round",
        "state",
        "delivery",
        "spend",
        "risk",
        "submitted_at",
    ]
    list_filter = ["state", "unchanged", "project", "organisation"]
    list_select_related = ["project", "organisation", "round"]
    search_fields = ["project__title", "organisation__name", "reference"]
    date_hierarchy = "round__month"
    fields = [
        "project",
        "organisation",
        "round",
        "state",
        "reference",
        "submitted_at",
        "saved_at",
        "saved_by",
        "unchanged",
        "version",
        "reminders",
    ]
    readonly_fields = fields
    inlines = [EventInline]
    actions = ["accept"]

    @admin.display(description="Reminders")
    def reminders(self, record):
        return as_list((one, one.step) for one in record.reminders)

    def view_on_site(self, record):
        return reverse("returns:return", args=[record.reference])

    def has_accept_permission(self, request):
        return request.user.has_perm("projects.review_returns")

    @admin.action(description="Accept selected returns", permissions=["accept"])
    def accept(self, request, queryset):
        done = 0
        for record in queryset.exclude(state=ReturnState.ACCEPTED):
            try:
                returns.accept(by=request.user, record=record, version=record.version)
            except Refusal as refusal:
                self.message_user(request, f"{record}: {refusal.message}", messages.WARNING)
            else:
                done += 1
        self.message_user(
            request,
            "1 return accepted" if done == 1 else f"{done} returns accepted",
            messages.SUCCESS,
        )


@admin.register(ReturnImportMapping)
class ReturnImportMappingAdmin(MappingAdmin):
    """The files themselves hold what was not sent, and are their organisation's alone."""

    whose = "organisation"

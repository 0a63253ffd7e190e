"""Looking things up. What people rely on is changed in the workspace, where everybody is told."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from diz_portal.admin_site import ModelAdmin, ReadOnly, TabularInline
from diz_portal.reminders.admin import as_list
from partners.admin.base import RefusalsAreSaid
from seminars import services
from seminars.models import (
    AttendanceEvent,
    Registration,
    RegistrationEvent,
    ReminderStep,
    Seminar,
    SeminarEvent,
    SeminarMessage,
    SeminarState,
    Series,
    Topic,
)
from seminars.selectors.reminding import of_person
from seminars.services.seminars import DRAFT_ONLY


class ReadOnlyInline(ReadOnly, TabularInline):
    extra = 0
    can_delete = False


@admin.register(Topic)
class TopicAdmin(ModelAdmin):
    list_display = ["title", "slug", "order"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(Series)
class SeriesAdmin(ModelAdmin):
    list_display = ["title", "slug"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}


class SeminarEventInline(ReadOnlyInline):
    model = SeminarEvent
    fields = ["kind", "note", "capacity_in_person", "capacity_online", "at", "by"]


@admin.register(Seminar)
class SeminarAdmin(RefusalsAreSaid):
    list_display = ["title", "state", "mode", "starts_at", "topic", "series"]
    list_filter = ["state", "mode", "topic", "series"]
    search_fields = ["title", "slug", "speakers", "venue_name"]
    list_select_related = ["topic", "series"]
    date_hierarchy = "starts_at"
    readonly_fields = ["state", "published_at", "calendar_sequence"]
    inlines = [SeminarEventInline]

    def get_readonly_fields(self, request, obj=None):
        fixed = set() if obj is None or obj.state == SeminarState.DRAFT else DRAFT_ONLY | {"slug"}
        return [*self.readonly_fields, *sorted(fixed)]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj else None

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "joining_link":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def doings(self, seminar):
        return [
            ("Open in the workspace", reverse("seminars_workspace:seminar", args=[seminar.slug]))
        ]

    def save_model(self, request, obj, form, change):
        names = [name for name in form.cleaned_data if name in form.changed_data or not change]
        values = {name: form.cleaned_data[name] for name in names}
        if change:
            services.edit(by=request.user, seminar=obj, **values)
        else:
            made = services.create(by=request.user, **values)
            obj.pk, obj._state.adding = made.pk, False


class RegistrationEventInline(ReadOnlyInline):
    model = RegistrationEvent
    fields = ["kind", "state", "place", "seats", "at", "by"]


class AttendanceEventInline(ReadOnlyInline):
    model = AttendanceEvent
    fields = ["who", "kind", "at", "by"]


@admin.register(Registration)
class RegistrationAdmin(ReadOnly, ModelAdmin):
    list_display = [
        "reference",
        "name",
        "seminar",
        "state",
        "place",
        "was_there",
        "number",
        "registered_at",
    ]
    list_filter = ["state", "attendance", "place", "newsletter", "seminar__series"]
    search_fields = ["reference", "name", "email", "organisation", "seminar__title"]
    date_hierarchy = "registered_at"
    list_select_related = ["seminar"]
    readonly_fields = ["was_there", "reminders"]
    exclude = ["attempt"]
    inlines = [RegistrationEventInline, AttendanceEventInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("seminar")

    def get_view_on_site_url(self, obj=None):
        # The person's own page: its address is a key, and not staff's to hold.
        return None

    @admin.display(description="Reminders")
    def reminders(self, obj):
        return as_list((one.reminder, one.step.words) for one in of_person(obj))

    @admin.display(description="Attendance", ordering="attendance")
    def was_there(self, obj):
        return obj.attendance_words

    def doings(self, registration):
        args = [registration.seminar.slug, registration.reference]
        address = reverse("seminars_workspace:registration", args=args)
        return [("Open in the workspace", address)]


@admin.register(SeminarEvent)
class SeminarEventAdmin(ReadOnly, ModelAdmin):
    list_display = ["seminar", "kind", "note", "at", "by"]
    list_filter = ["kind"]
    search_fields = ["seminar__title"]
    date_hierarchy = "at"
    list_select_related = ["seminar", "by"]


@admin.register(RegistrationEvent)
class RegistrationEventAdmin(ReadOnly, ModelAdmin):
    list_display = ["registration", "kind", "at", "by"]
    list_filter = ["kind"]
    search_fields = ["registration__reference"]
    date_hierarchy = "at"
    list_select_related = ["registration", "by"]


@admin.register(AttendanceEvent)
class AttendanceEventAdmin(ReadOnly, ModelAdmin):
    list_display = ["registration", "who", "kind", "at", "by"]
    list_filter = ["kind", "who"]
    search_fields = ["registration__reference", "registration__seminar__title"]
    date_hierarchy = "at"
    list_select_related = ["registration", "by"]


@admin.register(ReminderStep)
class ReminderStepAdmin(ReadOnly, ModelAdmin):
    """To be looked up; the workspace changes it, and plans anew what that means for people."""

    list_display = ["seminar", "words", "subject", "removed_at"]
    list_filter = ["unit"]
    search_fields = ["seminar__title", "subject"]
    list_select_related = ["seminar"]
    readonly_fields = ["in_the_workspace"]

    @admin.display(description="Reminder")
    def words(self, obj):
        return obj.words

    @admin.display(description="In the workspace")
    def in_the_workspace(self, obj):
        return format_html(
            '<a href="{}">Reminders and results</a>',
            reverse("seminars_workspace:reminders", args=[obj.seminar.slug]),
        )


@admin.register(SeminarMessage)
class SeminarMessageAdmin(ReadOnly, ModelAdmin):
    list_display = ["seminar", "subject", "to_whom", "recipients", "sent_at", "sent_by"]
    search_fields = ["seminar__title", "subject"]
    date_hierarchy = "sent_at"
    list_select_related = ["seminar", "sent_by"]

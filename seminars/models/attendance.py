import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.sql import quoted
from seminars.models.registration import Registration
from seminars.models.standing import Attendance


class Who(models.TextChoices):
    """One registration may be two people."""

    PERSON = "person", "Person who registered"
    GUEST = "guest", "Guest"


class AttendanceKind(models.TextChoices):
    ATTENDED = "attended", "Checked in"
    UNDONE = "undone", "Check-in undone"
    NO_SHOW = "no_show", "Did not attend"


# What each event makes of somebody's attendance.
LEADS_TO = {
    AttendanceKind.ATTENDED: Attendance.ATTENDED,
    AttendanceKind.UNDONE: Attendance.UNKNOWN,
    AttendanceKind.NO_SHOW: Attendance.NO_SHOW,
}

# Where the event's word is not the attendance's own.
_OTHERWISE = " ".join(
    f"WHEN {quoted(kind)} THEN {quoted(attendance)}"
    for kind, attendance in LEADS_TO.items()
    if kind.value != attendance.value
)

REGISTRATIONS_FOLLOW_EVENTS = pgtrigger.Trigger(
    name="registrations_follow_events",
    # A whole list is closed in one statement: one update, however long it is.
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="new_rows"),
    func=f"""
        UPDATE seminars_registration AS registration SET
            attendance = COALESCE(latest.person, registration.attendance),
            guest_attendance = COALESCE(latest.guest, registration.guest_attendance)
        FROM (
            SELECT registration_id,
                MAX(state) FILTER (WHERE who = 'person') AS person,
                MAX(state) FILTER (WHERE who = 'guest') AS guest
            FROM (
                SELECT DISTINCT ON (registration_id, who) registration_id, who,
                    CASE kind {_OTHERWISE} ELSE kind END AS state
                FROM new_rows ORDER BY registration_id, who, id DESC
            ) AS last GROUP BY registration_id
        ) AS latest
        WHERE registration.id = latest.registration_id;
        RETURN NULL;
    """,  # noqa: S608  words of ours
)


class AttendanceEvent(models.Model):
    """Who was there: ticked at the door, undone, or found missing. Append-only; what is true now
    stands on the registration, kept in step by the database."""

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="attendance_events"
    )
    who = models.CharField(max_length=9, choices=Who)
    kind = models.CharField("type of entry", max_length=8, choices=AttendanceKind)
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty if the portal closed attendance.",
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AttendanceKind.values),
                name="seminars_attendance_kind_known",
                violation_error_message="Select whether they attended",
            ),
            models.CheckConstraint(
                condition=Q(who__in=Who.values),
                name="seminars_attendance_who_known",
                violation_error_message="Select the person who registered or their guest",
            ),
        ]
        triggers = [append_only(), REGISTRATIONS_FOLLOW_EVENTS]

    def __str__(self):
        return f"{self.registration}: {self.get_kind_display().lower()}"

from django.db import models
from django.db.models import Q

from .registration import Registration


class ReminderKind(models.TextChoices):
    WEEK = "week", "7 days before"
    DAY = "day", "1 day before"
    HOURS = "hours", "2 hours before"


class ReminderState(models.TextChoices):
    PLANNED = "planned", "Planned"
    SENT = "sent", "Sent"
    SKIPPED = "skipped", "Not needed"
    FAILED = "failed", "Could not be written"
    MISSED = "missed", "Found too late"


REMINDER_MOVES = {
    ReminderState.PLANNED: {
        ReminderState.SENT,
        ReminderState.SKIPPED,
        ReminderState.FAILED,
        ReminderState.MISSED,
    },
    ReminderState.SENT: set(),
    ReminderState.SKIPPED: set(),
    ReminderState.FAILED: set(),
    ReminderState.MISSED: set(),
}


class Reminder(models.Model):
    """One reminder of one registration for one version of the seminar's time."""

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="reminders"
    )
    kind = models.CharField(max_length=5, choices=ReminderKind)
    schedule_version = models.PositiveIntegerField()
    due_at = models.DateTimeField("due")
    state = models.CharField(max_length=8, choices=ReminderState, default=ReminderState.PLANNED)
    reason = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField("settled", null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind", "schedule_version"],
                name="seminars_reminder_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReminderState.values), name="seminars_reminder_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReminderState.PLANNED, settled_at=None)
                | (~Q(state=ReminderState.PLANNED) & Q(settled_at__isnull=False)),
                name="seminars_reminder_settled_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state="planned"), name="seminars_reminder_due"
            )
        ]

    def __str__(self):
        return f"{self.registration}, {self.get_kind_display()}"

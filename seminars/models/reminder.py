import pgtrigger
from django.db import models
from django.db.models import Q

from diz_portal.references import new_reference
from seminars.models.registration import Registration
from seminars.models.seminar import Seminar

MOST_BEFORE = 90


class ReminderUnit(models.TextChoices):
    DAYS = "days", "days before"
    HOURS = "hours", "hours before"


class ReminderStep(models.Model):
    """One reminder of a seminar's plan: how long before the start, and in what words.

    Taken out of the plan it stays as a row: what was sent by it refers to it.
    """

    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="reminder_steps")
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    before = models.PositiveSmallIntegerField("how long before the start")
    unit = models.CharField("counted in", max_length=5, choices=ReminderUnit)
    subject = models.CharField(max_length=150)
    text = models.TextField(max_length=3000)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["seminar", "unit", "-before", "pk"]
        verbose_name = "reminder of a plan"
        verbose_name_plural = "reminder plans"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__in=ReminderUnit.values),
                name="seminars_step_unit_known",
                violation_error_message="Choose days or hours.",
            ),
            models.CheckConstraint(
                condition=Q(before__range=(1, MOST_BEFORE)),
                name="seminars_step_before_start",
                violation_error_message="Choose from 1 to 90 days or hours before the start.",
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(text=""),
                name="seminars_step_has_words",
                violation_error_message="Enter a subject and a text.",
            ),
            models.UniqueConstraint(
                fields=["seminar", "unit", "before"],
                condition=Q(removed_at=None),
                name="seminars_step_one_at_a_time",
                violation_error_message=(
                    "This seminar has a reminder at this time already. Change that one."
                ),
            ),
        ]

    def __str__(self):
        return self.words

    @property
    def words(self) -> str:
        """`7 days before`, `1 hour before`."""
        unit = self.unit[:-1] if self.before == 1 else self.unit
        return f"{self.before} {unit} before"


class ReminderState(models.TextChoices):
    PLANNED = "planned", "Planned"
    SENT = "sent", "Sent"
    SKIPPED = "skipped", "Not needed"
    FAILED = "failed", "Failed"
    MISSED = "missed", "Found too late"


REMINDER_MOVES = {
    ReminderState.PLANNED: {
        ReminderState.SENT,
        ReminderState.SKIPPED,
        ReminderState.FAILED,
        ReminderState.MISSED,
    },
    # Only when the mail server would not have it after all. Nothing sent is planned again.
    ReminderState.SENT: {ReminderState.FAILED},
    # Back to the plan when the plan changes and the new time is still to come.
    ReminderState.SKIPPED: {ReminderState.PLANNED},
    ReminderState.MISSED: {ReminderState.PLANNED},
    # Or when staff try again.
    ReminderState.FAILED: {ReminderState.PLANNED},
}

SENT_STAYS_SENT = pgtrigger.Protect(
    name="sent_stays_sent",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__state="sent") & ~pgtrigger.Q(new__state__in=["sent", "failed"]),
)


class Reminder(models.Model):
    """One reminder of one registration for one version of the seminar's time."""

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="reminders"
    )
    step = models.ForeignKey(
        ReminderStep, on_delete=models.PROTECT, related_name="reminders", verbose_name="reminder"
    )
    schedule_version = models.PositiveIntegerField()
    due_at = models.DateTimeField("due")
    state = models.CharField(max_length=8, choices=ReminderState, default=ReminderState.PLANNED)
    reason = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField("settled", null=True, blank=True)
    # Each try that failed and was repeated is a letter of its own.
    tries = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "step", "schedule_version"],
                name="seminars_reminder_once",
                violation_error_message="This registration has this reminder already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReminderState.values),
                name="seminars_reminder_state_known",
                violation_error_message="Choose a state from the list.",
            ),
            models.CheckConstraint(
                condition=Q(state=ReminderState.PLANNED, settled_at=None)
                | (~Q(state=ReminderState.PLANNED) & Q(settled_at__isnull=False)),
                name="seminars_reminder_settled_has_time",
                violation_error_message=(
                    "A reminder that is settled says when; one that is planned does not."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ReminderState.PLANNED, ReminderState.SENT]) | ~Q(reason=""),
                name="seminars_reminder_unsent_has_reason",
                violation_error_message="Say why the reminder was not sent.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state="planned"), name="seminars_reminder_due"
            ),
            models.Index(fields=["step", "schedule_version", "state"], name="seminars_reminder_of"),
        ]
        triggers = [SENT_STAYS_SENT]

    def __str__(self):
        return f"{self.registration}, {self.step}"

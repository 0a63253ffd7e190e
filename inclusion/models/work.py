"""What is to be done for somebody: tasks with a date, and appointments with an outcome."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.references import new_reference


class OfCases(models.QuerySet):
    def visible_to(self, user):
        """Those of cases that one's own teams handle."""
        from inclusion.rules import handles_for

        return self.filter(case__handled_by__in=handles_for(user))


class TaskQuerySet(OfCases):
    def to_do(self):
        return self.filter(done_at=None)


class Task(models.Model):
    """One thing to do in a case, by a day and by somebody."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    case = models.ForeignKey("inclusion.Case", on_delete=models.PROTECT, related_name="tasks")
    # May speak of the person: blanked with them.
    title = models.CharField("what is to be done", max_length=150, blank=True)
    due_on = models.DateField("by")
    whose = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: whoever has the case.",
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False),
                name="inclusion_task_done_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "due_on"], name="inclusion_task_of_case"),
            models.Index(
                fields=["whose", "due_on"], condition=Q(done_at=None), name="inclusion_task_mine"
            ),
        ]

    def __str__(self):
        return f"Task {self.reference}"

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_on < timezone.localdate()


class AppointmentState(models.TextChoices):
    PLANNED = "planned", "Planned"
    KEPT = "kept", "Took place"
    MISSED = "missed", "Missed"
    CANCELLED = "cancelled", "Cancelled"


APPOINTMENT_MOVES = {
    AppointmentState.PLANNED: {
        AppointmentState.KEPT,
        AppointmentState.MISSED,
        AppointmentState.CANCELLED,
    },
    # What was ticked wrongly is put right.
    AppointmentState.KEPT: {AppointmentState.MISSED, AppointmentState.CANCELLED},
    AppointmentState.MISSED: {AppointmentState.KEPT, AppointmentState.CANCELLED},
    AppointmentState.CANCELLED: {AppointmentState.KEPT, AppointmentState.MISSED},
}


class AppointmentQuerySet(OfCases):
    def planned(self):
        return self.filter(state=AppointmentState.PLANNED)


class Appointment(models.Model):
    """A meeting with somebody: when, where, with whom, and whether it took place."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    case = models.ForeignKey(
        "inclusion.Case", on_delete=models.PROTECT, related_name="appointments"
    )
    starts_at = models.DateTimeField()
    # May be somebody's home: blanked with them.
    place = models.CharField("where", max_length=150, blank=True)
    whose = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="with whom",
    )
    state = models.CharField(
        max_length=9, choices=AppointmentState, default=AppointmentState.PLANNED
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AppointmentState.values),
                name="inclusion_appointment_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "starts_at"], name="inclusion_appointment_of_case"),
            models.Index(
                fields=["whose", "starts_at"],
                condition=Q(state="planned"),
                name="inclusion_appointment_mine",
            ),
        ]

    def __str__(self):
        return f"Appointment {self.reference}"

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def wants_outcome(self) -> bool:
        return self.state == AppointmentState.PLANNED and self.has_begun

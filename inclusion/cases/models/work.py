"""What is to be done for someone: tasks with a date, and appointments with an outcome."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from diz_portal.references import new_reference
from inclusion.cases.roles import handles_for


class OfCases(models.QuerySet):
    def visible_to(self, user):
        """Those of cases that one's own teams handle."""
        return self.filter(case__handled_by__in=handles_for(user))


class TaskQuerySet(OfCases):
    def to_do(self):
        return self.filter(done_at=None)


class Task(models.Model):
    """One thing to do in a case, by a day and by someone."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    case = models.ForeignKey("inclusion.Case", on_delete=models.PROTECT, related_name="tasks")
    # May speak of the person: blanked with them.
    title = models.CharField("task", max_length=150, blank=True)
    due_on = models.DateField("due date")
    whose = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="assigned to",
        help_text="Empty for the case’s caseworker.",
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
                violation_error_message="Enter when the task was done",
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
    ATTENDED = "kept", "Attended"
    NOT_ATTENDED = "missed", "Did not attend"
    CANCELLED = "cancelled", "Cancelled"


APPOINTMENT_MOVES = {
    AppointmentState.PLANNED: {
        AppointmentState.ATTENDED,
        AppointmentState.NOT_ATTENDED,
        AppointmentState.CANCELLED,
    },
    # What was recorded wrongly is corrected.
    AppointmentState.ATTENDED: {AppointmentState.NOT_ATTENDED, AppointmentState.CANCELLED},
    AppointmentState.NOT_ATTENDED: {AppointmentState.ATTENDED, AppointmentState.CANCELLED},
    AppointmentState.CANCELLED: {AppointmentState.ATTENDED, AppointmentState.NOT_ATTENDED},
}


class SessionWay(models.TextChoices):
    """How someone learns with a digital champion."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By phone"
    ONLINE = "online", "By video"


# A champion is in one place at a time. Ranges of one number stand for the number itself: to
# compare numbers, a GiST index would need an extension.
IN_ONE_PLACE = ExclusionConstraint(
    name="inclusion_champion_in_one_place",
    violation_error_message=(
        "They have another session at this time. Enter another time or select someone else"
    ),
    expressions=[
        (Func(F("whose"), F("whose"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
        (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
    ],
    condition=Q(
        state__in=[AppointmentState.PLANNED, AppointmentState.ATTENDED],
        ends_at__isnull=False,
        whose__isnull=False,
    ),
)


class AppointmentQuerySet(OfCases):
    def planned(self):
        return self.filter(state=AppointmentState.PLANNED)

    def sessions(self):
        """Those in which someone learns."""
        return self.filter(need__isnull=False)


class Appointment(models.Model):
    """A meeting with someone: when, where, with which colleague, and whether they attended.

    With a need it is a session with a digital champion: then it has an end, and a way of meeting.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    case = models.ForeignKey(
        "inclusion.Case", on_delete=models.PROTECT, related_name="appointments"
    )
    starts_at = models.DateTimeField()
    # May be someone's home: blanked with them.
    place = models.CharField("where", max_length=150, blank=True)
    whose = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="with",
    )
    state = models.CharField(
        "status", max_length=9, choices=AppointmentState, default=AppointmentState.PLANNED
    )
    created_at = models.DateTimeField(default=timezone.now)

    need = models.ForeignKey(
        "inclusion.Need",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    ends_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField("how", max_length=9, choices=SessionWay, blank=True)
    # Of the person: blanked with them.
    practised = models.TextField("what they practised", max_length=1000, blank=True)
    # The task to write to them or call them as a reminder.
    reminding = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AppointmentState.values),
                name="inclusion_appointment_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(need=None, ends_at=None, way="")
                | Q(need__isnull=False, ends_at__gt=F("starts_at"), way__in=SessionWay.values),
                name="inclusion_session_has_an_end_and_a_way",
                violation_error_message=(
                    "Enter a need, how they meet and an end after the start for a session. Enter "
                    "none of these for an appointment"
                ),
            ),
            IN_ONE_PLACE,
        ]
        indexes = [
            models.Index(
                fields=["starts_at"],
                condition=Q(state=AppointmentState.PLANNED, need__isnull=False),
                name="inclusion_sessions_to_come",
            ),
            models.Index(fields=["case", "starts_at"], name="inclusion_appointment_of_case"),
            models.Index(
                fields=["whose", "starts_at"],
                condition=Q(state=AppointmentState.PLANNED),
                name="inclusion_appointment_mine",
            ),
        ]

    def __str__(self):
        return f"Appointment {self.reference}"

    @property
    def is_session(self) -> bool:
        return self.need_id is not None

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60) if self.ends_at else 0

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_told_by_hand(self) -> bool:
        """Whether staff write or call, because no machine reaches the person."""
        told = self.state in {AppointmentState.PLANNED, AppointmentState.CANCELLED}
        return told and self.reminding_id is not None

    @property
    def wants_outcome(self) -> bool:
        return self.state == AppointmentState.PLANNED and self.has_begun

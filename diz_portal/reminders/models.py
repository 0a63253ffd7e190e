"""What is always true of a reminder."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.outbox.models import Channel


class ReminderState(models.TextChoices):
    PLANNED = "planned", "Planned"
    SENT = "sent", "Sent"
    BY_HAND = "by_hand", "To do by letter or call"
    SKIPPED = "skipped", "Not needed"
    FAILED = "failed", "Failed"
    MISSED = "missed", "Too late to send"


REMINDER_MOVES = {
    ReminderState.PLANNED: {
        ReminderState.SENT,
        ReminderState.BY_HAND,
        ReminderState.SKIPPED,
        ReminderState.FAILED,
        ReminderState.MISSED,
    },
    # Somebody posted the letter, or rang.
    ReminderState.BY_HAND: {ReminderState.SENT},
    # Only when the mail server would not have it after all. Nothing sent is planned again.
    ReminderState.SENT: {ReminderState.FAILED},
    # Back to the plan when the plan changes and the new time is still to come.
    ReminderState.SKIPPED: {ReminderState.PLANNED},
    ReminderState.MISSED: {ReminderState.PLANNED},
    # Or when staff try again.
    ReminderState.FAILED: {ReminderState.PLANNED},
}
# What still waits, for its time or for somebody's hand.
UNSETTLED = (ReminderState.PLANNED, ReminderState.BY_HAND)

SENT_STAYS_SENT = pgtrigger.Protect(
    name="sent_stays_sent",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__state=ReminderState.SENT)
    & ~pgtrigger.Q(new__state__in=[ReminderState.SENT, ReminderState.FAILED]),
)


class ReminderQuerySet(models.QuerySet):
    def of(self, kind: str, *subjects: int) -> Self:
        return self.filter(kind=kind, subject__in=subjects)

    def due(self, now) -> Self:
        """What the sweep settles, the earliest first."""
        return self.filter(state=ReminderState.PLANNED, due_at__lte=now).order_by("due_at", "pk")

    def skip(self, reason: str) -> int:
        """Stop what is still planned, and say why."""
        return self.filter(state=ReminderState.PLANNED).update(
            state=ReminderState.SKIPPED, reason=reason, settled_at=timezone.now()
        )


class Reminder(models.Model):
    """One reminder: of what, for whom, by which step of its plan, for which date.

    `subject` is the key of the record that the plan of this `kind` is about: a seminar, a loan.
    `part` tells apart several who are reminded of one subject, such as the registrations of a
    seminar; it is 0 where the plan has one reminder for all. Both are numbers and no foreign
    keys: the shell knows no app above it, and a reminder of what is gone is skipped, not lost.

    `version` names the date that the subject had when this was planned. A date that changes has
    rows of its own, so that whoever was reminded of the old one is reminded of the new.
    """

    kind = models.CharField("type of reminder", max_length=16)
    subject = models.BigIntegerField()
    part = models.BigIntegerField(default=0)
    step = models.CharField(max_length=16)
    version = models.CharField(max_length=32)
    due_at = models.DateTimeField("due")
    state = models.CharField(
        "status", max_length=8, choices=ReminderState, default=ReminderState.PLANNED
    )
    reason = models.CharField("outcome", max_length=100, blank=True)
    settled_at = models.DateTimeField("sent or closed", null=True, blank=True)
    channel = models.CharField(max_length=6, choices=Channel, blank=True)
    # Whoever posted the letter or rang.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Each try that failed and was repeated is a letter of its own.
    tries = models.PositiveSmallIntegerField(default=1, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "part", "step", "version"],
                name="reminders_once",
                violation_error_message="This reminder already exists. Change that one instead",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReminderState.values),
                name="reminders_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSETTLED, settled_at=None)
                | (~Q(state__in=UNSETTLED) & Q(settled_at__isnull=False)),
                name="reminders_settled_has_time",
                violation_error_message="Enter when the reminder was sent or closed",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[ReminderState.PLANNED, ReminderState.SENT, ReminderState.BY_HAND]
                )
                | ~Q(reason=""),
                name="reminders_unsent_has_reason",
                violation_error_message="Enter why the reminder was not sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "due_at", "id"],
                condition=Q(state=ReminderState.PLANNED),
                name="reminders_due",
            ),
            models.Index(
                fields=["kind", "subject"],
                condition=Q(state=ReminderState.BY_HAND),
                name="reminders_by_hand",
            ),
            models.Index(fields=["by"], condition=Q(by__isnull=False), name="reminders_told_by"),
        ]
        triggers = [SENT_STAYS_SENT]

    def __str__(self):
        return f"{self.kind} {self.subject}, {self.step}"

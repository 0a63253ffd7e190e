"""What people were told about a loan that is due."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.outbox.models import Channel
from inclusion.devices.models.holding import Holding


class DueStep(models.TextChoices):
    BEFORE = "before", "7 days before"
    ON = "on", "On the day"
    AFTER = "after", "7 days late"


# Days from the day a loan is due.
DUE_STEPS = {DueStep.BEFORE: -7, DueStep.ON: 0, DueStep.AFTER: 7}


class LoanReminder(models.Model):
    """One loan, one step, one day it was due: told once, whatever runs twice.

    What a machine can send is sent through the outbox. A letter or a call is the caseworkers' to
    make: it would otherwise stand in a list of the whole portal with a name and a number.
    """

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="reminders")
    step = models.CharField(max_length=6, choices=DueStep)
    due_on = models.DateField()
    channel = models.CharField(max_length=6, choices=Channel)
    found_at = models.DateTimeField(default=timezone.now)
    # Empty while a letter or a call waits to be made.
    told_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["holding", "step", "due_on"],
                name="inclusion_one_reminder_per_step",
                violation_error_message="This loan has this reminder already.",
            ),
            models.CheckConstraint(
                condition=Q(step__in=DueStep.values),
                name="inclusion_reminder_step_known",
                violation_error_message="Choose a reminder from the list.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["holding"], condition=Q(told_at=None), name="inclusion_reminders_by_hand"
            ),
        ]

    def __str__(self):
        return f"{self.holding}: {self.get_step_display().lower()}"

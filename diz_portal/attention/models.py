from django.conf import settings
from django.db import models
from django.utils import timezone

from diz_portal.history import append_only


class Chase(models.Model):
    """A manager asked somebody for something: logged against the item it was about."""

    item_key = models.CharField(max_length=120, db_index=True)
    title = models.CharField(max_length=300)
    owed_by = models.CharField(max_length=200)
    # How many people it went to; the messages themselves are in the outbox.
    recipients = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("sent at", default=timezone.now)
    # From the form: the same form sent twice chases once.
    form_key = models.CharField(max_length=32, unique=True)

    class Meta:
        verbose_name = "reminder from staff"
        verbose_name_plural = "reminders from staff"
        ordering = ["-at"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.title} ({self.owed_by})"


class Act(models.TextChoices):
    """What staff do with a task without settling it."""

    NOTE = "note", "Add a note"
    SNOOZE = "snooze", "Snooze until a date"
    WAKE = "wake", "Stop snoozing"
    ASSIGN = "assign", "Assign to a colleague"
    UNASSIGN = "unassign", "Assign to no one"


class Handling(models.Model):
    """Somebody noted, snoozed or assigned a task of the staff's to-do list.

    What holds now is what the latest row of each sort says; the rows before are its history.
    """

    item_key = models.CharField(max_length=120, db_index=True)
    title = models.CharField(max_length=300)
    act = models.CharField(max_length=10, choices=Act)
    words = models.TextField("note or reason", max_length=500, blank=True)
    until = models.DateField("snoozed until", null=True, blank=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="assigned to",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("recorded at", default=timezone.now)
    # From the form: the same form sent twice is recorded once.
    form_key = models.CharField(max_length=32, unique=True)

    class Meta:
        verbose_name = "note on a task"
        verbose_name_plural = "notes on tasks"
        ordering = ["-at", "-pk"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act__in=Act.values),
                name="attention_handling_act_known",
                violation_error_message="Select what to do from the list",
            ),
            models.CheckConstraint(
                condition=models.Q(act=Act.SNOOZE, until__isnull=False)
                | (~models.Q(act=Act.SNOOZE) & models.Q(until__isnull=True)),
                name="attention_snoozed_until_a_day",
                violation_error_message="Enter the date until which the task is snoozed",
            ),
            models.CheckConstraint(
                condition=models.Q(act=Act.ASSIGN, to__isnull=False)
                | (~models.Q(act=Act.ASSIGN) & models.Q(to__isnull=True)),
                name="attention_assigned_to_somebody",
                violation_error_message="Select who the task is assigned to",
            ),
            models.CheckConstraint(
                condition=~models.Q(act__in=[Act.NOTE, Act.SNOOZE]) | ~models.Q(words=""),
                name="attention_note_and_snooze_have_words",
                violation_error_message="Enter the note or the reason",
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()}: {self.title}"

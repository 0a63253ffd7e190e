from django.db import models
from django.db.models import Q

from diz_portal.references import new_reference
from diz_portal.reminders.models import Reminder, ReminderQuerySet
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
        verbose_name = "reminder setting"
        verbose_name_plural = "reminder settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__in=ReminderUnit.values),
                name="seminars_step_unit_known",
                violation_error_message="Select days or hours",
            ),
            models.CheckConstraint(
                condition=Q(before__range=(1, MOST_BEFORE)),
                name="seminars_step_before_start",
                violation_error_message="Enter 1 to 90 days or hours before the start",
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(text=""),
                name="seminars_step_has_words",
                violation_error_message="Enter a subject and a message",
            ),
            models.UniqueConstraint(
                fields=["seminar", "unit", "before"],
                condition=Q(removed_at=None),
                name="seminars_step_one_at_a_time",
                violation_error_message=(
                    "There is already a reminder at this time. Change that one"
                ),
            ),
        ]

    def __str__(self):
        return self.words

    @property
    def reminders(self) -> ReminderQuerySet:
        """Everybody's reminder by this step."""
        return Reminder.objects.of("seminar", self.seminar_id).filter(step=str(self.pk))

    @property
    def words(self) -> str:
        """`7 days before`, `1 hour before`."""
        unit = self.unit[:-1] if self.before == 1 else self.unit
        return f"{self.before} {unit} before"

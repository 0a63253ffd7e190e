"""When people are told about a loan that is due."""

from django.db import models


class DueStep(models.TextChoices):
    BEFORE = "before", "7 days before"
    ON = "on", "On the due date"
    AFTER = "after", "7 days after"


# Days from the day a loan is due.
DUE_STEPS = {DueStep.BEFORE: -7, DueStep.ON: 0, DueStep.AFTER: 7}

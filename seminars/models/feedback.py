import uuid

from django.db import models
from django.db.models import Q

from seminars.models.registration import Registration
from seminars.models.seminar import Seminar


class Again(models.TextChoices):
    YES = "yes", "Yes"
    PERHAPS = "perhaps", "Maybe"
    NO = "no", "No"


class FeedbackAnswer(models.Model):
    """What somebody thought of a seminar, kept apart from who they are.

    The row has no time, and its key is drawn by lot: neither tells who gave it, or in which
    order they came. It names a registration only when the person ticked that we may.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="feedback")
    useful = models.PositiveSmallIntegerField("how useful it was, 1 to 5")
    again = models.CharField("would come again", max_length=7, choices=Again, blank=True)
    keep = models.TextField("liked most", max_length=1000, blank=True)
    change = models.TextField("should change", max_length=1000, blank=True)
    access = models.TextField("access and support", max_length=1000, blank=True)
    may_contact = models.ForeignKey(
        Registration, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        # Drawn by lot, as the keys are.
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5)),
                name="seminars_feedback_useful_1_to_5",
                violation_error_message="Select how useful it was, from 1 to 5",
            ),
            models.CheckConstraint(
                condition=Q(again__in=[*Again.values, ""]),
                name="seminars_feedback_again_known",
                violation_error_message="Select yes, maybe or no, or leave it blank",
            ),
        ]

    def __str__(self):
        return f"Feedback on {self.seminar_id}"

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import LENGTH
from seminars.models.seminar import Seminar


class SeminarMessage(models.Model):
    """What an organiser wrote to people of a seminar: once, and never changed afterwards."""

    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="messages")
    # From the form: the same form sent twice writes to nobody twice.
    reference = models.CharField(max_length=12, unique=True)
    subject = models.CharField(max_length=150)
    # As it was typed, with its placeholders: no name of a person stands in it.
    text = models.TextField(max_length=5000)
    to_whom = models.CharField("sent to", max_length=200)
    recipients = models.PositiveIntegerField("messages sent")
    unreached = models.PositiveIntegerField("people without contact details", default=0)
    sent_at = models.DateTimeField("sent", default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = "message to registrants"
        verbose_name_plural = "messages to registrants"
        constraints = [
            models.CheckConstraint(
                condition=Q(reference__regex=rf"^[a-z0-9]{{{LENGTH}}}$"),
                name="seminars_message_has_reference",
                violation_error_message="Open the page again, then write your message",
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(text=""),
                name="seminars_message_has_words",
                violation_error_message="Enter a subject and a message",
            ),
            models.CheckConstraint(
                condition=Q(recipients__gt=0),
                name="seminars_message_has_readers",
                violation_error_message="No one would get this message. Select other people",
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return self.subject

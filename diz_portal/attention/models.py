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

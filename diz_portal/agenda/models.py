from django.conf import settings
from django.db import models
from django.utils import timezone

from diz_portal.references import new_reference


class CalendarAddress(models.Model):
    """The private address at which somebody's own calendar reads theirs. Without the row the
    address opens nothing; another row is another address."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_address"
    )
    made_at = models.DateTimeField("created at", default=timezone.now)

    class Meta:
        default_permissions = ("view",)
        verbose_name = "private calendar address"
        verbose_name_plural = "private calendar addresses"
        ordering = ["pk"]

    def __str__(self):
        return f"Calendar address of {self.person}"

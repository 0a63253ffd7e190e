from django.conf import settings
from django.db import models
from django.utils import timezone

from diz_portal.history import append_only

from .endings import End


class Handover(models.Model):
    """What was in hand when somebody stopped, and to whom each part of it went. Append-only.

    lines: [{"what": "9 open cases", "to": its name in addresses or their reference}]; without `to`,
    it stayed, for the `reason` given, and `answers` is who answers for it.
    """

    what = models.CharField("what ended", max_length=12, choices=End)
    # A reference or a name in addresses: never a person's name.
    about = models.CharField("person or organisation", max_length=80)
    organisation = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handovers",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lines = models.JSONField(default=list)
    reason = models.CharField("why work stays", max_length=500, blank=True)
    answers = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="who is responsible for what stays",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("when", default=timezone.now)

    class Meta:
        verbose_name = "reassignment of work"
        verbose_name_plural = "reassignments of work"
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        triggers = [append_only()]

    def __str__(self):
        return f"{self.about}: {self.get_what_display().lower()}"

"""What is always true of what somebody chose, and of what waits for their digest."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.reports.schedules.rules import Every, Rule

WEEKDAYS = (
    (1, "Monday"),
    (2, "Tuesday"),
    (3, "Wednesday"),
    (4, "Thursday"),
    (5, "Friday"),
    (6, "Saturday"),
    (7, "Sunday"),
)


class DigestQuerySet(models.QuerySet):
    def due(self, now: dt.datetime):
        return self.filter(next_due_at__lte=now)


class Digest(models.Model):
    """What one person chose: when their digest comes, when no other email that can wait does, and
    what they do not want to be told."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest"
    )
    # 1 is Monday. None: no digest.
    days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    at = models.TimeField("time", default=dt.time(8))
    quiet_from = models.TimeField("quiet from", null=True, blank=True)
    quiet_until = models.TimeField("quiet until", null=True, blank=True)
    # Names of kinds of change, or of all of a part of the portal (`muting.py`).
    muted = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    next_due_at = models.DateTimeField(null=True, editable=False)
    # The last day that they have been told of.
    told_until = models.DateField(null=True, editable=False)

    objects = DigestQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__contained_by=[number for number, _ in WEEKDAYS]),
                name="digests_days_of_the_week",
                violation_error_message="Select days from Monday to Sunday",
            ),
            models.CheckConstraint(
                condition=Q(days=[], next_due_at=None)
                | (~Q(days=[]) & Q(next_due_at__isnull=False)),
                name="digests_due_when_chosen",
                violation_error_message=(
                    "Enter when the next digest is due, or select no days for none"
                ),
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="digests_quiet_begins_and_ends",
                violation_error_message="Enter both when quiet hours begin and when they end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at"],
                condition=Q(next_due_at__isnull=False),
                name="digests_due",
            )
        ]

    def __str__(self):
        return f"Digest {self.reference}"

    def due_after(self, moment: dt.datetime) -> dt.datetime | None:
        """On the clock on the wall: eight stays eight when the clocks change."""
        dues = (Rule(Every.WEEK, day, self.at).after(moment) for day in self.days)
        return min((due for due in dues if due), default=None)

    def quiet_ends(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself, or when the quiet hours that it falls into end."""
        if self.quiet_from is None or self.quiet_until is None:
            return moment
        local = timezone.localtime(moment)
        begins, ends, now = self.quiet_from, self.quiet_until, local.time()
        is_quiet = begins <= now < ends if begins < ends else now >= begins or now < ends
        if not is_quiet:
            return moment
        day = local.date() + dt.timedelta(days=int(now >= ends))
        return timezone.make_aware(dt.datetime.combine(day, ends))


class Held(models.Model):
    """A message that waits for its reader's digest. It stands in the outbox, due a little later:
    should no digest come, it goes by itself."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="held")
    message_key = models.CharField(max_length=200, unique=True)
    # The line of the digest, and the page it leads to.
    says = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    held_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        default_permissions = ("view",)
        verbose_name = "held message"
        ordering = ["held_at", "pk"]

    def __str__(self):
        return self.says

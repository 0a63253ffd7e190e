from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from diz_portal import words


class Heartbeat(models.Model):
    """When a part of the portal was last seen at work."""

    name = models.CharField(max_length=40, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self):
        return self.name

    @classmethod
    def beat(cls, name: str) -> None:
        """Say that this part is at work now: one statement, safe to run from many hosts."""
        Heartbeat.objects.bulk_create(
            [Heartbeat(name=name, seen_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["seen_at"],
        )


class RoutineRun(models.Model):
    """When a routine was last done: what makes it due, whatever the clock process remembers."""

    name = models.CharField(max_length=40, primary_key=True)
    # One that was never done counts from here.
    known_since = models.DateTimeField(default=timezone.now, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ("view",)
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(claimed_until=None) | models.Q(started_at__isnull=False),
                name="diz_portal_routine_claimed_has_begun",
                violation_error_message="Enter when the routine started",
            ),
        ]

    def __str__(self):
        return self.name


class RestorationQuerySet(models.QuerySet):
    def unreleased(self) -> Self:
        return self.filter(released_at=None)


class Restoration(models.Model):
    """The database was restored from a backup. Until a manager releases it, no message is sent and
    no file is swept up: somebody looks first at what was restored, and where.

    `facts` are counts and references of what was done again after the backup.
    """

    taken_at = models.DateTimeField("backup taken")
    restored_at = models.DateTimeField("restored", default=timezone.now)
    # Empty for a restore that was cut short.
    finished_at = models.DateTimeField("restore finished", null=True, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    released_at = models.DateTimeField("released", null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = RestorationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-restored_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_at=None) | models.Q(finished_at__isnull=False),
                name="diz_portal_restoration_released_when_whole",
                violation_error_message="Release a restore only when it has finished",
            ),
        ]

    def __str__(self):
        return f"Restore of {words.uk_datetime(self.restored_at)}"

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

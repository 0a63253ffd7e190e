from django.db import models
from django.utils import timezone


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

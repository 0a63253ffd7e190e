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
        cls.objects.bulk_create(
            [cls(name=name, seen_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["seen_at"],
        )

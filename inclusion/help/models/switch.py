"""What the public may ask for at the moment, and how long it takes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.history import append_only
from inclusion.devices.models.device import DeviceKind


class Item(models.TextChoices):
    """What is issued. The words are DeviceKind's own, with mobile data beside them."""

    LAPTOP = DeviceKind.LAPTOP.value, "Laptops"
    TABLET = DeviceKind.TABLET.value, "Tablets"
    PHONE = DeviceKind.PHONE.value, "Smartphones"
    DESKTOP = DeviceKind.DESKTOP.value, "Desktop computers"
    ROUTER = DeviceKind.ROUTER.value, "Mobile wifi routers"
    MONITOR = DeviceKind.MONITOR.value, "Monitors"
    ACCESSORY = DeviceKind.ACCESSORY.value, "Keyboards, mice and other accessories"
    DATA = "data", "Mobile data"


class ItemSwitch(models.Model):
    """Whether one kind of thing can be asked for, and the honest waiting time. No row: it can,
    and nobody has said how long it takes."""

    item = models.CharField(max_length=9, choices=Item, unique=True)
    is_paused = models.BooleanField("requests paused", default=False)
    weeks = models.PositiveSmallIntegerField(
        "weeks to wait", null=True, blank=True, help_text="How long someone who asks now will wait."
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["item"]
        verbose_name = "availability"
        verbose_name_plural = "availability"
        constraints = [
            models.CheckConstraint(
                condition=Q(item__in=Item.values),
                name="inclusion_switch_item_known",
                violation_error_message="Select a type of help from the list",
            ),
            models.CheckConstraint(
                condition=Q(is_paused=False) | Q(weeks__isnull=False),
                name="inclusion_paused_says_how_long",
                violation_error_message="Enter how long people will wait",
            ),
            models.CheckConstraint(
                condition=Q(weeks=None) | Q(weeks__range=(1, 104)),
                name="inclusion_switch_weeks_sensible",
                violation_error_message="Enter a number of weeks from 1 to 104",
            ),
        ]

    def __str__(self):
        return self.get_item_display()


class ItemSwitchEvent(models.Model):
    """Who paused what, when, and how long people were told to wait. Append-only."""

    switch = models.ForeignKey(ItemSwitch, on_delete=models.PROTECT, related_name="events")
    is_paused = models.BooleanField()
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.switch}: {'paused' if self.is_paused else 'open'}"

"""What the public may ask for at the moment, and how long it takes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.history import append_only
from inclusion.devices.models.device import DeviceKind


class Item(models.TextChoices):
    """What is handed out. The words are DeviceKind's own, with mobile data beside them."""

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
    is_paused = models.BooleanField("asking is paused", default=False)
    weeks = models.PositiveSmallIntegerField(
        "weeks to wait", null=True, blank=True, help_text="Until somebody who asks now is helped."
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["item"]
        verbose_name = "what can be asked for"
        verbose_name_plural = "what can be asked for"
        constraints = [
            models.CheckConstraint(
                condition=Q(item__in=Item.values),
                name="inclusion_switch_item_known",
                violation_error_message="Choose from the list what can be asked for.",
            ),
            models.CheckConstraint(
                condition=Q(is_paused=False) | Q(weeks__isnull=False),
                name="inclusion_paused_says_how_long",
                violation_error_message="Say how long people who ask have to wait.",
            ),
            models.CheckConstraint(
                condition=Q(weeks=None) | Q(weeks__range=(1, 104)),
                name="inclusion_switch_weeks_sensible",
                violation_error_message="Enter from 1 to 104 weeks.",
            ),
        ]

    def __str__(self):
        return self.get_item_display()


class ItemSwitchEvent(models.Model):
    """Who paused what, when, and how long people were told to wait. Append-only."""

    switch = models.ForeignKey(ItemSwitch, on_delete=models.PROTECT, related_name="events")
    is_paused = models.BooleanField()
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.switch}: {'paused' if self.is_paused else 'open'}"

"""Parts on the repair bench: taken out of one device, fitted into another, or bought.

A drive carries what its device held. It leaves a device only once that device was wiped, and one
that was used before closes the wipe gate of the device into which it is fitted: see `device`.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.sql import quoted
from inclusion.cases.roles import handles_for
from inclusion.devices.models.device import Device, DeviceState, drive_number, last_wipe
from partners.roles import is_manager


class PartKind(models.TextChoices):
    DRIVE = "drive", "Drive (SSD or hard disk)"
    MEMORY = "memory", "Memory"
    BATTERY = "battery", "Battery"
    CHARGER = "charger", "Charger or mains lead"
    SCREEN = "screen", "Screen"
    KEYBOARD = "keyboard", "Keyboard"
    OTHER = "other", "Other part"


# While a device is here, and neither reserved for anybody nor gone.
GIVES_PARTS = (
    DeviceState.QUARANTINED,
    DeviceState.WIPED,
    DeviceState.WIPE_FAILED,
    DeviceState.GRADED,
    DeviceState.REPAIRING,
    DeviceState.PARTS,
)
_RECEIVED, _MEDIUM = (
    f"(SELECT {column} FROM inclusion_device WHERE id = NEW.taken_from_id)"  # noqa: S608
    for column in ("received_at", "medium_serial")
)

_REPAIRING = quoted(DeviceState.REPAIRING)

TAKEN_OUT = pgtrigger.Trigger(
    name="taken_out",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.taken_from_id IS NOT NULL"),
    declare=[("proof", "boolean")],
    func=f"""
        PERFORM 1 FROM inclusion_device WHERE id = NEW.taken_from_id
            AND kept_by_id = NEW.kept_by_id
            AND state IN ({quoted(*GIVES_PARTS)})
            FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION
                'A part is removed from a device in stock, by the organisation that holds it.'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.kind = 'drive' THEN
            {last_wipe("NEW.taken_from_id", _RECEIVED, _MEDIUM)}
            IF proof IS NOT TRUE THEN
                RAISE EXCEPTION 'A drive is removed from a device that was wiped.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF {drive_number(_MEDIUM)} NOT IN ('', {drive_number("NEW.serial")}) THEN
                RAISE EXCEPTION 'The drive that is removed is the one that was wiped.'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    """,
)
FITTED = pgtrigger.Trigger(
    name="fitted",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.fitted_to_id IS NOT NULL"),
    func=f"""
        PERFORM 1 FROM inclusion_device WHERE id = NEW.fitted_to_id
            AND kept_by_id = NEW.kept_by_id AND state = {_REPAIRING} FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION
                'A part is fitted to a device in repair, by the organisation that holds it.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
USED_ONCE = pgtrigger.Trigger(
    name="used_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'DELETE' OR OLD.went_at IS NOT NULL
            OR ROW(NEW.kept_by_id, NEW.kind, NEW.what, NEW.serial, NEW.is_new, NEW.taken_from_id,
                NEW.came_at, NEW.came_by_id) IS DISTINCT FROM
            ROW(OLD.kept_by_id, OLD.kind, OLD.what, OLD.serial, OLD.is_new, OLD.taken_from_id,
                OLD.came_at, OLD.came_by_id) THEN
            RAISE EXCEPTION 'Where a part came from and where it went is not changed later.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As devices are: to the caseworkers of the organisation that keeps it, and to managers."""
        return self if is_manager(user) else self.filter(kept_by__in=handles_for(user))

    def in_stock(self):
        return self.filter(went_at=None)


class Part(models.Model):
    """One part: where it came from, when and by whom, and where it went."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kept_by = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name="held by",
    )
    kind = models.CharField("type of part", max_length=8, choices=PartKind)
    what = models.CharField("description", max_length=80, blank=True)
    serial = models.CharField("serial number", max_length=60, blank=True)
    is_new = models.BooleanField("never used before", default=False)
    taken_from = models.ForeignKey(
        Device, null=True, blank=True, on_delete=models.PROTECT, related_name="parts_taken"
    )
    came_at = models.DateTimeField("added at", default=timezone.now)
    came_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="added by",
        on_delete=models.PROTECT,
        related_name="+",
    )
    fitted_to = models.ForeignKey(
        Device, null=True, blank=True, on_delete=models.PROTECT, related_name="parts_fitted"
    )
    went_at = models.DateTimeField(
        "left stock at", null=True, blank=True, help_text="When it was fitted or disposed of."
    )
    went_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="removed by",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["came_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PartKind.values),
                name="inclusion_part_kind_known",
                violation_error_message="Select a type of part from the list",
            ),
            models.CheckConstraint(
                condition=Q(is_new=False) | Q(taken_from=None),
                name="inclusion_new_part_is_new",
                violation_error_message=(
                    "Remove “never used before”: a part from a device is not new"
                ),
            ),
            # What a drive of unknown past holds, nobody knows: it is booked in with its device.
            models.CheckConstraint(
                condition=~Q(kind=PartKind.DRIVE) | Q(is_new=True) | Q(taken_from__isnull=False),
                name="inclusion_drive_has_a_past",
                violation_error_message=(
                    "Remove a used drive from its device in the portal, so that its wipe record "
                    "goes with it"
                ),
            ),
            models.CheckConstraint(
                condition=Q(fitted_to=None) | Q(taken_from=None) | ~Q(fitted_to=F("taken_from")),
                name="inclusion_part_goes_elsewhere",
                violation_error_message=(
                    "Select another device: the part was removed from this one"
                ),
            ),
            models.CheckConstraint(
                condition=Q(went_at=None, went_by=None, fitted_to=None)
                | Q(went_at__gte=F("came_at"), went_by__isnull=False),
                name="inclusion_part_went_by_somebody",
                violation_error_message=(
                    "Enter when the part left stock, and who did it. Leave both blank for a part "
                    "in stock"
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["kept_by", "kind", "came_at"],
                condition=Q(went_at=None),
                name="inclusion_parts_on_the_shelf",
            ),
        ]
        triggers = [TAKEN_OUT, FITTED, USED_ONCE]

    def __str__(self):
        return f"{self.title} {self.reference}"

    @property
    def title(self) -> str:
        """`Battery: 45 Wh`."""
        return ": ".join(filter(None, [self.get_kind_display(), self.what]))

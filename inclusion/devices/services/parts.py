"""What can happen to a part on the repair bench."""

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from inclusion.devices.models import GIVES_PARTS, Device, DeviceState, Part, PartKind
from inclusion.devices.services.devices import lock, note
from inclusion.devices.services.wiping import AnotherDrive, is_wiped, not_wiped, same_drive
from partners.models import Organisation


class NoDriveOfUnknownPast(Refusal):
    message = (
        "A used drive may contain someone’s data. Book it in with its device, wipe it, then "
        "remove it "
        "from that device"
    )


class UsedAlready(Refusal):
    message = "Someone else has just used this part. Select another"


@transaction.atomic
def remove(*, device: Device, kind: str, what: str = "", serial: str = "", by: User) -> Part:
    """Remove a part from a device, into stock. A drive leaves only what was wiped."""
    device = lock(device)
    if device.state not in GIVES_PARTS:
        raise NotNow(
            f"You cannot remove parts from a device that is “{device.get_state_display()}”. "
            "Send it to repair first"
        )
    if kind == PartKind.DRIVE:
        if device.holds_data and not is_wiped(device):
            raise not_wiped(device)
        serial = serial.strip() or device.medium_serial
        if device.medium_serial and not same_drive(serial, device.medium_serial):
            raise AnotherDrive(
                "This is a different drive. This device’s drive is "
                f"{device.medium_serial}. If that is wrong, correct it first"
            )
    part = Part.objects.create(
        kept_by=device.kept_by, kind=kind, what=what, serial=serial, taken_from=device, came_by=by
    )
    if kind == PartKind.DRIVE:
        device.medium_serial = ""
        device.save(update_fields=["medium_serial"])
    note(device, by, f"Part removed: {part.title}")
    return part


@transaction.atomic
def add(
    *, kept_by: Organisation, kind: str, is_new: bool, what: str = "", serial: str = "", by: User
) -> Part:
    """Enter a part that was bought or donated."""
    if kind == PartKind.DRIVE and not is_new:
        raise NoDriveOfUnknownPast
    return Part.objects.create(
        kept_by=kept_by, kind=kind, what=what, serial=serial, is_new=is_new, came_by=by
    )


@transaction.atomic
def fit(*, part: Part, device: Device, by: User) -> Part:
    """Fit a part from stock; of two who want it, one gets it and the other is told.

    The device no longer waits. A drive that was used before has to be wiped in its new place.
    """
    device = lock(device)
    if device.state != DeviceState.REPAIRING:
        raise NotNow("Send the device to repair first")
    part = _lock_part(part)
    if part.kept_by_id != device.kept_by_id:
        raise NotNow("This part is held by another organisation. Select another")
    if part.taken_from_id == device.pk:
        raise NotNow("This part was removed from this device. Select another")
    part.fitted_to, part.went_at, part.went_by = device, timezone.now(), by
    part.save(update_fields=["fitted_to", "went_at", "went_by"])
    device.needs_part = ""
    if part.kind == PartKind.DRIVE:
        # An eraser's log is matched by it.
        device.medium_serial = part.serial
    device.save(update_fields=["needs_part", "medium_serial"])
    origin = f", from {part.taken_from}" if part.taken_from else ""
    note(device, by, f"Part fitted: {part.title}{origin}")
    return part


@transaction.atomic
def dispose(*, part: Part, by: User) -> Part:
    """It was of no use."""
    part = _lock_part(part)
    part.went_at, part.went_by = timezone.now(), by
    part.save(update_fields=["went_at", "went_by"])
    return part


def _lock_part(part: Part) -> Part:
    part = Part.objects.select_for_update(of=("self",)).select_related("taken_from").get(pk=part.pk)
    if part.went_at is not None:
        raise UsedAlready
    return part

"""Whether a device was wiped: which drive a proof is about, and since when it counts."""

from datetime import date, datetime, time

from django.db.models import Max, QuerySet
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.tables.values import serial_key
from diz_portal.times import in_london
from inclusion.devices.models import Compared, Device, PartKind, WipeRecord


class NotWiped(Refusal):
    message = "This device may contain data. Record a wipe since it was received first"


class AnotherDrive(Refusal):
    """A proof about a drive that is not in the device."""


def same_drive(one: str, other: str) -> bool:
    return serial_key(one) == serial_key(other)


def with_drive(devices: QuerySet[Device], serial: str) -> QuerySet[Device]:
    """Of these, the ones that are said to have this drive in them."""
    return devices.alias(drive=Compared("medium_serial")).filter(drive=serial_key(serial))


def drive_named(device: Device, serial: str, passed: bool) -> str:
    """The serial number in a proof about the device, which has to be that of its drive."""
    serial, own = serial.strip(), device.medium_serial.strip()
    if not own and serial:
        others = with_drive(Device.objects.filter(kept_by=device.kept_by_id), serial)
        if other := others.exclude(pk=device.pk).first():
            raise AnotherDrive(
                f"This drive belongs to another device: {other.reference}. Check the serial numbers"
            )
    if own and serial and not same_drive(own, serial):
        raise AnotherDrive(
            f"This is a different drive. This device’s drive is {own}. If it was replaced, record "
            "that "
            "as a repair first"
        )
    if own and passed and not serial:
        raise AnotherDrive(
            f"Enter the serial number of the drive that was wiped. This device’s drive is {own}"
        )
    return serial


def moment_of(day: date | None) -> datetime:
    """When it came on that day: now if that is today, and else its first moment, so that what was
    done on the same day counts."""
    today = timezone.localdate()
    if day is None or day == today:
        return timezone.now()
    if day > today:
        raise NotNow("Enter a date that is today or in the past")
    return in_london(day, time.min)


def since(device: Device) -> datetime:
    """When the device, and any drive in it that was used before, left other hands."""
    returned = (
        device.holdings.exclude(returned_at=None)
        .order_by("-returned_at")
        .values_list("returned_at", flat=True)
        .first()
    )
    # A drive that was used before may hold what its former device held.
    fitted = device.parts_fitted.filter(kind=PartKind.DRIVE, is_new=False).aggregate(
        last=Max("went_at")
    )["last"]
    return max(filter(None, [device.received_at, returned, fitted]))


def is_wiped(device: Device) -> bool:
    """Whether the last wipe of its drive succeeded, since that left somebody's hands: the
    database's own question, asked first so that the answer is a sentence."""
    wipes = device.wipes.filter(finished_at__gte=since(device)).order_by("-finished_at", "-pk")
    for wipe in wipes:
        if not wipe.passed:
            return False
        if same_drive(wipe.medium_serial, device.medium_serial) or _no_past_since(device, wipe):
            return True
    return False


def _no_past_since(device: Device, wipe: WipeRecord) -> bool:
    """Whether what was wiped then has only made room: for a drive never used before, or none."""
    medium = device.medium_serial.strip()
    fitted = device.parts_fitted.filter(
        kind=PartKind.DRIVE, is_new=True, went_at__gte=wipe.finished_at
    ).values_list("serial", flat=True)
    if any(not serial.strip() or same_drive(serial, medium) for serial in fitted):
        return True
    taken = device.parts_taken.filter(kind=PartKind.DRIVE, came_at__gte=wipe.finished_at)
    return not medium and taken.exists()


def not_wiped(device: Device) -> NotWiped:
    """Why the gate is closed, where a proof is there and proves too little."""
    last = device.wipes.filter(finished_at__gte=since(device)).last()
    if last is None or not last.passed:
        return NotWiped()
    if not device.medium_serial:
        return NotWiped(
            f"The wipe record is for drive {last.medium_serial}, and this device has no drive "
            "serial number. Enter the number, or wipe its drive"
        )
    if not last.medium_serial:
        return NotWiped(
            "The wipe record has no drive serial number. This device’s drive is "
            f"{device.medium_serial}. Wipe that drive"
        )
    return NotWiped(
        f"The wipe record is for drive {last.medium_serial}. This device’s drive is "
        f"{device.medium_serial}. Wipe that drive"
    )

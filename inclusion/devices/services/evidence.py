"""Wipe records from an eraser's log: matched to devices by the serial number of the drive."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.documents.models import Document
from diz_portal.documents.services import store
from diz_portal.tables.values import serial_key
from diz_portal.words import uk_datetime
from inclusion.devices import wipe_logs
from inclusion.devices.models import (
    GONE,
    Compared,
    Device,
    WipeMethod,
    WipeRecord,
)
from inclusion.devices.rules import WIPE_GUARD
from inclusion.devices.services import devices
from inclusion.devices.services.wiping import with_drive
from inclusion.devices.wipe_logs import Drive, NotALog
from partners.models import Organisation

# By the words nwipe uses. What it adds in later versions overwrites too.
FIRMWARE = ("secure erase", "sanitize")


@dataclass(frozen=True)
class Result:
    """What the log says of one drive."""

    drive: Drive
    device: Device | None
    wipe: WipeRecord | None
    why: str = ""


class NothingMatches(Refusal):
    message = "No drive in this log matches a device here. Check the serial numbers"


@transaction.atomic
def record_log(
    *,
    content: bytes,
    kept_by: Organisation,
    by: User,
    operator: str = "",
    device: Device | None = None,
) -> list[Result]:
    """Record what the log proves, for each drive of it; the file is kept as it came.

    With `device`, the log is about that one: its drive's serial number is learnt from the log.
    Raises when nothing in it can be recorded.
    """
    log = wipe_logs.read(content)
    if device is not None:
        _learn_serial(device, log)
    paper: Document | None = None
    results = []
    for drive in log.drives:
        found, why = _device_of(drive, kept_by)
        if device is not None and found != device:
            continue
        why = drive.doubt or why or _known_or_ahead(drive, found)
        if why or found is None:
            results.append(Result(drive, found, None, why))
            continue
        paper = paper or store(
            upload=ContentFile(content, name="nwipe-log.txt"),
            title="nwipe log",
            guard=WIPE_GUARD,
            by=by,
        )
        try:
            with transaction.atomic():
                wipe = devices.record_wipe(
                    device=found,
                    by=by,
                    passed=drive.passed,
                    finished_at=drive.finished_at,
                    method=_method(drive),
                    standard=f"nwipe {log.version} {drive.method}"[:60],
                    medium_serial=drive.serial,
                    operator=operator,
                    log=wipe_logs.about(log, drive),
                    evidence=paper,
                )
        except Refusal as refusal:
            results.append(Result(drive, found, None, refusal.message))
        else:
            results.append(Result(drive, found, wipe, drive.failure))
    if not any(result.wipe for result in results):
        raise NothingMatches(_sentence(results, device))
    return results


@dataclass(frozen=True)
class FileRead:
    """One of several logs: what it says of its drives, or why nothing is recorded."""

    name: str
    results: list[Result]
    why: str = ""


def record_logs(
    *, files: Iterable[tuple[str, bytes]], kept_by: Organisation, by: User, operator: str = ""
) -> list[FileRead]:
    """Each log on its own: one that proves nothing stops none of the others, and one that comes a
    second time changes nothing."""
    read = []
    for name, content in files:
        try:
            results = record_log(content=content, kept_by=kept_by, by=by, operator=operator)
        except Refusal as refusal:
            read.append(FileRead(name, [], refusal.message))
        else:
            read.append(FileRead(name, results))
    return read


def _method(drive: Drive) -> WipeMethod:
    words = drive.method.casefold()
    if "crypto" in words:
        return WipeMethod.CRYPTO
    firmware = any(one in words for one in FIRMWARE)
    return WipeMethod.SECURE_ERASE if firmware else WipeMethod.OVERWRITE


def _device_of(drive: Drive, kept_by: Organisation) -> tuple[Device | None, str]:
    """The one device that has this drive, by the number of the drive or else by its own; with
    none, why."""
    here = Device.objects.filter(kept_by=kept_by).exclude(state__in=GONE)
    own = here.filter(medium_serial="").alias(own=Compared("serial"))
    found = list(with_drive(here, drive.serial).order_by("pk")) or list(
        own.filter(own=serial_key(drive.serial)).order_by("pk")
    )
    if not drive.serial or not found:
        return None, (
            "No device here has a drive with this serial number. Enter the number on the device "
            "first"
        )
    if len(found) > 1:
        names = get_text_list([device.reference for device in found], "and")
        return None, (
            f"{names} all have this drive’s serial number. Correct the ones that are wrong"
        )
    return found[0], ""


def _known_or_ahead(drive: Drive, device: Device | None) -> str:
    if drive.finished_at > timezone.now():
        return (
            f"The log says that it finished on {uk_datetime(drive.finished_at)}, which is in the "
            "future. The clock on that machine was wrong. Record the wipe on the device’s page "
            "with the right time, and upload the log as its certificate"
        )
    known = WipeRecord.objects.filter(
        device=device, medium_serial=drive.serial, finished_at=drive.finished_at
    )
    return "This wipe has already been recorded" if known.exists() else ""


def _learn_serial(device: Device, log: wipe_logs.Log) -> None:
    """A log about one device with one drive says which drive that device has."""
    if device.medium_serial or len(log.drives) != 1:
        return
    (drive,) = log.drives
    if drive.doubt:
        raise NotALog(drive.doubt)
    if other := with_drive(Device.objects.filter(kept_by=device.kept_by_id), drive.serial).first():
        raise NotALog(
            f"This drive belongs to another device: {other.reference}. Check the serial numbers"
        )
    device.medium_serial = drive.serial
    device.save(update_fields=["medium_serial"])


def _sentence(results: list[Result], device: Device | None) -> str:
    if len(results) == 1:
        return f"{results[0].drive.name}: {results[0].why}"
    if not results and device is not None and device.medium_serial:
        return (
            "This log is for a different drive. This device’s drive is "
            f"{device.medium_serial}. If it was replaced, record that as a repair first"
        )
    if not results and device is not None:
        return "No drive in this log matches this device. Enter its drive serial number first"
    return ". ".join(f"{result.drive.name}: {result.why}" for result in results)[:600]

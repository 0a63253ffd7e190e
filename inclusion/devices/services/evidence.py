"""Proofs of wiping from an eraser's log: matched to devices by the serial number of the drive."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.documents.services import store
from inclusion.devices import wipe_logs
from inclusion.devices.models import Device, WipeMethod, WipeRecord
from inclusion.devices.rules import WIPE_GUARD
from inclusion.devices.services import devices
from inclusion.devices.wipe_logs import Drive, NotALog
from partners.models import Organisation

# By the words nwipe uses. What it adds in later versions overwrites too.
FIRMWARE = ("secure erase", "sanitize")


@dataclass(frozen=True)
class Result:
    """What became of one drive of the log."""

    drive: Drive
    device: Device | None
    wipe: WipeRecord | None
    why: str = ""


class NothingMatches(Refusal):
    message = "No drive of this log belongs to a device here."


@transaction.atomic
def record_log(
    *,
    content: bytes,
    kept_by: Organisation,
    by: User,
    operator: str = "",
    device: Device | None = None,
) -> list[Result]:
    """Write down what the log proves, for each drive of it; the file is kept as it came.

    With `device`, the log is about that one: its drive's serial number is learnt from the log.
    Raises when nothing in it can be written down.
    """
    log = wipe_logs.read(content)
    if device is not None:
        _learn_serial(device, log)
    paper = None
    results = []
    for drive in log.drives:
        found = _device_of(drive, kept_by)
        if device is not None and (found is None or found.pk != device.pk):
            continue
        if found is None:
            results.append(Result(drive, None, None, _why_unknown(drive)))
            continue
        if WipeRecord.objects.filter(
            device=found, medium_serial=drive.serial, finished_at=drive.finished_at
        ).exists():
            results.append(Result(drive, found, None, "This proof is here already."))
            continue
        paper = paper or store(
            upload=ContentFile(content, name="nwipe-log.txt"),
            title="Log of nwipe",
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
                    standard=f"nwipe {log.version} {drive.method}".replace("  ", " ")[:60],
                    medium_serial=drive.serial,
                    operator=operator,
                    log=wipe_logs.about(log, drive),
                    evidence=paper,
                )
        except Refusal as refusal:
            results.append(Result(drive, found, None, refusal.message))
        else:
            results.append(Result(drive, found, wipe))
    if not any(result.wipe for result in results):
        raise NothingMatches(_sentence(results, device))
    return results


def _method(drive: Drive) -> WipeMethod:
    words = drive.method.casefold()
    firmware = any(one in words for one in FIRMWARE)
    return WipeMethod.SECURE_ERASE if firmware else WipeMethod.OVERWRITE


def _device_of(drive: Drive, kept_by: Organisation) -> Device | None:
    if not drive.serial:
        return None
    mine = Device.objects.filter(kept_by=kept_by)
    return (
        mine.filter(medium_serial__iexact=drive.serial).order_by("-pk").first()
        or mine.filter(Q(serial__iexact=drive.serial), medium_serial="").order_by("-pk").first()
    )


def _learn_serial(device: Device, log: wipe_logs.Log) -> None:
    """A log about one device with one drive says which drive that device has."""
    if device.medium_serial or len(log.drives) != 1 or not log.drives[0].serial:
        return
    serial = log.drives[0].serial
    if other := Device.objects.filter(
        kept_by=device.kept_by_id, medium_serial__iexact=serial
    ).first():
        raise NotALog(f"This drive belongs to another device here: {other.reference}.")
    device.medium_serial = serial
    device.save(update_fields=["medium_serial"])


def _why_unknown(drive: Drive) -> str:
    if not drive.serial:
        return "The log hides its serial number: run nwipe without its quiet mode."
    return "No device here has a drive with this serial number. Enter it on the device first."


def _sentence(results: list[Result], device: Device | None) -> str:
    if len(results) == 1:
        return f"{results[0].drive.name}: {results[0].why}"
    if not results and device is not None and device.medium_serial:
        return (
            f"This log is about another drive. The drive of this device is {device.medium_serial}: "
            "if it was exchanged, say so on the repair bench first."
        )
    if not results and device is not None:
        return (
            "No drive of this log belongs to this device. Enter the serial number of its drive "
            "first."
        )
    return " ".join(f"{result.drive.name}: {result.why}" for result in results)[:600]

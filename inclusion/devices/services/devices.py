"""What can happen to a device, from quarantine to somebody's hands and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.words import uk_date
from inclusion.cases.models import NEED_MOVES, Need, NeedKind, NeedState
from inclusion.cases.services import casebook, needs
from inclusion.devices.models import (
    DEVICE_MOVES,
    WITH_SOMEBODY,
    Device,
    DeviceEvent,
    DeviceState,
    Holding,
    HoldingKind,
    PatTest,
    WipeMethod,
    WipeRecord,
)
from inclusion.devices.services import donations
from inclusion.devices.services.wiping import (
    AnotherDrive,
    NotWiped,
    drive_named,
    is_wiped,
    moment_of,
    not_wiped,
    since,
)


class KnownAlready(Refusal):
    message = "A device with this serial number already exists. Check the number"


class NotTested(Refusal):
    message = "This device is mains-powered. Record a PAT test that is in date first"


class NoDeviceFits(Refusal):
    message = "This device has just been reserved. Select another"


def lock(device: Device) -> Device:
    return Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)


@contextmanager
def _serial_is_new() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "one_device_per_serial" in str(error):
            raise KnownAlready from None
        raise


@transaction.atomic
def book_in(*, by: User, received_on: date | None = None, **details: Any) -> Device:
    """Put a device into quarantine, where everything starts, from the day on which it came."""
    details = {"received_at": moment_of(received_on), **details}
    with _serial_is_new():
        device = Device.objects.create(**details)
    DeviceEvent.objects.create(device=device, to_state=device.state, by=by)
    return device


@transaction.atomic
def amend(*, device: Device, by: User, **details: Any) -> Device:
    """Correct what is written about a device; its status is not changed so."""
    device = lock(device)
    promised = device.state in (DeviceState.READY, DeviceState.RESERVED)
    proven = promised and device.holds_data and is_wiped(device)
    for name, value in details.items():
        setattr(device, name, value)
    if proven and not is_wiped(device):
        raise AnotherDrive(
            "You cannot change the drive’s serial number because the wipe record uses it. If the "
            "drive was replaced, record that as a repair first"
        )
    with _serial_is_new():
        device.save(update_fields=list(details))
    return device


def _move(device: Device, to: DeviceState, by: User, why: str = "", **values: Any) -> Device:
    before = DeviceState(device.state)
    if to == before:
        raise NotNow(f"Its status is already “{to.label}”. Reload the page to see it")
    if to not in DEVICE_MOVES[before]:
        raise NotNow(
            f"You cannot change the status from “{before.label}” to “{to.label}”. Reload the page "
            "and check its status"
        )
    values = {"state": to, "reserved_for": None, "needs_part": "", **values}
    for name, value in values.items():
        setattr(device, name, value)
    device.save(update_fields=list(values))
    DeviceEvent.objects.create(device=device, from_state=before, to_state=to, by=by, why=why[:200])
    return device


@transaction.atomic
def record_wipe(
    *, device: Device, by: User, passed: bool, finished_at: datetime, **details: Any
) -> WipeRecord:
    """Record that the medium was wiped, or could not be."""
    device = lock(device)
    if device.state in WITH_SOMEBODY:
        raise NotNow("You cannot wipe a device that is issued. Record its return first")
    if finished_at > timezone.now():
        raise NotNow("Enter a date and time that is not in the future")
    if finished_at < since(device):
        raise NotNow(
            "The wipe date is before the device was received. Check the date, or wipe it again"
        )
    details["medium_serial"] = drive_named(device, details.get("medium_serial", ""), passed)
    wipe = WipeRecord.objects.create(
        device=device, by=by, passed=passed, finished_at=finished_at, **details
    )
    # The first drive that is named is the device's from now on.
    device.refresh_from_db(fields=["medium_serial"])
    if device.state in (DeviceState.QUARANTINED, DeviceState.WIPE_FAILED):
        to = DeviceState.WIPED if passed and is_wiped(device) else DeviceState.WIPE_FAILED
        if to != device.state:
            _move(device, to, by)
    elif not passed and device.state in (
        DeviceState.WIPED,
        DeviceState.GRADED,
        DeviceState.REPAIRING,
        DeviceState.READY,
    ):
        _move(device, DeviceState.WIPE_FAILED, by)
    return wipe


def is_tested(device: Device, today: date | None = None) -> bool:
    last = device.pat_tests.order_by("-tested_on", "-pk").first()
    due = last.next_due_on if last is not None and last.passed else None
    return due is not None and due >= (today or timezone.localdate())


@transaction.atomic
def record_pat(
    *,
    device: Device,
    by: User,
    passed: bool,
    tester: str,
    tested_on: date,
    next_due_on: date | None = None,
) -> PatTest:
    """Record a PAT test. What failed goes to repair, and is not due on any day."""
    device = lock(device)
    if tested_on > timezone.localdate():
        raise NotNow("Enter a date that is today or in the past")
    if not passed:
        next_due_on = None
    elif next_due_on is None or next_due_on <= tested_on:
        raise NotNow("Enter a date for the next test that is after this one")
    test = PatTest.objects.create(
        device=device,
        by=by,
        passed=passed,
        tester=tester,
        tested_on=tested_on,
        next_due_on=next_due_on,
    )
    if not passed and device.state in (DeviceState.GRADED, DeviceState.READY):
        _move(device, DeviceState.REPAIRING, by, "Failed its PAT test")
    return test


@transaction.atomic
def inspect(*, device: Device, by: User, grade: str, **details: Any) -> Device:
    """Grade it, and note what it can do. Only what is wiped is switched on for anybody."""
    device = lock(device)
    if device.state == DeviceState.RESERVED:
        raise NotNow("This device is reserved. Return it to stock first")
    if device.holds_data and not is_wiped(device):
        raise not_wiped(device)
    return _move(device, DeviceState.GRADED, by, grade=grade, **details)


@transaction.atomic
def repair(*, device: Device, by: User, why: str, part: str = "") -> Device:
    """Put it on the bench; `part` is what it waits for, if anything."""
    return _move(lock(device), DeviceState.REPAIRING, by, why, needs_part=part[:100])


@transaction.atomic
def wait_for(*, device: Device, part: str, by: User) -> Device:
    """Say which part it waits for on the bench; nothing when it waits no longer."""
    device = lock(device)
    if device.state != DeviceState.REPAIRING:
        raise NotNow("Only a device in repair can need a part. Send it to repair first")
    if device.needs_part != part:
        device.needs_part = part
        device.save(update_fields=["needs_part"])
        note(device, by, f"Part needed: {part}" if part else "Part no longer needed")
    return device


def note(device: Device, by: User, why: str) -> None:
    """Write something into its history that leaves its status as it is."""
    DeviceEvent.objects.create(
        device=device, from_state=device.state, to_state=device.state, by=by, why=why[:200]
    )


def still_missing(device: Device) -> list[str]:
    """What it has to be before it is ready: “wiped”, “inspected” and so on."""
    missing = []
    if device.holds_data and not is_wiped(device):
        missing.append("wiped")
    if DeviceState.READY not in DEVICE_MOVES[DeviceState(device.state)]:
        missing.append("inspected")
    if device.mains_powered and not is_tested(device):
        missing.append("PAT tested")
    if device.locked_to_user:
        missing.append("unlocked from its previous user")
    return missing


@transaction.atomic
def make_ready(*, device: Device, by: User) -> Device:
    """Say that it can be given to somebody."""
    device = lock(device)
    _check_gates(device)
    if device.locked_to_user:
        raise NotNow("This device is still locked to its previous user. Unlock it first")
    return _move(device, DeviceState.READY, by)


def _check_gates(device: Device) -> None:
    if device.holds_data and not is_wiped(device):
        raise not_wiped(device)
    if device.mains_powered and not is_tested(device):
        raise NotTested


@transaction.atomic
def reserve(*, device: Device, need: Need, by: User) -> Device:
    """Keep a device for a need; of two who want it, one gets it and the other is told."""
    casebook.lock_open(need.case)
    need = Need.objects.select_for_update().select_related("case").get(pk=need.pk)
    device = lock(device)
    if need.kind != NeedKind.DEVICE:
        raise NotNow("Select a need for a device")
    if device.kept_by_id != need.case.handled_by_id:
        raise NotNow("This device is held by another organisation. Select another")
    if device.state != DeviceState.READY:
        raise NoDeviceFits
    if Device.objects.filter(reserved_for=need).exists():
        raise NotNow("A device is already reserved for this need. Return that one to stock first")
    _check_gates(device)
    need = needs.agree_to_help(need, by)
    needs.move(need=need, to=NeedState.RESERVED, by=by, thing=str(device))
    return _move(device, DeviceState.RESERVED, by, reserved_for=need)


@transaction.atomic
def release(*, device: Device, by: User, why: str = "") -> Device:
    """Return a reserved device to stock; its need waits again.

    What was tested or wiped without success meanwhile is not ready any more.
    """
    device, need = _lock_with_need(device)
    if need is None:
        raise NotNow("This device is not reserved. Reload the page and check its status")
    to = DeviceState.GRADED if still_missing(device) else DeviceState.READY
    device = _move(device, to, by, why)
    _let_wait(need, by, f"{device} returned to stock")
    return device


@transaction.atomic
def issue(
    *,
    device: Device,
    by: User,
    kind: str,
    terms: str,
    signed_name: str,
    due_on: date | None = None,
) -> Holding:
    """Issue the reserved device, as a loan or a gift, on the terms that the person signs."""
    device, need = _lock_with_need(device)
    if need is None:
        raise NotNow("Reserve the device for a need first")
    if not terms.strip() or not signed_name.strip():
        raise NotNow("The person must sign the terms first")
    if kind == HoldingKind.LOAN and (due_on is None or due_on <= timezone.localdate()):
        raise NotNow("Enter a return date in the future")
    _check_gates(device)
    holding = Holding.objects.create(
        device=device,
        need=need,
        kind=kind,
        terms=terms,
        signed_name=signed_name,
        signed_at=timezone.now(),
        due_on=due_on if kind == HoldingKind.LOAN else None,
        by=by,
    )
    _move(device, DeviceState.ISSUED, by)
    needs.move(
        need=need,
        to=NeedState.SUPPLIED,
        by=by,
        thing=f"{holding.get_kind_display().lower()} of {device}",
        # They have just signed for it.
        in_person=True,
    )
    donations.tell_that_it_helped(holding)
    return holding


@transaction.atomic
def extend(*, holding: Holding, due_on: date, by: User) -> Holding:
    """Extend a loan."""
    lock(holding.device)
    holding = Holding.objects.select_for_update().get(pk=holding.pk)
    if holding.returned_at or holding.kind != HoldingKind.LOAN:
        raise NotNow(
            "You can only extend a loan that has not been returned. Reload the page and check its"
            " status"
        )
    if due_on <= timezone.localdate():
        raise NotNow("Enter a return date in the future")
    holding.due_on = due_on
    holding.save(update_fields=["due_on"])
    needs.tell_of_thing(holding.need, f"loan of {holding.device} extended to {uk_date(due_on)}", by)
    return holding


@transaction.atomic
def record_return(
    *, device: Device, by: User, why: str = "", returned_on: date | None = None
) -> Device:
    """Back from its holder, into quarantine: whatever they left on it is wiped first.

    It counts from the day on which it came back, which may be before it is recorded.
    """
    device = lock(device)
    holding = device.holdings.filter(returned_at=None).first()
    if holding is None:
        raise NotNow("This device is not on loan. Reload the page and check its status")
    if returned_on and returned_on < timezone.localdate(holding.issued_at):
        raise NotNow(
            f"Enter a date that is {uk_date(holding.issued_at)} or later: it was issued then"
        )
    holding.returned_at = max(holding.issued_at, moment_of(returned_on))
    holding.save(update_fields=["returned_at"])
    needs.tell_of_thing(holding.need, f"{device} returned", by)
    return _move(device, DeviceState.QUARANTINED, by, why, grade="")


@transaction.atomic
def report_lost(*, device: Device, by: User, why: str) -> Device:
    """Lost or stolen: still its holder's, until it turns up or is written off."""
    device = _move(lock(device), DeviceState.LOST, by, why)
    needs.tell_of_thing(
        device.holdings.get(returned_at=None).need, f"{device} reported lost or stolen", by
    )
    return device


@transaction.atomic
def retire(
    *, device: Device, by: User, to: str, why: str, destroyed: dict[str, Any] | None = None
) -> Device:
    """Recycle it or use it for parts: it is never issued again.

    What holds data and was not wiped goes only with the record that its drive was destroyed:
    `destroyed` says when and by whom, as a wipe is recorded.
    """
    if DeviceState(to) not in (DeviceState.PARTS, DeviceState.RECYCLED):
        raise NotNow(
            "You cannot do this because of the device’s status. Reload the page and check it"
        )
    device = lock(device)
    if destroyed and device.holds_data and not is_wiped(device):
        record_wipe(
            device=device,
            by=by,
            passed=True,
            method=WipeMethod.DESTROYED,
            standard="Destroyed",
            **destroyed,
        )
        device.refresh_from_db()
    if device.holds_data and not is_wiped(device):
        raise NotWiped(
            "This device may contain data. Record a wipe first, or how its drive was destroyed"
        )
    return _move(device, DeviceState(to), by, why)


def _lock_with_need(device: Device) -> tuple[Device, Need | None]:
    """The case first, as every writer of needs does, then the device."""
    found = Device.objects.select_related("reserved_for__case").get(pk=device.pk)
    if found.reserved_for:
        casebook.lock_open(found.reserved_for.case)
    locked = lock(device)
    if locked.reserved_for_id != found.reserved_for_id:
        raise NotNow("Someone else has just updated this. Check its status, then try again")
    return locked, found.reserved_for


def _let_wait(need: Need, by: User, thing: str) -> None:
    need.refresh_from_db()
    if NeedState.WAITING in NEED_MOVES[NeedState(need.state)]:
        needs.move(need=need, to=NeedState.WAITING, by=by, thing=thing)

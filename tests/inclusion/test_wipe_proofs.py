"""A proof of wiping is about the drive that is in the device, and about the time since it came."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from inclusion.devices import steps
from inclusion.devices.services import devices, evidence, parts, wiping
from inclusion.models import Device, DeviceState, WipeRecord
from tests.factories.inclusion import DeviceFactory, a_ready_device, wiped
from tests.inclusion.nwipe import Disk, log

pytestmark = pytest.mark.django_db
SENTENCE = (
    "This is a different drive. This device’s drive is DRV00002. If it was replaced, record that "
    "as a repair first"
)


@pytest.fixture
def org(team):
    return team.organisation


def a_device(org, **values):
    return DeviceFactory(kept_by=org, **{"medium_serial": "DRV00002", **values})


def record(device, by, **values):
    """Past every service."""
    values = {"finished_at": timezone.now(), "passed": True, **values}
    return WipeRecord.objects.create(
        device=device, method="overwrite", standard="NIST", by=by, **values
    )


def test_the_form_refuses_the_proof_of_another_drive(client, org, caseworker):
    client.force_login(caseworker)
    device = a_device(org)
    now = timezone.localtime()
    answer = client.post(
        reverse("inclusion_workspace:device_wipe", args=[device.reference]),
        {
            "passed": "yes",
            "method": "overwrite",
            "standard": "NIST",
            "medium_serial": "OTHER",
            "operator": "Somebody",
            "day_0": now.day,
            "day_1": now.month,
            "day_2": now.year,
            "time": f"{now:%H:%M}",
        },
    )

    device.refresh_from_db()
    assert answer.status_code == 422
    assert SENTENCE in answer.content.decode()
    assert (device.state, device.wipes.count()) == (DeviceState.QUARANTINED, 0)


@pytest.mark.parametrize("passed", [True, False])
def test_a_wipe_of_another_drive_is_not_kept(org, caseworker, passed):
    device = a_device(org)

    with pytest.raises(wiping.AnotherDrive, match="a different drive"):
        wiped(device, caseworker, medium_serial="OTHER", passed=passed)
    with pytest.raises(DatabaseError, match="drive that is in"), transaction.atomic():
        record(device, caseworker, medium_serial="OTHER", passed=passed)
    assert not device.wipes.exists()


def test_a_success_names_the_drive_where_its_number_is_known(org, caseworker):
    device = a_device(org)

    with pytest.raises(wiping.AnotherDrive, match="DRV00002"):
        wiped(device, caseworker, medium_serial=" ")
    with pytest.raises(DatabaseError, match="drive that is in"), transaction.atomic():
        record(device, caseworker, medium_serial="")
    wiped(device, caseworker, medium_serial="", passed=False)
    device.refresh_from_db()
    assert device.state == DeviceState.WIPE_FAILED


def test_a_number_in_small_letters_is_the_same_drive(org, caseworker):
    device = a_device(org, mains_powered=False)
    wiped(device, caseworker, medium_serial=" drv00002 ")
    devices.inspect(device=device, by=caseworker, grade="b")

    assert devices.make_ready(device=device, by=caseworker).state == DeviceState.READY


def test_the_first_drive_that_is_named_becomes_the_devices(org, caseworker):
    by_service, past_it = a_device(org, medium_serial=""), a_device(org, medium_serial="")
    wiped(by_service, caseworker, medium_serial="S1")
    record(past_it, caseworker, medium_serial=" S2 ")

    by_service.refresh_from_db()
    past_it.refresh_from_db()
    assert (by_service.medium_serial, past_it.medium_serial) == ("S1", "S2")
    with pytest.raises(wiping.AnotherDrive, match=by_service.reference):
        wiped(a_device(org, medium_serial=""), caseworker, medium_serial="s1")


def test_the_gate_compares_with_the_drive_that_is_in_it_now(org, caseworker):
    device = a_device(org, mains_powered=False)
    wiped(device, caseworker)
    Device.objects.filter(pk=device.pk).update(medium_serial="OTHER")

    with pytest.raises(wiping.NotWiped, match="for drive DRV00002"):
        devices.inspect(device=device, by=caseworker, grade="b")
    with pytest.raises(DatabaseError, match="is wiped before"), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(state="ready")
    Device.objects.filter(pk=device.pk).update(medium_serial="")
    with pytest.raises(DatabaseError, match="is wiped before"), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(state="ready")


def test_correcting_the_drive_of_what_is_ready_does_not_leave_it_unproven(org, caseworker):
    device = a_ready_device(caseworker, kept_by=org, medium_serial="DRV00002")

    with pytest.raises(wiping.AnotherDrive, match="record that as a repair first"):
        devices.amend(device=device, by=caseworker, medium_serial="OTHER")
    assert devices.amend(device=device, by=caseworker, medium_serial="drv00002", shelf="B3")


def test_a_log_about_another_drive_says_so(org, caseworker):
    device = a_device(org, received_at=timezone.now() - timedelta(days=700))

    with pytest.raises(evidence.NothingMatches, match="This device’s drive is DRV00002"):
        evidence.record_log(content=log(Disk("OTHER")), kept_by=org, by=caseworker, device=device)


def test_after_an_exchange_the_new_number_counts(org, caseworker):
    device = a_ready_device(caseworker, kept_by=org, medium_serial="DRV00002")
    devices.repair(device=device, by=caseworker, why="Slow")
    new = parts.add(kept_by=org, kind="drive", is_new=True, serial="NEW9", by=caseworker)
    parts.fit(part=new, device=device, by=caseworker)
    device.refresh_from_db()
    assert device.medium_serial == "NEW9"
    assert wiping.is_wiped(device)
    devices.inspect(device=device, by=caseworker, grade="b")
    devices.make_ready(device=device, by=caseworker)

    with pytest.raises(wiping.AnotherDrive):
        wiped(device, caseworker, medium_serial="DRV00002")
    # A new drive vouches for itself, and for no other that is written down later.
    Device.objects.filter(pk=device.pk).update(state="graded", medium_serial="OTHER")
    with pytest.raises(DatabaseError, match="is wiped before"), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(state="ready")


def test_a_used_drive_is_wiped_under_its_own_number(org, caseworker):
    old = a_device(org, medium_serial="OLD1")
    wiped(old, caseworker)
    device = a_ready_device(caseworker, kept_by=org, medium_serial="DRV00002")
    devices.repair(device=device, by=caseworker, why="Slow")
    with pytest.raises(wiping.AnotherDrive, match="OLD1"):
        parts.remove(device=old, kind="drive", serial="OTHER", by=caseworker)
    with pytest.raises(DatabaseError, match="one that was wiped"), transaction.atomic():
        old.parts_taken.create(kept_by=org, kind="drive", serial="OTHER", came_by=caseworker)
    used = parts.remove(device=old, kind="drive", by=caseworker)
    parts.fit(part=used, device=device, by=caseworker)

    with pytest.raises(wiping.AnotherDrive, match="OLD1"):
        wiped(device, caseworker, medium_serial="DRV00002")
    wiped(device, caseworker, medium_serial="OLD1")
    assert devices.inspect(device=device, by=caseworker, grade="b").state == DeviceState.GRADED
    # What is left of the other goes without a drive.
    assert devices.retire(device=old, by=caseworker, to="recycled", why="Old")


@pytest.mark.parametrize("state", [DeviceState.QUARANTINED, DeviceState.WIPED, DeviceState.READY])
@pytest.mark.parametrize("passed", [True, False])
def test_a_wipe_from_before_it_came_is_refused_in_every_state(org, caseworker, state, passed):
    device = a_device(org)
    if state != DeviceState.QUARANTINED:
        wiped(device, caseworker)
    if state == DeviceState.READY:
        device = a_ready_device(caseworker, kept_by=org, medium_serial="D2")
    before, had = device.received_at - timedelta(days=1), device.wipes.count()

    with pytest.raises(devices.NotNow, match="before the device was received"):
        wiped(device, caseworker, finished_at=before, passed=passed)
    with pytest.raises(DatabaseError, match="after the device was received"), transaction.atomic():
        record(
            device,
            caseworker,
            medium_serial=device.medium_serial,
            finished_at=before,
            passed=passed,
        )
    device.refresh_from_db()
    assert (device.state, device.wipes.count()) == (state, had)


def test_the_next_step_is_to_wipe_what_another_drive_is_written_down_for(org, caseworker):
    device = a_device(org)
    wiped(device, caseworker)
    device.refresh_from_db()
    assert steps.next_step(device) == steps.INSPECT

    device = devices.amend(device=device, by=caseworker, medium_serial="OTHER")

    assert steps.next_step(device) == steps.WIPE

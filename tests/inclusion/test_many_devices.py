"""Thirty laptops at once: their logs in one upload, and one form for all that were ticked."""

from datetime import timedelta

import pgtrigger
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from inclusion.devices.services import devices
from inclusion.models import Device, DeviceState, Holding
from tests.factories.inclusion import DeviceFactory, NeedFactory, a_case, a_ready_device, wiped
from tests.inclusion.nwipe import Disk, log

pytestmark = pytest.mark.django_db
ROOM = "inclusion_workspace:"


@pytest.fixture
def org(team):
    return team.organisation


@pytest.fixture
def here(client, caseworker):
    client.force_login(caseworker)
    return client


def together(name: str, *chosen: Device) -> str:
    asked = "&".join(f"device={one.reference}" for one in chosen)
    return f"{reverse(f'{ROOM}devices_{name}')}?{asked}"


def files(*contents: bytes) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{at}.log", content) for at, content in enumerate(contents)]


def day_of(name: str, day) -> dict:
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def states(*chosen: Device) -> list[str]:
    return [Device.objects.get(pk=one.pk).state for one in chosen]


def test_several_logs_are_read_in_one_upload(here, org):
    long_ago = timezone.now() - timedelta(days=700)
    made = [
        DeviceFactory(kept_by=org, medium_serial=f"DRV{n}", received_at=long_ago) for n in range(3)
    ]
    logs = files(*(log(Disk(f"DRV{n}")) for n in range(3)), b"a photograph")

    page = here.post(reverse(ROOM + "wipe_log"), {"file": logs, "operator": "Vi"}).content.decode()

    assert states(*made) == [DeviceState.WIPED] * 3
    assert page.count("Wiped") == 3
    assert "3.log" in page
    assert "This is not the log of a finished nwipe run" in page


def test_an_upload_that_proves_nothing_names_each_file(here, org):
    answer = here.post(
        reverse(ROOM + "wipe_log"), {"file": files(b"a", log(Disk("NOBODYS"))), "operator": "Vi"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "0.log: This is not the log" in page
    assert "1.log: /dev/sda: No device here has a drive" in page


def test_an_upload_without_a_file_asks_for_one(here, org):
    answer = here.post(reverse(ROOM + "wipe_log"), {"operator": "Vi"})

    assert answer.status_code == 422
    assert "Select one or more logs" in answer.content.decode()


def test_what_was_ticked_is_inspected_tested_and_ready_together(here, org, caseworker):
    made = [DeviceFactory(kept_by=org) for _ in range(3)]
    for device in made:
        wiped(device, caseworker)
    today = timezone.localdate()

    here.post(together("inspect", *made), {"grade": "b", "memory_gb": "8"})
    here.post(
        together("test", *made),
        {
            "passed": "yes",
            "tester": "P. Tester",
            **day_of("tested_on", today),
            **day_of("next_due_on", today + timedelta(days=365)),
        },
    )
    answer = here.post(together("ready", *made))

    assert answer.status_code == 302
    assert states(*made) == [DeviceState.READY] * 3
    assert {Device.objects.get(pk=one.pk).memory_gb for one in made} == {8}


def test_what_cannot_be_done_with_one_stops_none_of_the_others(here, org, caseworker):
    proven, unproven = DeviceFactory(kept_by=org), DeviceFactory(kept_by=org, model="Unwiped 9")
    wiped(proven, caseworker)

    page = here.post(together("inspect", proven, unproven), {"grade": "c"}).content.decode()

    assert states(proven, unproven) == [DeviceState.GRADED, DeviceState.QUARANTINED]
    assert "1 of 2 devices updated" in page
    assert "Unwiped 9" in page
    assert "Record a wipe since it was received first" in page


def test_nothing_ticked_is_said(here, org):
    answer = here.get(reverse(ROOM + "devices_ready"), follow=True)

    assert "Select the devices in the list first" in answer.content.decode()


def test_the_devices_of_another_team_are_not_among_them(here, org):
    theirs = DeviceFactory()

    answer = here.get(together("inspect", theirs), follow=True)

    assert "Select the devices in the list first" in answer.content.decode()


def test_stock_from_before_comes_in_on_the_day_it_came(here, org, caseworker):
    """Wiped a month before anybody typed it in, it needs no second wipe."""
    came = timezone.localdate() - timedelta(days=40)
    here.post(
        reverse(ROOM + "device_add"),
        {
            "kind": "laptop",
            "mains_powered": "no",
            "medium_serial": "DRV1",
            **day_of("received_on", came),
        },
    )
    device = Device.objects.get()
    assert timezone.localdate(device.received_at) == came

    wiped(device, caseworker, finished_at=timezone.now() - timedelta(days=30))

    assert states(device) == [DeviceState.WIPED]


@pytest.mark.parametrize("name", ["device_add", "device_return"])
def test_a_day_to_come_is_refused(here, org, caseworker, name):
    device = a_ready_device(caseworker, kept_by=org)
    tomorrow = timezone.localdate() + timedelta(days=1)
    args = [device.reference] if name == "device_return" else []
    field = "returned_on" if args else "received_on"

    answer = here.post(
        reverse(ROOM + name, args=args),
        {"kind": "laptop", "mains_powered": "no", **day_of(field, tomorrow)},
    )

    assert answer.status_code == 422
    assert "Enter a date that is today or in the past" in answer.content.decode()


@pytest.mark.parametrize(("days", "hours"), [(0, 0), (1, 24), (3, 72)])
def test_a_wipe_counts_from_the_day_on_which_it_came_back(org, caseworker, days, hours):
    device = DeviceFactory(
        kept_by=org, mains_powered=False, received_at=timezone.now() - timedelta(days=30)
    )
    wiped(device, caseworker, finished_at=timezone.now() - timedelta(days=20))
    device = devices.inspect(device=device, by=caseworker, grade="b")
    devices.make_ready(device=device, by=caseworker)
    need = NeedFactory(case=a_case(handled_by=org), state="approved")
    devices.reserve(device=device, need=need, by=caseworker)
    holding = devices.issue(
        device=device, by=caseworker, kind="gift", terms="Yours.", signed_name="Ada"
    )
    with pgtrigger.ignore("inclusion.Holding:as_signed"):
        Holding.objects.filter(pk=holding.pk).update(issued_at=timezone.now() - timedelta(days=10))
    day = timezone.localdate() - timedelta(days=days)
    devices.record_return(device=device, by=caseworker, returned_on=day)

    with pytest.raises(devices.NotNow, match="before the device was received"):
        wiped(device, caseworker, finished_at=timezone.now() - timedelta(hours=hours + 25))
    wiped(device, caseworker, finished_at=timezone.now() - timedelta(hours=hours and hours - 1))

    assert states(device) == [DeviceState.WIPED]


def test_it_came_back_after_it_was_handed_over(here, org, caseworker):
    device = a_ready_device(caseworker, kept_by=org)
    need = NeedFactory(case=a_case(handled_by=org), state="approved")
    devices.reserve(device=device, need=need, by=caseworker)
    holding = devices.issue(
        device=device, by=caseworker, kind="gift", terms="Yours.", signed_name="Ada Example"
    )

    answer = here.post(
        reverse(ROOM + "device_return", args=[device.reference]),
        day_of("returned_on", timezone.localdate() - timedelta(days=1)),
    )
    assert answer.status_code == 422
    assert "or later: it was issued then" in answer.content.decode()
    here.post(
        reverse(ROOM + "device_return", args=[device.reference]),
        day_of("returned_on", timezone.localdate()),
    )

    holding.refresh_from_db()
    assert holding.issued_at <= holding.returned_at <= timezone.now()
    assert states(device) == [DeviceState.QUARANTINED]


def test_a_failed_electrical_test_is_due_on_no_day(here, org):
    device = DeviceFactory(kept_by=org)
    today = timezone.localdate()
    values = {"tester": "P. Tester", **day_of("tested_on", today)}

    here.post(
        reverse(ROOM + "device_test", args=[device.reference]),
        {"passed": "no", **values, **day_of("next_due_on", today + timedelta(days=365))},
    )
    unsaid = here.post(
        reverse(ROOM + "device_test", args=[device.reference]), {"passed": "yes", **values}
    )

    assert device.pat_tests.get().next_due_on is None
    assert unsaid.status_code == 422
    assert "Enter when the next test is due" in unsaid.content.decode()
    assert "Next due" in here.get(device.get_absolute_url()).content.decode()

"""Reading nwipe's logs, and what they prove. The logs are written here, in nwipe's form."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from inclusion.devices import wipe_logs
from inclusion.devices.services import evidence
from inclusion.models import DeviceState
from tests.factories.inclusion import DeviceFactory, team_of


def log_of(*drives, table=True, errors=0) -> bytes:
    """Drives as (name, serial, status)."""
    lines = ["[2026/03/14 09:26:53]    info: nwipe 0.34"]
    for name, serial, _ in drives:
        lines += [
            f"[2026/03/14 09:26:54]  notice: /dev/{name} has serial number {serial}",
            f"[2026/03/14 09:26:55]  notice: Invoking method 'PRNG Stream' on /dev/{name}",
            f"[2026/03/14 09:26:55]  notice: Starting round 1 of 1 on /dev/{name}",
        ]
    for number, (name, _, _) in enumerate(drives):
        lines.append(
            f"[2026/03/14 11:0{number}:00]  notice: Finished final round 1 of 1 on /dev/{name}"
        )
    if table:
        lines += [
            "",
            "******************************** Error Summary *********************************",
            r"!   Device | Pass Errors | Verifications Errors | Fdatasync I\O Errors",
            "-" * 80,
            *[f"  {name} |    {errors} |      0 |      0" for name, _, _ in drives],
            "*" * 80,
            "",
            "********************************* Drive Status *********************************",
            "!   Device | Status | Thru-put | HH:MM:SS | Model/Serial Number",
            "-" * 80,
            *[
                f"{'!' if status != 'Erased' else ' '}  {name} |{status}| 140 MB/s | 01:33:05 | "
                f"KITE-1000/{serial}"
                for name, serial, status in drives
            ],
            "*" * 80,
        ]
    return "\n".join(lines).encode()


def test_read_finds_every_drive_with_its_verdict():
    log = wipe_logs.read(log_of(("sda", "AAA1", "Erased"), ("sdb", "BBB2", "-FAILED-")))

    assert [(d.name, d.serial, d.method, d.passed) for d in log.drives] == [
        ("/dev/sda", "AAA1", "PRNG Stream", True),
        ("/dev/sdb", "BBB2", "PRNG Stream", False),
    ]
    assert f"{timezone.localtime(log.drives[1].finished_at):%Y-%m-%d %H:%M}" == "2026-03-14 11:01"
    assert log.version == "0.34"


def test_read_takes_the_older_form_too():
    text = log_of(("sda", "AAA1", "Erased")).decode()
    old = text.replace(
        "notice: Invoking method 'PRNG Stream' on /dev/sda",
        "nwipe: notice: Invoking method 'PRNG Stream' on device '/dev/sda'",
    ).replace("notice: /dev/sda has", "nwipe: info: Device '/dev/sda' has")

    assert wipe_logs.read(old.encode()).drives[0].serial == "AAA1"


def test_an_error_counted_is_no_proof():
    assert not wipe_logs.read(log_of(("sda", "A1", "Erased"), errors=2)).drives[0].passed


def test_a_drive_whose_errors_were_not_counted_is_no_proof():
    text = re.sub(r"\n  sda \|    0 .*?\n", "\n", log_of(("sda", "A1", "Erased")).decode(), count=1)

    assert not wipe_logs.read(text.encode()).drives[0].passed


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x00\x01",
        b"\xff\xfe\x00",
        log_of(("sda", "A1", "Erased"), table=False),
        b"x" * (wipe_logs.LONGEST + 1),
        log_of(("sda", "A1", "Erased")).replace(b"Invoking", b"Something"),
        log_of(("sda", "A1", "Erased")).replace(b"2026/03/14", b"2026/13/14"),
    ],
    ids=["empty", "words", "binary", "half", "cut off", "huge", "no method", "no such day"],
)
def test_read_refuses_with_a_sentence(content):
    with pytest.raises(wipe_logs.NotALog) as refused:
        wipe_logs.read(content)

    assert refused.value.message.endswith(".")


def test_a_hidden_serial_number_matches_nothing():
    assert wipe_logs.read(log_of(("sda", "XXXXXXXX", "Erased"))).drives[0].serial == ""


@pytest.fixture
def org(team):
    return team.organisation


def a_device(org, **values):
    return DeviceFactory(kept_by=org, received_at=timezone.now() - timedelta(days=700), **values)


@pytest.mark.django_db
def test_one_log_proves_several_devices(org, caseworker):
    first, second = a_device(org, medium_serial="AAA1"), a_device(org, medium_serial="bbb2")
    log = log_of(("sda", "AAA1", "Erased"), ("sdb", "BBB2", "-FAILED-"), ("sdc", "C3", "Erased"))

    results = evidence.record_log(content=log, kept_by=org, by=caseworker)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (DeviceState.WIPED, DeviceState.WIPE_FAILED)
    assert "No device here" in results[2].why
    assert first.wipes.get().log.encode() == log
    assert first.wipes.get().evidence == second.wipes.get().evidence


@pytest.mark.django_db
def test_the_same_log_twice_proves_once(org, caseworker):
    device = a_device(org, medium_serial="AAA1")
    log = log_of(("sda", "AAA1", "Erased"))
    evidence.record_log(content=log, kept_by=org, by=caseworker)

    with pytest.raises(evidence.NothingMatches, match="already"):
        evidence.record_log(content=log, kept_by=org, by=caseworker)

    assert device.wipes.count() == 1


@pytest.mark.django_db
def test_a_log_proves_nothing_about_another_teams_device(org, caseworker):
    device = a_device(team_of().organisation, medium_serial="AAA1")

    with pytest.raises(evidence.NothingMatches):
        evidence.record_log(content=log_of(("sda", "AAA1", "Erased")), kept_by=org, by=caseworker)

    assert not device.wipes.exists()


@pytest.mark.django_db
def test_a_log_from_before_the_device_came_opens_no_gate(org, caseworker):
    device = DeviceFactory(kept_by=org, medium_serial="AAA1")

    with pytest.raises(evidence.NothingMatches, match="before the device came in"):
        evidence.record_log(content=log_of(("sda", "AAA1", "Erased")), kept_by=org, by=caseworker)

    device.refresh_from_db()
    assert device.state == DeviceState.QUARANTINED


@pytest.mark.django_db
def test_a_log_that_proves_nothing_says_so_drive_by_drive(org, caseworker):
    log = log_of(("sda", "AAA1", "Erased"), ("sdb", "BBB2", "Erased"))

    with pytest.raises(evidence.NothingMatches) as refused:
        evidence.record_log(content=log, kept_by=org, by=caseworker)

    assert [name in refused.value.message for name in ("/dev/sda: ", "/dev/sdb: ")] == [True, True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "Enter the serial number of its drive first"),
        ("CCC3", "The drive of this device is CCC3"),
    ],
)
def test_a_log_of_several_drives_says_what_one_device_lacks(org, caseworker, number, sentence):
    device = a_device(org, medium_serial=number)
    log = log_of(("sda", "AAA1", "Erased"), ("sdb", "BBB2", "Erased"))

    with pytest.raises(evidence.NothingMatches, match=sentence):
        evidence.record_log(content=log, kept_by=org, by=caseworker, device=device)

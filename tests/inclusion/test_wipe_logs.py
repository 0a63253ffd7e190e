"""Reading nwipe's logs, and what they prove."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from diz_portal.access import Refusal
from inclusion.devices import wipe_logs
from inclusion.devices.services import devices, evidence
from inclusion.models import DeviceState
from tests.factories.inclusion import DeviceFactory, team_of
from tests.inclusion.nwipe import HDD, NVME, SSD, VERSIONS, Disk, like, log


def read_one(disk: Disk = HDD, **values) -> wipe_logs.Drive:
    (drive,) = wipe_logs.read(log(disk, **values)).drives
    return drive


REAL = Path(__file__).parent / "nwipe_logs"


def real(name: str) -> wipe_logs.Drive:
    """Written by nwipe as Debian 12 has it, of a loop device: only its serial number, which such a
    device has not, is put in, and the kernel's name on the screen."""
    [drive] = wipe_logs.read((REAL / f"{name}.log").read_bytes()).drives
    return drive


@pytest.mark.parametrize(
    ("name", "serial", "method"),
    [
        ("zeros", "LOOP-2026-1", "Fill With Zeros"),
        ("zeros_on_screen", "LOOP-2026-1", "Fill With Zeros"),
        ("dod_short", "LOOP-2026-2", "DoD Short"),
    ],
)
def test_a_log_that_nwipe_itself_wrote_proves_a_wipe(name, serial, method):
    drive = real(name)

    assert (drive.serial, drive.method, drive.failure, drive.doubt) == (serial, method, "", "")


def test_logs_that_nwipe_itself_wrote_of_what_was_no_wipe_prove_none():
    assert real("aborted").failure
    assert real("verified_only").doubt


def test_two_runs_that_nwipe_itself_wrote_into_one_file_are_refused():
    both = b"".join((REAL / f"{name}.log").read_bytes() for name in ("zeros", "aborted"))

    with pytest.raises(wipe_logs.NotALog, match="2 runs of nwipe"):
        wipe_logs.read(both)


@pytest.mark.parametrize(("name", "other"), [("zeros_on_screen", "0.34"), ("zeros", "0.40")])
def test_a_log_of_two_versions_or_of_one_that_is_not_known_is_refused(name, other):
    text = (REAL / f"{name}.log").read_bytes()

    with pytest.raises(wipe_logs.NotALog):
        wipe_logs.read(text.replace(b"= nwipe 0.33", f"= nwipe {other}".encode()))


@pytest.mark.parametrize("version", VERSIONS)
def test_read_takes_every_version_whose_form_is_known(version):
    found = wipe_logs.read(log(HDD, SSD, NVME, version=version))

    assert found.version == version
    assert [(d.name, d.model, d.serial, d.method, d.failure, d.doubt) for d in found.drives] == [
        ("/dev/sda", _model(HDD, version), "WX61A 4471209", "PRNG Stream", "", ""),
        ("/dev/sdb", _model(SSD, version), "50026B7782B41F6C", "PRNG Stream", "", ""),
        ("/dev/nvme0n1", _model(NVME, version), "S64DNX0R512 884", "PRNG Stream", "", ""),
    ]
    ended = [f"{timezone.localtime(d.finished_at):%Y-%m-%d %H:%M}" for d in found.drives]
    assert ended == ["2026-03-14 11:00", "2026-03-14 11:01", "2026-03-14 11:02"]


def _model(disk: Disk, version: str) -> str:
    return f"{disk.kind}{' ' if version < '0.33' else ', '}{disk.model}"


def test_the_forms_that_are_read_are_those_of_the_tests():
    assert list(wipe_logs.FORMS) == VERSIONS


@pytest.mark.parametrize("version", ["0.24", "0.30", "0.38.001", "0.39", "0.40", "0.43", "1.0"])
def test_a_version_whose_form_is_not_known_is_refused(version):
    text = log(HDD).decode().replace("nwipe 0.34", f"nwipe {version}")

    with pytest.raises(wipe_logs.NotALog, match=f"cannot read the logs of nwipe {version},"):
        wipe_logs.read(text.encode())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "-FAILED-"}, "failed"),
        ({"status": "UABORTED"}, "stopped before it finished"),
        ({"status": "INSANITY"}, "insanity"),
        ({"errors": (2, 0, 0)}, "errors"),
        ({"errors": (0, 1, 0)}, "errors"),
        ({"errors": (0, 0, 1)}, "1 error"),
        ({"hidden": True}, "hidden sectors"),
    ],
)
@pytest.mark.parametrize("version", ["0.35", "0.42"])
def test_what_was_not_wiped_to_its_end_is_no_proof(change, why, version):
    drive = read_one(like(HDD, **change), version=version)

    assert not drive.passed
    assert why in drive.failure


@pytest.mark.parametrize("share", [0, 0.612, 0.999_999])
def test_less_than_the_whole_drive_is_no_proof(share):
    drive = read_one(like(HDD, erased=int(HDD.size * share)), version="0.42")

    assert not drive.passed
    assert "was erased" in drive.failure


@pytest.mark.parametrize("table", ["Error Summary", "Erasure Summary"])
def test_a_drive_that_is_not_in_every_table_is_no_proof(table):
    text = log(HDD, SSD, version="0.42").decode()
    at = text.index(table)
    cut = text[:at] + text[at:].replace(
        next(line for line in text[at:].splitlines() if " sda |" in line), "", 1
    )

    drives = wipe_logs.read(cut.encode()).drives

    assert [drive.passed for drive in drives] == [False, True]


@pytest.mark.parametrize("method", ["Verify Zeros (0x00)", "Verify Ones  (0xFF)"])
def test_looking_is_no_erasing(method):
    drive = read_one(method=method)

    assert not drive.passed
    assert "does not erase it" in drive.doubt


def test_the_method_of_a_run_is_that_of_a_drive_which_names_none():
    method = "Sanitize Crypto Erase (ATA/SCSI/NVMe)"
    text = log(NVME, method=method, version="0.42").decode()
    lines = [line for line in text.splitlines() if "Invoking" not in line]

    (drive,) = wipe_logs.read("\n".join(lines).encode()).drives

    assert (drive.method, drive.passed) == (method, True)


def test_a_serial_number_that_stands_twice_proves_nothing():
    """An adapter gives all that it holds the number of its own."""
    drives = wipe_logs.read(log(HDD, like(SSD, serial="wx61a  4471209"), NVME)).drives

    assert [drive.passed for drive in drives] == [False, False, True]
    assert "appears twice" in drives[0].doubt


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            "/dev/sda has serial number WX61A 4471209",
            "/dev/sda has serial number WX61A 4471210",
            "2 serial numbers",
        ),
        (
            "KESTREL KS500-22A/WX61A 4471209",
            "KESTREL KS500-22A/WX61A",
            "The serial number in the last table",
        ),
        (
            "KESTREL KS500-22A/WX61A 4471209",
            "ALDER 22/WX61A 4471209",
            "The model in the last table",
        ),
    ],
)
def test_lines_and_table_have_to_agree(old, new, why):
    text = log(HDD).decode()
    assert old in text

    (drive,) = wipe_logs.read(text.replace(old, new).encode()).drives

    assert not drive.passed
    assert why in drive.doubt


def test_two_runs_in_one_file_are_refused():
    with pytest.raises(wipe_logs.NotALog, match="2 runs"):
        wipe_logs.read(log(HDD) + b"\n" + log(SSD, day="2026/03/15"))


@pytest.mark.parametrize("hidden", ["XXXXXXXXXXXXXXX", "???????????????", ""])
def test_a_hidden_serial_number_matches_nothing(hidden):
    drive = read_one(like(HDD, serial=hidden))

    assert (drive.serial, drive.passed) == ("", False)
    assert "does not show serial numbers" in drive.doubt


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x00\x01",
        b"\xff\xfe\x00",
        log(HDD, done=False),
        b"x" * (wipe_logs.LONGEST + 1),
        log(HDD).replace(b"Invoking", b"Something").replace(b"Total Through", b"Other"),
        log(HDD).replace(b"2026/03/14", b"2026/13/14"),
        log(HDD).replace(b"info: nwipe 0.34", b"info: something"),
    ],
    ids=["empty", "words", "binary", "half", "cut", "huge", "no method", "no such day", "no name"],
)
def test_read_refuses_with_a_sentence(content):
    with pytest.raises(wipe_logs.NotALog) as refused:
        wipe_logs.read(content)

    assert " " in refused.value.message
    assert not refused.value.message.endswith(".")


@pytest.fixture
def org(team):
    return team.organisation


def a_device(org, **values):
    return DeviceFactory(kept_by=org, received_at=timezone.now() - timedelta(days=700), **values)


A, B = Disk("AAA1"), Disk("BBB2", name="sdb")


@pytest.mark.django_db
def test_one_log_proves_several_devices(org, caseworker):
    first, second = a_device(org, medium_serial="AAA1"), a_device(org, medium_serial="bbb2")
    content = log(A, like(B, status="-FAILED-"), Disk("C3", name="sdc"))

    results = evidence.record_log(content=content, kept_by=org, by=caseworker)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (DeviceState.WIPED, DeviceState.WIPE_FAILED)
    assert [result.why for result in results] == [
        "",
        "it failed",
        "No device here has a drive with this serial number. Enter the number on the device first",
    ]
    assert first.wipes.get().log.encode() == content
    assert first.wipes.get().evidence == second.wipes.get().evidence


@pytest.mark.django_db
def test_the_same_log_twice_proves_once(org, caseworker):
    device = a_device(org, medium_serial="AAA1")
    evidence.record_log(content=log(A), kept_by=org, by=caseworker)

    with pytest.raises(evidence.NothingMatches, match="already"):
        evidence.record_log(content=log(A), kept_by=org, by=caseworker)

    assert device.wipes.count() == 1


@pytest.mark.django_db
def test_a_serial_number_with_a_space_is_whole(org, caseworker):
    """Cut at the space, another drive's success opened the gate for one that had failed."""
    failed, wiped = Disk("S2HSNX0 5001", status="-FAILED-"), Disk("S2HSNX0 5002")
    device = a_device(org)
    evidence.record_log(content=log(failed), kept_by=org, by=caseworker, device=device)

    with pytest.raises(evidence.NothingMatches, match="No device here"):
        evidence.record_log(content=log(wiped), kept_by=org, by=caseworker)

    device.refresh_from_db()
    assert (device.medium_serial, device.state) == ("S2HSNX0 5001", DeviceState.WIPE_FAILED)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["S2HSNX0 4003", " s2hsnx0   4003 "])
def test_a_serial_number_is_found_as_people_type_it(org, caseworker, typed):
    device = a_device(org, medium_serial=typed, mains_powered=False)

    evidence.record_log(content=log(Disk("S2HSNX0 4003")), kept_by=org, by=caseworker)

    device.refresh_from_db()
    devices.inspect(device=device, by=caseworker, grade="b")
    assert devices.make_ready(device=device, by=caseworker).state == DeviceState.READY


@pytest.mark.django_db
def test_a_drive_that_two_devices_are_said_to_have_proves_nothing(org, caseworker):
    pair = [a_device(org, medium_serial="AAA1"), a_device(org, medium_serial="aaa1 ")]

    with pytest.raises(evidence.NothingMatches, match="all have this drive’s serial number"):
        evidence.record_log(content=log(A), kept_by=org, by=caseworker)

    assert not any(device.wipes.exists() for device in pair)
    devices.amend(device=pair[1], by=caseworker, medium_serial="AAA2")
    evidence.record_log(content=log(A), kept_by=org, by=caseworker)
    assert pair[0].wipes.get().passed


@pytest.mark.django_db
@pytest.mark.parametrize("known", ["", "AAA1"])
def test_what_proves_nothing_is_said_on_the_device_too(org, caseworker, known):
    device = a_device(org, medium_serial=known)
    content = log(A, method="Verify Zeros (0x00)")

    with pytest.raises(Refusal, match="does not erase it"):
        evidence.record_log(content=content, kept_by=org, by=caseworker, device=device)

    device.refresh_from_db()
    assert (device.medium_serial, device.wipes.exists()) == (known, False)


@pytest.mark.django_db
def test_a_log_whose_clock_ran_ahead_says_so(org, caseworker):
    a_device(org, medium_serial="AAA1")
    ahead = log(A, day=f"{timezone.localdate() + timedelta(days=1):%Y/%m/%d}")

    with pytest.raises(evidence.NothingMatches, match="in the future"):
        evidence.record_log(content=ahead, kept_by=org, by=caseworker)


@pytest.mark.django_db
def test_several_logs_are_read_each_by_itself(org, caseworker):
    first, second = a_device(org, medium_serial="AAA1"), a_device(org, medium_serial="BBB2")
    files = [("a.log", log(A)), ("holiday.jpg", b"\x00"), ("b.log", log(like(B, name="sda")))]

    read = evidence.record_logs(files=files, kept_by=org, by=caseworker)
    again = evidence.record_logs(files=files, kept_by=org, by=caseworker)

    assert [(one.name, len(one.results), one.why) for one in read] == [
        ("a.log", 1, ""),
        ("holiday.jpg", 0, "This is not a text file. Upload the log from nwipe"),
        ("b.log", 1, ""),
    ]
    assert [one.why.endswith("This wipe has already been recorded") for one in again] == [
        True,
        False,
        True,
    ]
    assert first.wipes.get().passed
    assert second.wipes.get().passed


@pytest.mark.django_db
def test_a_log_proves_nothing_about_another_teams_device(org, caseworker):
    device = a_device(team_of().organisation, medium_serial="AAA1")

    with pytest.raises(evidence.NothingMatches):
        evidence.record_log(content=log(A), kept_by=org, by=caseworker)

    assert not device.wipes.exists()


@pytest.mark.django_db
def test_a_log_from_before_the_device_came_opens_no_gate(org, caseworker):
    device = DeviceFactory(kept_by=org, medium_serial="AAA1")

    with pytest.raises(evidence.NothingMatches, match="before the device was received"):
        evidence.record_log(content=log(A), kept_by=org, by=caseworker)

    device.refresh_from_db()
    assert device.state == DeviceState.QUARANTINED


@pytest.mark.django_db
def test_a_log_that_proves_nothing_says_so_drive_by_drive(org, caseworker):
    with pytest.raises(evidence.NothingMatches) as refused:
        evidence.record_log(content=log(A, B), kept_by=org, by=caseworker)

    assert [name in refused.value.message for name in ("/dev/sda: ", "/dev/sdb: ")] == [True, True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "Enter its drive serial number first"),
        ("CCC3", "This device’s drive is CCC3"),
    ],
)
def test_a_log_of_several_drives_says_what_one_device_lacks(org, caseworker, number, sentence):
    device = a_device(org, medium_serial=number)

    with pytest.raises(evidence.NothingMatches, match=sentence):
        evidence.record_log(content=log(A, B), kept_by=org, by=caseworker, device=device)

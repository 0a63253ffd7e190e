"""The repair bench: parts taken out and fitted, and what a device waits for."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from inclusion.devices.services import devices, parts
from inclusion.models import Device, DeviceState, Part, WipeMethod
from tests.editing import edit
from tests.factories.inclusion import DeviceFactory, a_ready_device, team_of, wiped
from tests.factories.partners import OrganisationFactory, caseworker_of, manager

pytestmark = pytest.mark.django_db
ROOM = "inclusion_workspace:"


@pytest.fixture
def org(team):
    return team.organisation


@pytest.fixture
def here(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def bench(org, caseworker):
    """A laptop that is wiped, and needs a keyboard."""
    device = a_ready_device(caseworker, kept_by=org, medium_serial="OWN1")
    return devices.repair(device=device, by=caseworker, why="Keys stick", part="a keyboard")


@pytest.fixture
def old(org, caseworker):
    """A laptop that is wiped, and good for its parts."""
    device = DeviceFactory(kept_by=org, medium_serial="OLD1")
    wiped(device, caseworker)
    device.refresh_from_db()
    return device


def url(name, *args):
    return reverse(ROOM + name, args=[getattr(one, "reference", one) for one in args])


def test_what_it_waits_for_is_cut_to_its_column(org, caseworker):
    device = a_ready_device(caseworker, kept_by=org)

    repaired = devices.repair(device=device, by=caseworker, why="Keys stick", part="x" * 101)

    assert repaired.needs_part == "x" * 100


def test_a_part_goes_from_one_device_into_another_and_both_tell_of_it(old, bench, caseworker):
    part = parts.remove(device=old, kind="keyboard", what="UK", by=caseworker)

    parts.fit(part=part, device=bench, by=caseworker)

    part.refresh_from_db()
    bench.refresh_from_db()
    assert (part.taken_from, part.fitted_to, part.came_by, part.went_by) == (
        old,
        bench,
        caseworker,
        caseworker,
    )
    assert bench.needs_part == ""
    assert old.events.last().why == "Part removed: Keyboard: UK"
    assert bench.events.last().why == f"Part fitted: Keyboard: UK, from {old}"
    with pytest.raises(parts.UsedAlready):
        parts.fit(part=part, device=bench, by=caseworker)


def test_fit_refuses_what_another_keeps_and_what_came_out_of_it(old, bench, caseworker):
    theirs = parts.add(kept_by=OrganisationFactory(), kind="battery", is_new=False, by=caseworker)
    own = parts.remove(device=bench, kind="battery", by=caseworker)

    with pytest.raises(devices.NotNow, match="another organisation"):
        parts.fit(part=theirs, device=bench, by=caseworker)
    with pytest.raises(devices.NotNow, match="removed from this device"):
        parts.fit(part=own, device=bench, by=caseworker)


def test_a_drive_leaves_only_what_was_wiped(org, caseworker):
    device = DeviceFactory(kept_by=org)

    with pytest.raises(devices.NotWiped):
        parts.remove(device=device, kind="drive", by=caseworker)
    assert parts.remove(device=device, kind="battery", by=caseworker)


def test_a_drive_takes_its_serial_number_along(old, bench, caseworker):
    part = parts.remove(device=old, kind="drive", by=caseworker)
    parts.fit(part=part, device=bench, by=caseworker)

    old.refresh_from_db()
    bench.refresh_from_db()
    assert (old.medium_serial, part.serial, bench.medium_serial) == ("", "OLD1", "OLD1")


def test_a_used_drive_closes_the_wipe_gate_and_a_new_one_does_not(org, old, bench, caseworker):
    new = parts.add(kept_by=org, kind="drive", is_new=True, by=caseworker)
    parts.fit(part=new, device=bench, by=caseworker)
    assert devices.is_wiped(bench)

    used = parts.remove(device=old, kind="drive", by=caseworker)
    parts.fit(part=used, device=bench, by=caseworker)

    with pytest.raises(devices.NotWiped):
        devices.inspect(device=bench, by=caseworker, grade="b")
    with pytest.raises(DatabaseError, match="is wiped before"), transaction.atomic():
        Device.objects.filter(pk=bench.pk).update(state="ready", needs_part="")
    wiped(bench, caseworker)
    devices.inspect(device=bench, by=caseworker, grade="b")
    assert devices.make_ready(device=bench, by=caseworker).state == DeviceState.READY


def test_a_used_drive_comes_with_its_device_only(org, caseworker):
    with pytest.raises(parts.NoDriveOfUnknownPast):
        parts.add(kept_by=org, kind="drive", is_new=False, by=caseworker)
    with pytest.raises(DatabaseError, match="drive_has_a_past"), transaction.atomic():
        Part.objects.create(kept_by=org, kind="drive", came_by=caseworker)


def test_nothing_is_taken_out_of_what_is_ready(org, caseworker):
    ready = a_ready_device(caseworker, kept_by=org)

    with pytest.raises(devices.NotNow):
        parts.remove(device=ready, kind="memory", by=caseworker)
    with pytest.raises(DatabaseError, match="in stock"), transaction.atomic():
        Part.objects.create(kept_by=org, kind="memory", taken_from=ready, came_by=caseworker)


def attack(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


ATTACKS = {
    "fitted twice": "UPDATE inclusion_part SET went_at = now() WHERE went_at IS NOT NULL",
    "another past": "UPDATE inclusion_part SET taken_from_id = NULL",
    "as if new": "UPDATE inclusion_part SET is_new = true, taken_from_id = NULL",
    "forgotten": "DELETE FROM inclusion_part",
    "by nobody": "UPDATE inclusion_part SET went_at = now() WHERE went_at IS NULL",
    "where nothing is repaired": "UPDATE inclusion_part SET went_at = now(), "
    "went_by_id = came_by_id, fitted_to_id = (SELECT id FROM inclusion_device "
    "WHERE state = 'ready') WHERE went_at IS NULL",
    "a drive that was not wiped": "INSERT INTO inclusion_part (reference, kept_by_id, kind, what, "
    "serial, is_new, taken_from_id, came_at, came_by_id) SELECT 'x', kept_by_id, 'drive', '', '', "
    "false, id, now(), (SELECT MIN(id) FROM accounts_user) FROM inclusion_device "
    "WHERE state = 'quarantined'",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_bench_holds_in_the_database(org, old, bench, caseworker, name):
    a_ready_device(caseworker, kept_by=org)
    DeviceFactory(kept_by=org)
    fitted = parts.remove(device=old, kind="keyboard", by=caseworker)
    parts.fit(part=fitted, device=bench, by=caseworker)
    parts.remove(device=old, kind="memory", by=caseworker)

    with pytest.raises(DatabaseError):
        attack(ATTACKS[name])


def test_only_what_is_repaired_waits_for_a_part(org, caseworker, bench):
    ready = a_ready_device(caseworker, kept_by=org)

    with pytest.raises(devices.NotNow):
        devices.wait_for(device=ready, part="a screen", by=caseworker)
    with pytest.raises(DatabaseError, match="on_the_bench"), transaction.atomic():
        Device.objects.filter(pk=ready.pk).update(needs_part="a screen")
    assert devices.inspect(device=bench, by=caseworker, grade="c").needs_part == ""


# Pages ---


def test_the_list_shows_what_waits_and_for_what(here, org, bench, caseworker):
    done = a_ready_device(caseworker, kept_by=org)

    page = here.get(url("devices"), {"state": "waits"})

    assert list(page.context["page"]) == [bench]
    assert "needs a keyboard" in page.content.decode()
    assert done.reference not in page.content.decode()
    assert list(here.get(url("devices"), {"q": "keyboard"}).context["page"]) == [bench]


def test_a_part_is_entered_for_a_device_and_fitted(here, bench):
    fit = url("device_fit", bench)
    assert "No spare parts in stock" in here.get(fit).content.decode()

    answer = here.post(
        f"{url('part_add')}?for={bench.reference}",
        {"kind": "keyboard", "what": "UK", "is_new": "no"},
    )
    assert answer.url == fit
    part = Part.objects.get()
    assert "Keyboard: UK (new)" in here.get(fit).content.decode()
    here.post(fit, {"part": part.pk})

    page = here.get(bench.get_absolute_url()).content.decode()
    assert "Fitted, new" in page
    assert "Waiting for a part" not in page
    late = here.post(fit, {"part": part.pk})
    assert late.status_code == 422
    assert "Someone else has just used this part." in late.content.decode()


def test_a_part_is_taken_out_and_stands_in_stock_until_it_is_thrown_away(here, old):
    here.post(url("device_remove_part", old), {"kind": "battery", "what": "45 Wh"})

    part = Part.objects.get()
    assert "Battery: 45 Wh" in here.get(url("parts")).content.decode()
    assert "Battery: 45 Wh" not in here.get(url("parts"), {"kind": "screen"}).content.decode()
    here.post(url("part_dispose", part))
    assert "No spare parts in stock" in here.get(url("parts")).content.decode()
    assert "since disposed of" in here.get(old.get_absolute_url()).content.decode()


def test_repair_says_what_is_wrong_and_what_it_waits_for(here, org, caseworker):
    device = a_ready_device(caseworker, kept_by=org)

    here.post(url("device_repair", device), {"why": "Dim screen", "part": "a screen"})
    device.refresh_from_db()
    assert (device.state, device.needs_part) == ("repairing", "a screen")
    edit(here, url("device_wait", device), {"part": ""})

    device.refresh_from_db()
    assert device.needs_part == ""
    assert [event.why for event in device.events.order_by("pk")][-2:] == [
        "Dim screen",
        "Part no longer needed",
    ]


def test_what_was_not_wiped_is_retired_with_the_record_of_its_drive(here, org):
    device = DeviceFactory(kept_by=org)
    day = timezone.localdate() - timedelta(days=1)
    values = {"to": "recycled", "why": "Too old"}
    assert "there is no wipe record" in here.get(url("device_retire", device)).content.decode()

    assert here.post(url("device_retire", device), values).status_code == 422
    here.post(
        url("device_retire", device),
        {
            **values,
            "operator": "Shred Ltd",
            "medium_serial": "D9",
            "day_0": day.day,
            "day_1": day.month,
            "day_2": day.year,
        },
    )

    device.refresh_from_db()
    wipe = device.wipes.get()
    assert device.state == DeviceState.RECYCLED
    assert (wipe.method, wipe.operator, wipe.medium_serial) == (
        WipeMethod.DESTROYED,
        "Shred Ltd",
        "D9",
    )


def test_parts_are_seen_by_their_keepers_caseworkers_and_by_managers(client, old, caseworker):
    part = parts.remove(device=old, kind="memory", by=caseworker)

    assert list(Part.objects.visible_to(manager())) == [part]
    stranger = caseworker_of(team_of().organisation)
    assert not Part.objects.visible_to(stranger).exists()
    client.force_login(stranger)
    assert client.get(url("part_dispose", part)).status_code == 404

"""The gates of the device bank, tried by page, import, admin, shell and SQL by somebody who means
to get an unproven device to the next holder."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from inclusion.devices.services import devices
from inclusion.models import Device, DeviceState, Holding, PatTest, WipeRecord
from tests.days import from_now
from tests.factories.inclusion import NeedFactory, a_case, a_ready_device, pat_tested, wiped
from tests.factories.partners import OrganisationFactory, caseworker_of, manager

pytestmark = pytest.mark.django_db
ROOM = "inclusion_workspace:"
later = from_now(days=365)


@pytest.fixture
def org(team):
    return team.organisation


@pytest.fixture
def lent(org, caseworker):
    """A laptop that its borrower has had for ten days."""
    device = a_ready_device(
        caseworker,
        kept_by=org,
        medium_serial="DRV1",
        received_at=timezone.now() - timedelta(days=30),
    )
    need = NeedFactory(case=a_case(handled_by=org), state="approved")
    devices.reserve(device=device, need=need, by=caseworker)
    holding = devices.issue(
        device=device,
        by=caseworker,
        kind="loan",
        terms="Bring it back.",
        signed_name="Ada Example",
        due_on=timezone.localdate() + timedelta(days=90),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        past = timezone.now() - timedelta(days=10)
        WipeRecord.objects.filter(device=device).update(finished_at=past - timedelta(hours=1))
        Holding.objects.filter(pk=holding.pk).update(issued_at=past)
        cursor.execute("SET LOCAL session_replication_role = origin")
    return Device.objects.get(pk=device.pk)


@pytest.fixture
def back(lent, caseworker):
    """The same, in quarantine again with its borrower's data on it."""
    return devices.record_return(device=lent, by=caseworker)


def sql(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def still_closed(device: Device, by) -> None:
    device = Device.objects.get(pk=device.pk)
    assert device.state == DeviceState.QUARANTINED
    with pytest.raises(Refusal):
        devices.inspect(device=device, by=by, grade="b")
    for state in ("ready", "recycled"):
        with pytest.raises(DatabaseError, match="wiped before"):
            sql("UPDATE inclusion_device SET state = %s WHERE id = %s", state, device.pk)


def test_a_wipe_in_2099_is_refused_past_every_service(back, caseworker):
    far = timezone.now().replace(year=2099)
    with pytest.raises(DatabaseError, match="not ahead of time"):
        sql(
            "INSERT INTO inclusion_wiperecord (device_id, method, standard, medium_serial,"
            " operator, finished_at, passed, log, recorded_at, by_id)"
            " VALUES (%s, 'overwrite', 'x', 'DRV1', '', %s, true, '', %s, %s)",
            back.pk,
            far,
            far,
            caseworker.pk,
        )
    with pytest.raises(DatabaseError, match="not ahead of time"), transaction.atomic():
        WipeRecord.objects.bulk_create(
            [
                WipeRecord(
                    device=back,
                    method="overwrite",
                    standard="x",
                    medium_serial="DRV1",
                    finished_at=far,
                    recorded_at=far,
                    passed=True,
                    by=caseworker,
                )
            ]
        )
    still_closed(back, caseworker)


@pytest.mark.parametrize("recorded", [timezone.now, later])
def test_an_electrical_test_to_come_is_refused(back, caseworker, recorded):
    with pytest.raises(DatabaseError, match="not ahead of time"), transaction.atomic():
        PatTest.objects.create(
            device=back,
            passed=True,
            tester="P. Tester",
            tested_on=later().date(),
            next_due_on=later().date() + timedelta(days=365),
            recorded_at=recorded(),
            by=caseworker,
        )


def test_the_page_takes_no_wipe_to_come(client, back, caseworker):
    client.force_login(caseworker)
    answer = client.post(
        reverse(ROOM + "device_wipe", args=[back.reference]),
        {
            "passed": "yes",
            "method": "overwrite",
            "standard": "NIST",
            "medium_serial": "DRV1",
            "operator": "Somebody",
            "day_0": later().day,
            "day_1": later().month,
            "day_2": later().year,
            "time": "09:00",
        },
    )

    assert answer.status_code == 422
    still_closed(back, caseworker)


@pytest.mark.parametrize("finished", [timedelta(0), timedelta(days=5)])
def test_nobody_wipes_what_is_with_its_borrower(lent, caseworker, finished):
    when = timezone.now() - finished

    with pytest.raises(devices.NotNow, match="that is issued"):
        wiped(lent, caseworker, finished_at=when)
    with pytest.raises(DatabaseError, match="that is issued"), transaction.atomic():
        WipeRecord.objects.create(
            device=lent,
            method="overwrite",
            standard="x",
            medium_serial="DRV1",
            finished_at=when,
            passed=True,
            by=caseworker,
        )
    devices.record_return(device=lent, by=caseworker)
    still_closed(lent, caseworker)


@pytest.mark.parametrize("name", ["mains_powered", "holds_data"])
def test_what_it_is_cannot_be_switched_after_it_came_back(back, caseworker, name):
    with pytest.raises(DatabaseError, match="fixed once it is worked on"), transaction.atomic():
        Device.objects.filter(pk=back.pk).update(**{name: False})
    with pytest.raises(DatabaseError, match="fixed once it is worked on"):
        sql(f"UPDATE inclusion_device SET {name} = false WHERE id = %s", back.pk)
    back.mains_powered = back.holds_data = False
    with pytest.raises(DatabaseError, match="fixed once it is worked on"), transaction.atomic():
        back.save()
    still_closed(back, caseworker)


def test_the_day_it_came_cannot_be_moved_before_an_old_wipe(back, caseworker):
    with pytest.raises(DatabaseError, match="fixed once"):
        sql("UPDATE inclusion_device SET received_at = '2001-01-01' WHERE id = %s", back.pk)
    for day in ("2001-01-01", "2099-01-01"):
        with pytest.raises(DatabaseError):
            sql("UPDATE inclusion_holding SET returned_at = %s WHERE device_id = %s", day, back.pk)
    still_closed(back, caseworker)


def test_a_holding_cannot_begin_before_the_last_wipe(org, caseworker):
    """Given back before it was wiped last, it would need no new wipe."""
    device = a_ready_device(caseworker, kept_by=org)
    need = NeedFactory(case=a_case(handled_by=org), state="approved")
    devices.reserve(device=device, need=need, by=caseworker)

    with pytest.raises(DatabaseError, match="after it was wiped"), transaction.atomic():
        Holding.objects.create(
            device=device,
            need=need,
            kind="gift",
            terms="Yours.",
            signed_at=timezone.now(),
            issued_at=timezone.now() - timedelta(days=900),
            by=caseworker,
        )


@pytest.mark.parametrize("state", ["reserved", "issued", "lost"])
def test_its_keeper_is_not_switched_while_somebody_counts_on_it(org, lent, caseworker, state):
    device = lent
    if state == "lost":
        device = devices.report_lost(device=lent, by=caseworker, why="Gone")
    elif state == "reserved":
        device = a_ready_device(caseworker, kept_by=org)
        need = NeedFactory(case=a_case(handled_by=org), state="approved")
        device = devices.reserve(device=device, need=need, by=caseworker)
    other = OrganisationFactory()

    with pytest.raises(DatabaseError, match="stays with the organisation"), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(kept_by=other)
    with pytest.raises(DatabaseError, match="stays with the organisation"):
        sql("UPDATE inclusion_device SET kept_by_id = %s WHERE id = %s", other.pk, device.pk)


def test_the_admin_changes_nothing(client, back):
    client.force_login(manager())
    page = reverse("admin:inclusion_device_change", args=[back.pk])

    answer = client.post(page, {"mains_powered": "", "kept_by": OrganisationFactory().pk})

    assert answer.status_code in (302, 403, 404)
    unchanged = Device.objects.get(pk=back.pk)
    assert (unchanged.mains_powered, unchanged.kept_by_id) == (True, back.kept_by_id)


def test_another_team_takes_nothing_by_its_import(client, back):
    """A list with the number of somebody's drive makes a device of its own, and moves none."""
    stranger = caseworker_of(OrganisationFactory(), name="Stranger")
    client.force_login(stranger)
    content = f"kind,serial,drive_serial,charger\nlaptop,{back.serial},DRV1,no\n".encode()

    client.post(reverse(ROOM + "device_import"), {"file": SimpleUploadedFile("a.csv", content)})

    unchanged = Device.objects.get(pk=back.pk)
    assert (unchanged.kept_by_id, unchanged.mains_powered) == (back.kept_by_id, True)


def test_what_came_back_goes_on_by_a_new_wipe_alone(back, caseworker):
    wiped(back, caseworker)
    pat_tested(back, caseworker)
    devices.inspect(device=back, by=caseworker, grade="c")

    assert devices.make_ready(device=back, by=caseworker).state == DeviceState.READY

from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from diz_portal.words import uk_date
from inclusion.devices.services import devices
from inclusion.models import (
    DEVICE_MOVES,
    DONATION_MOVES,
    GIVES_PARTS,
    Device,
    DeviceState,
    DonationState,
    Holding,
    NeedState,
    WipeRecord,
)
from tests.factories.inclusion import (
    DeviceFactory,
    NeedFactory,
    a_case,
    a_ready_device,
    pat_tested,
    wiped,
)
from tests.factories.partners import OrganisationFactory, caseworker_of, manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def org(team):
    return team.organisation


@pytest.fixture
def need(org):
    return a_need(org)


def a_need(org, **values):
    values = {"kind": "device", "state": NeedState.APPROVED, **values}
    return NeedFactory(case=a_case(handled_by=org), **values)


def lend(device, need, by, **values):
    devices.reserve(device=device, need=need, by=by)
    values = {
        "kind": "loan",
        "terms": "Bring it back.",
        "signed_name": "Ada Example",
        "due_on": timezone.localdate() + timedelta(days=90),
        **values,
    }
    return devices.issue(device=device, by=by, **values)


def spoil(device, by):
    """A wipe that failed, written past the service, which would move the device."""
    WipeRecord.objects.create(
        device=device,
        method="overwrite",
        standard="x",
        finished_at=timezone.now(),
        passed=False,
        by=by,
    )


@contextmanager
def in_days(days):
    later = timezone.localdate() + timedelta(days=days)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_: later)
        yield


def test_the_timeline_of_a_case_tells_of_the_very_device(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)

    holding = lend(device, need, caseworker)
    day = timezone.localdate() + timedelta(days=120)
    devices.extend(holding=holding, due_on=day, by=caseworker)
    devices.report_lost(device=device, by=caseworker, why="Left on a bus")
    devices.record_return(device=device, by=caseworker)

    assert [event.summary for event in need.case.events.order_by("pk")] == [
        f"A device: reserved – {device}",
        f"A device: supplied – loan of {device}",
        f"loan of {device} extended to {uk_date(day)}",
        f"{device} reported lost or stolen",
        f"{device} returned",
    ]


def test_every_state_has_its_moves():
    assert set(DEVICE_MOVES) == set(DeviceState)
    assert set(DONATION_MOVES) == set(DonationState)


def before(state):
    return {one for one, moves in DEVICE_MOVES.items() if state in moves}


def test_a_device_is_promised_before_it_is_given_and_retired_only_from_the_shelf():
    assert before(DeviceState.RESERVED) == {DeviceState.READY}
    assert before(DeviceState.ISSUED) == {DeviceState.RESERVED}
    assert before(DeviceState.READY) == {DeviceState.GRADED, DeviceState.RESERVED}
    assert before(DeviceState.LOST) == {DeviceState.ISSUED}
    shelf = set(GIVES_PARTS) - {DeviceState.PARTS} | {DeviceState.READY}
    assert before(DeviceState.RECYCLED) == before(DeviceState.PARTS) == shelf


def test_retire_refuses_what_is_promised_to_somebody(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    devices.reserve(device=device, need=need, by=caseworker)

    with pytest.raises(devices.NotNow, match="“Reserved” to “Recycled”"):
        devices.retire(device=device, by=caseworker, to="recycled", why="Old")


def test_a_device_goes_from_quarantine_to_somebody(org, caseworker, need):
    device = devices.book_in(
        by=caseworker, kind="tablet", kept_by=org, received_at=timezone.now() - timedelta(days=1)
    )
    wiped(device, caseworker)
    devices.inspect(device=device, by=caseworker, grade="a")
    pat_tested(device, caseworker)
    devices.make_ready(device=device, by=caseworker)

    holding = lend(device, need, caseworker)

    device.refresh_from_db()
    need.refresh_from_db()
    assert (device.state, need.state) == (DeviceState.ISSUED, NeedState.SUPPLIED)
    assert (holding.terms, holding.signed_name) == ("Bring it back.", "Ada Example")
    assert [event.to_state for event in device.events.all()] == [
        "quarantined",
        "wiped",
        "graded",
        "ready",
        "reserved",
        "issued",
    ]


@pytest.mark.parametrize("again", ["SN 1", "sn 1", " SN  1"])
def test_take_in_refuses_the_same_serial_number_twice(org, caseworker, again):
    DeviceFactory(kept_by=org, serial="SN 1")

    with pytest.raises(devices.KnownAlready):
        devices.book_in(by=caseworker, kind="laptop", kept_by=org, serial=again)


def test_inspect_refuses_what_was_not_wiped(org, caseworker):
    with pytest.raises(devices.NotWiped):
        devices.inspect(device=DeviceFactory(kept_by=org), by=caseworker, grade="a")


def test_make_ready_refuses_what_was_not_tested(org, caseworker):
    device = DeviceFactory(kept_by=org)
    wiped(device, caseworker)
    devices.inspect(device=device, by=caseworker, grade="a")

    with pytest.raises(devices.NotTested):
        devices.make_ready(device=device, by=caseworker)


def test_make_ready_refuses_what_is_locked_to_its_former_user(org, caseworker):
    device = DeviceFactory(kept_by=org, mains_powered=False, locked_to_user=True)
    wiped(device, caseworker)
    devices.inspect(device=device, by=caseworker, grade="a")

    with pytest.raises(devices.NotNow, match="locked"):
        devices.make_ready(device=device, by=caseworker)


def test_a_keyboard_needs_no_wiping(org, caseworker):
    device = DeviceFactory(kept_by=org, kind="accessory", holds_data=False, mains_powered=False)

    devices.inspect(device=device, by=caseworker, grade="a")

    assert devices.make_ready(device=device, by=caseworker).state == DeviceState.READY


def test_record_wipe_refuses_a_wipe_from_before_it_came_in(org, caseworker):
    device = DeviceFactory(kept_by=org)

    with pytest.raises(devices.NotNow, match="before the device was received"):
        wiped(device, caseworker, finished_at=timezone.now() - timedelta(days=3))


def test_record_wipe_refuses_a_wipe_to_come(org, caseworker):
    with pytest.raises(devices.NotNow, match="future"):
        wiped(
            DeviceFactory(kept_by=org),
            caseworker,
            finished_at=timezone.now() + timedelta(hours=1),
        )


def test_a_failed_wipe_keeps_the_gate_closed(org, caseworker):
    device = DeviceFactory(kept_by=org)
    wiped(device, caseworker, passed=False)

    device.refresh_from_db()
    assert device.state == DeviceState.WIPE_FAILED
    with pytest.raises(devices.NotWiped):
        devices.inspect(device=device, by=caseworker, grade="a")


@pytest.mark.parametrize(
    ("tested", "due", "sentence"), [(1, 365, "today or in the past"), (0, 0, "after this one")]
)
def test_record_pat_refuses_days_that_cannot_be(org, caseworker, tested, due, sentence):
    today = timezone.localdate()

    with pytest.raises(devices.NotNow, match=sentence):
        pat_tested(
            DeviceFactory(kept_by=org),
            caseworker,
            tested_on=today + timedelta(days=tested),
            next_due_on=today + timedelta(days=due),
        )


def test_record_pat_sends_what_failed_to_repair(org, caseworker):
    device = a_ready_device(caseworker, kept_by=org)

    pat_tested(device, caseworker, passed=False)

    device.refresh_from_db()
    assert device.state == DeviceState.REPAIRING


def test_a_return_closes_the_gate_again(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    lend(device, need, caseworker)

    device = devices.record_return(device=device, by=caseworker)

    assert device.state == DeviceState.QUARANTINED
    with pytest.raises(devices.NotWiped):
        devices.inspect(device=device, by=caseworker, grade="a")
    wiped(device, caseworker)
    devices.inspect(device=device, by=caseworker, grade="a")
    assert devices.make_ready(device=device, by=caseworker).state == DeviceState.READY


def test_reserve_is_for_the_organisations_own_needs_of_a_device(org, caseworker):
    device = a_ready_device(caseworker, kept_by=org)

    with pytest.raises(devices.NotNow, match="another organisation"):
        devices.reserve(device=device, need=a_need(OrganisationFactory()), by=caseworker)
    with pytest.raises(devices.NotNow, match="a need for a device"):
        devices.reserve(device=device, need=a_need(org, kind="data"), by=caseworker)


def test_reserve_keeps_one_device_for_a_need(org, caseworker, need):
    first, second = (a_ready_device(caseworker, kept_by=org) for _ in range(2))
    devices.reserve(device=first, need=need, by=caseworker)

    with pytest.raises(devices.NotNow, match="already"):
        devices.reserve(device=second, need=need, by=caseworker)


def test_release_puts_it_back_and_lets_the_need_wait(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    devices.reserve(device=device, need=need, by=caseworker)

    assert devices.release(device=device, by=caseworker).state == DeviceState.READY
    need.refresh_from_db()
    assert need.state == NeedState.WAITING


@pytest.mark.parametrize(
    "missing", [{"terms": " "}, {"signed_name": ""}, {"due_on": None}, {"due_on": "past"}]
)
def test_hand_over_asks_for_signed_terms_and_a_day(org, caseworker, need, missing):
    if missing.get("due_on") == "past":
        missing = {"due_on": timezone.localdate()}
    device = a_ready_device(caseworker, kept_by=org)

    with pytest.raises(devices.NotNow):
        lend(device, need, caseworker, **missing)
    assert not Holding.objects.exists()


def test_what_was_signed_stays_as_it_was_signed(org, caseworker, need):
    holding = lend(a_ready_device(caseworker, kept_by=org), need, caseworker)

    for change in ({"terms": "Keep it."}, {"issued_at": timezone.now()}):
        with pytest.raises(DatabaseError, match="as it was signed"), transaction.atomic():
            Holding.objects.filter(pk=holding.pk).update(**change)
    with pytest.raises(DatabaseError, match="as it was signed"), transaction.atomic():
        Holding.objects.filter(pk=holding.pk)._raw_delete("default")


def test_reserve_refuses_what_is_ready_no_longer(org, caseworker, need):
    """Shown as ready, and then a wipe failed or its test ran out: a sentence, not an error page."""
    unwiped, untested = (a_ready_device(caseworker, kept_by=org) for _ in range(2))
    spoil(unwiped, caseworker)

    with pytest.raises(devices.NotWiped):
        devices.reserve(device=unwiped, need=need, by=caseworker)
    with in_days(366), pytest.raises(devices.NotTested):
        devices.reserve(device=untested, need=need, by=caseworker)

    need.refresh_from_db()
    assert need.state == NeedState.APPROVED


def test_hand_over_refuses_what_failed_while_it_was_reserved(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    devices.reserve(device=device, need=need, by=caseworker)
    terms = {"kind": "gift", "terms": "Yours.", "signed_name": "Ada Example"}

    with in_days(366), pytest.raises(devices.NotTested):
        devices.issue(device=device, by=caseworker, **terms)
    spoil(device, caseworker)
    with pytest.raises(devices.NotWiped):
        devices.issue(device=device, by=caseworker, **terms)

    assert not Holding.objects.exists()


def test_an_electrical_test_holds_to_its_last_day(org, caseworker):
    today = timezone.localdate()
    device = DeviceFactory(kept_by=org)
    wiped(device, caseworker)
    devices.inspect(device=device, by=caseworker, grade="a")
    pat_tested(device, caseworker, tested_on=today - timedelta(days=365), next_due_on=today)

    assert devices.is_tested(device, today)
    assert not devices.is_tested(device, today + timedelta(days=1))
    assert devices.make_ready(device=device, by=caseworker).state == DeviceState.READY


def test_extend_lends_it_for_longer(org, caseworker, need):
    holding = lend(a_ready_device(caseworker, kept_by=org), need, caseworker)
    later = timezone.localdate() + timedelta(days=200)

    assert devices.extend(holding=holding, due_on=later, by=caseworker).due_on == later


def test_extend_is_for_loans_that_are_out_and_a_day_to_come(org, caseworker, need):
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=200)
    device = a_ready_device(caseworker, kept_by=org)
    loan = lend(device, need, caseworker)
    given = lend(
        a_ready_device(caseworker, kept_by=org), a_need(org), caseworker, kind="gift", due_on=None
    )

    with pytest.raises(devices.NotNow, match="in the future"):
        devices.extend(holding=loan, due_on=today, by=caseworker)
    with pytest.raises(devices.NotNow, match="only extend a loan"):
        devices.extend(holding=given, due_on=later, by=caseworker)
    devices.record_return(device=device, by=caseworker)
    with pytest.raises(devices.NotNow, match="only extend a loan"):
        devices.extend(holding=loan, due_on=later, by=caseworker)


def test_a_lost_device_stays_its_holders_until_it_turns_up(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    lend(device, need, caseworker)
    devices.report_lost(device=device, by=caseworker, why="Left on the bus")

    assert device.holdings.filter(returned_at=None).exists()
    assert devices.record_return(device=device, by=caseworker).state == DeviceState.QUARANTINED


ATTACKS = {
    "unwiped into the bin": "UPDATE inclusion_device SET state = 'recycled'",
    "unwiped taken apart": "UPDATE inclusion_device SET state = 'parts'",
    "unwiped to ready": "UPDATE inclusion_device SET state = 'ready'",
    "unwiped to somebody": "UPDATE inclusion_device SET state = 'issued'",
    "no longer holding data": "UPDATE inclusion_device SET holds_data = false, kind = 'monitor'",
    "a laptop without data": "UPDATE inclusion_device SET holds_data = false",
    "made ready at once": "INSERT INTO inclusion_device (reference, kind, make, model, serial, "
    "holds_data, mains_powered, locked_to_user, needs_part, kept_by_id, shelf, received_at, state, "
    "grade) SELECT 'x', 'laptop', '', '', '', true, false, false, '', kept_by_id, '', now(), "
    "'ready', '' FROM inclusion_device",
    "a wipe to come": "INSERT INTO inclusion_wiperecord (device_id, method, standard, "
    "medium_serial, operator, finished_at, passed, log, recorded_at, by_id) SELECT d.id, "
    "'overwrite', 'x', '', '', now() + interval '1 year', true, '', now(), u.id "
    "FROM inclusion_device d, accounts_user u LIMIT 1",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_wipe_gate_holds_in_the_database(org, caseworker, attack):
    DeviceFactory(kept_by=org, mains_powered=False)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[attack])


def test_the_gate_closes_in_the_database_when_a_device_comes_back(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    lend(device, need, caseworker)
    devices.record_return(device=device, by=caseworker)

    with pytest.raises(DatabaseError, match="is wiped before"), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(state="ready")


def test_the_database_asks_for_an_electrical_test_in_date(org, caseworker):
    device = DeviceFactory(kept_by=org)
    wiped(device, caseworker)
    long_ago = timezone.localdate() - timedelta(days=400)
    pat_tested(device, caseworker, tested_on=long_ago, next_due_on=long_ago + timedelta(days=365))

    with pytest.raises(DatabaseError, match="PAT test"), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(state="ready")


def test_a_device_has_one_holder_in_the_database_too(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    first = lend(device, need, caseworker)

    with pytest.raises(DatabaseError), transaction.atomic():
        Holding.objects.create(
            device=device,
            need=a_need(org),
            kind="gift",
            terms="x",
            signed_at=timezone.now(),
            by=caseworker,
        )
    assert list(device.holdings.all()) == [first]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE inclusion_holding SET returned_at = now()",
        "UPDATE inclusion_device SET state = 'quarantined'",
    ],
)
def test_a_device_and_its_holder_part_together(org, caseworker, need, attack):
    lend(a_ready_device(caseworker, kept_by=org), need, caseworker)

    with (
        pytest.raises(DatabaseError, match="A device is issued while"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)


def test_what_is_reserved_is_not_reserved_for_another_in_the_database_either(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    devices.reserve(device=device, need=need, by=caseworker)

    with pytest.raises(DatabaseError, match="returned to stock"), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(reserved_for=a_need(org))


@pytest.mark.parametrize("to", ["parts", "recycled"])
def test_retire_refuses_what_was_not_wiped_until_its_drive_is_destroyed(org, caseworker, to):
    device = DeviceFactory(kept_by=org)
    wiped(device, caseworker, passed=False)
    with pytest.raises(devices.NotWiped, match="destroyed"):
        devices.retire(device=device, by=caseworker, to=to, why="Too old")

    destroyed = {"finished_at": timezone.now(), "operator": "Shred Ltd"}
    gone = devices.retire(device=device, by=caseworker, to=to, why="Too old", destroyed=destroyed)

    assert gone.state == to
    last = device.wipes.last()
    assert (last.method, last.operator, last.passed) == ("destroyed", "Shred Ltd", True)


def test_a_wipe_that_fails_later_closes_the_gate_again(org, caseworker):
    device = a_ready_device(caseworker, kept_by=org)

    wiped(device, caseworker, passed=False)

    device.refresh_from_db()
    assert device.state == DeviceState.WIPE_FAILED


@pytest.mark.django_db(transaction=True)
def test_reserve_gives_a_device_to_one_of_two_who_want_it(org, caseworker):
    device = a_ready_device(caseworker, kept_by=org)
    wanting = [a_need(org), a_need(org)]
    start, told = Barrier(2), []

    def take(need):
        start.wait()
        try:
            devices.reserve(device=device, need=need, by=caseworker)
        except devices.NoDeviceFits as refusal:
            told.append(refusal.message)
        finally:
            connection.close()

    threads = [Thread(target=take, args=(need,)) for need in wanting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told == ["This device has just been reserved. Select another"]
    device.refresh_from_db()
    assert device.reserved_for in wanting


def test_devices_are_seen_by_their_keepers_caseworkers_and_by_managers(org, caseworker):
    device = DeviceFactory(kept_by=org)

    assert list(Device.objects.visible_to(caseworker)) == [device]
    assert list(Device.objects.visible_to(manager())) == [device]
    assert not Device.objects.visible_to(caseworker_of()).exists()


@pytest.mark.parametrize("fails", [pat_tested, wiped])
def test_what_failed_while_it_was_reserved_is_put_back_and_not_ready(org, caseworker, need, fails):
    device = a_ready_device(caseworker, kept_by=org)
    devices.reserve(device=device, need=need, by=caseworker)
    fails(device, caseworker, passed=False)

    assert devices.release(device=device, by=caseworker).state == DeviceState.GRADED
    need.refresh_from_db()
    assert need.state == NeedState.WAITING


def test_what_is_reserved_is_not_inspected_away_from_its_need(org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    devices.reserve(device=device, need=need, by=caseworker)

    with pytest.raises(devices.NotNow, match="is reserved"):
        devices.inspect(device=device, by=caseworker, grade="a")

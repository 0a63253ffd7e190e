"""Fifty caseworkers and twenty vouchers, four and one device, over HTTP from several processes.

Negative controls, tried: with `select_for_update` taken out of `databank._first_in_stock` the first
test fails, since people get an error instead of another voucher or a reason; with the lock taken
out of `devices.reserve` the second, since three get an error; and with the device's trigger
`one_need_at_a_time` taken out as well, since the last of the four gets what the first was given.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inclusion.databank.selectors import databank as data
from inclusion.databank.services import databank
from inclusion.models import Account, DataBatch, DataItem, DeviceState, Need, NeedState
from tests import programs
from tests.factories.inclusion import NeedFactory, a_case, a_ready_device, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of

from .crowd import Crowd

pytestmark = pytest.mark.django_db(transaction=True)
CASEWORKERS, VOUCHERS = 50, 20


@pytest.fixture
def team(address):
    return team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)


def cookies_of(team) -> dict[str, str]:
    client = Client()
    client.force_login(caseworker_of(team.organisation))
    return {name: morsel.value for name, morsel in client.cookies.items()}


def a_need(team, kind: str) -> Need:
    case = a_case(handled_by=team.organisation)
    return NeedFactory(case=case, kind=kind, state=NeedState.APPROVED)


def test_fifty_caseworkers_hand_out_twenty_vouchers(address, team, tmp_path):
    databank.receive(
        codes=[f"code{number}" for number in range(VOUCHERS)],
        key="contended",
        by=caseworker_of(team.organisation),
        kind="voucher",
        network="Northline",
        mb_each=20_000,
        expires_on=timezone.localdate() + timedelta(days=30),
    )
    plan = tmp_path / "plan.json"
    people = [
        {
            "cookies": cookies_of(team),
            "path": reverse("inclusion_workspace:need_data", args=[a_need(team, "data").reference]),
            "button": ">Issue mobile data</button>",
            "values": {},
            "sorry": ["There is no suitable data in stock", "No suitable data in stock"],
        }
        for _ in range(CASEWORKERS)
    ]
    plan.write_text(json.dumps(people))

    answers = Crowd(address, str(plan), CASEWORKERS, "press").answers()

    given = [one["given"] for one in answers if one["given"]]
    assert len(given) == len(set(given)) == VOUCHERS
    assert Counter(bool(one["told"]) for one in answers) == {
        True: CASEWORKERS - VOUCHERS,
        False: VOUCHERS,
    }
    assert {status for one in answers for status in one["statuses"]} <= {200, 302, 422}
    totals = data.totals(DataBatch.objects.all())
    assert totals.of(Account.ISSUED) == totals.received == VOUCHERS * 20_000
    assert totals.of(Account.STOCK) == 0
    assert set(DataItem.objects.values_list("account", flat=True)) == {Account.ISSUED}
    assert Need.objects.filter(state=NeedState.SUPPLIED).count() == VOUCHERS
    assert Need.objects.filter(state=NeedState.APPROVED).count() == CASEWORKERS - VOUCHERS


# Whoever is about to mark a need waits until the door is opened.
DOOR = """
    CREATE FUNCTION wait_at_the_door() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock_shared(20); RETURN NEW; END';
    CREATE TRIGGER wait_at_the_door BEFORE UPDATE ON inclusion_need
        FOR EACH ROW EXECUTE FUNCTION wait_at_the_door();
    SELECT pg_advisory_lock(20)
"""
WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'"""


def asked(sql: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


@contextmanager
def all_meet(people: int) -> Iterator[None]:
    """Let so many stand in the middle of their transactions at once, at the door or at whatever
    lock comes before it; then open."""
    asked(DOOR)
    try:
        yield
        programs.wait_until(lambda: asked(WAITING) == people, patience=20)
    finally:
        asked("SELECT pg_advisory_unlock(20)")
        asked("DROP FUNCTION wait_at_the_door CASCADE")


def test_of_four_who_reserve_one_device_at_once_one_gets_it(address, team, tmp_path):
    device = a_ready_device(caseworker_of(team.organisation), kept_by=team.organisation)
    plan = tmp_path / "plan.json"
    people = [
        {
            "cookies": cookies_of(team),
            "path": reverse(
                "inclusion_workspace:need_device", args=[a_need(team, "device").reference]
            ),
            "button": ">Reserve device</button>",
            "values": {"chosen": device.reference},
            "sorry": ["This device has just been reserved."],
        }
        for _ in range(4)
    ]
    plan.write_text(json.dumps(people))

    with all_meet(4):
        crowd = Crowd(address, str(plan), 4, "press")
    answers = crowd.answers()

    given = [one["given"] for one in answers if one["given"]]
    assert sum(bool(one["told"]) for one in answers) == 3
    device.refresh_from_db()
    assert device.state == DeviceState.RESERVED
    assert given == [device.reserved_for.case.get_absolute_url()]
    assert Need.objects.filter(state=NeedState.RESERVED).get() == device.reserved_for

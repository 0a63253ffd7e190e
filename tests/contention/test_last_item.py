"""Fifty caseworkers and twenty vouchers, eight and one device, over HTTP from several processes.

Negative control, tried: with `select_for_update` taken out of `databank._first_in_stock` the first
test fails, since people get an error instead of another voucher or a reason. Eight over HTTP meet
too rarely to miss the lock of the device: two threads in tests/inclusion/test_devices.py are made
to meet.
"""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inclusion.models import Account, DataBatch, DataItem, DeviceState, Need, NeedState
from inclusion.selectors import databank as data
from inclusion.services import databank
from tests.factories.inclusion import NeedFactory, a_case, a_ready_device, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of

from .crowd import Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("contention")]
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
            "button": "Hand over",
            "values": {},
            "sorry": ["There is no data in stock that fits."],
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


def test_of_eight_who_want_one_device_one_gets_it(address, team, tmp_path):
    device = a_ready_device(caseworker_of(team.organisation), kept_by=team.organisation)
    plan = tmp_path / "plan.json"
    people = [
        {
            "cookies": cookies_of(team),
            "path": reverse(
                "inclusion_workspace:need_device", args=[a_need(team, "device").reference]
            ),
            "button": "Reserve it",
            "values": {"chosen": device.reference},
            "sorry": ["Somebody has just taken this device.", "No device is ready"],
        }
        for _ in range(8)
    ]
    plan.write_text(json.dumps(people))

    answers = Crowd(address, str(plan), 8, "press").answers()

    assert [one["given"] for one in answers if one["given"]] == [device.get_absolute_url()]
    assert sum(bool(one["told"]) for one in answers) == 7
    device.refresh_from_db()
    assert device.state == DeviceState.RESERVED
    assert Need.objects.filter(state=NeedState.RESERVED).get() == device.reserved_for

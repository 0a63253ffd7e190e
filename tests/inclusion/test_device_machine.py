"""Whatever is done in the device bank, in whatever order: nothing leaves unwiped, and a device is
with one person at most."""

from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from diz_portal.access import Refusal
from inclusion.devices.services import devices, faults, parts
from inclusion.models import Device, DeviceState, Holding, HoldingKind, NeedState, WipeRecord
from tests.examples import MACHINE
from tests.factories.inclusion import DeviceFactory, NeedFactory, a_case, pat_tested, wiped

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT = st.integers(0, 1)
OUT = (
    DeviceState.READY,
    DeviceState.RESERVED,
    DeviceState.ISSUED,
    DeviceState.PARTS,
    DeviceState.RECYCLED,
)


def machine(team, caseworker):
    class DeviceBank(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            org = team.organisation
            case = a_case(handled_by=org)
            self.needs = [NeedFactory(case=case, state=NeedState.APPROVED) for _ in range(2)]
            self.devices = [DeviceFactory(kept_by=org) for _ in range(2)]

        def attempt(self, act):
            with suppress(Refusal):
                act()

        @rule(at=AT, passed=st.booleans(), hours=st.sampled_from([0, 1, 72]))
        def wipe(self, at, passed, hours):
            when = timezone.now() - timedelta(hours=hours)
            self.attempt(
                lambda: wiped(self.devices[at], caseworker, passed=passed, finished_at=when)
            )

        @rule(at=AT, passed=st.booleans())
        def test(self, at, passed):
            self.attempt(lambda: pat_tested(self.devices[at], caseworker, passed=passed))

        @rule(at=AT)
        def prepare(self, at):
            """The straight way to the shelf, so that a short run gets beyond it."""
            device = self.devices[at]
            self.attempt(lambda: wiped(device, caseworker))
            self.attempt(lambda: pat_tested(device, caseworker))
            self.attempt(lambda: devices.inspect(device=device, by=caseworker, grade="b"))
            self.attempt(lambda: devices.make_ready(device=device, by=caseworker))

        @rule(
            at=AT,
            verb=st.sampled_from(["make_ready", "release", "record_return"]),
        )
        def act(self, at, verb):
            self.attempt(lambda: getattr(devices, verb)(device=self.devices[at], by=caseworker))

        @rule(at=AT, verb=st.sampled_from(["repair", "report_lost"]))
        def act_with_words(self, at, verb):
            self.attempt(
                lambda: getattr(devices, verb)(device=self.devices[at], by=caseworker, why="x")
            )

        @rule(at=AT, to=AT, then=st.sampled_from(["", "loan", "gift"]))
        def reserve(self, at, to, then):
            device, need = self.devices[at], self.needs[to]
            self.attempt(lambda: devices.reserve(device=device, need=need, by=caseworker))
            if then:
                self.attempt(
                    lambda: devices.issue(
                        device=device,
                        by=caseworker,
                        kind=HoldingKind(then),
                        terms="Terms",
                        signed_name="Ada Example",
                        due_on=timezone.localdate() + timedelta(days=9),
                    )
                )

        @rule(at=AT, is_new=st.booleans())
        def fit_a_drive(self, at, is_new):
            """Out of the other device, or new; whatever stands in the way."""
            device, other = self.devices[at], self.devices[1 - at]
            self.attempt(lambda: devices.repair(device=device, by=caseworker, why="x"))
            take = (
                partial(parts.add, kept_by=device.kept_by, kind="drive", is_new=True)
                if is_new
                else partial(parts.remove, device=other, kind="drive")
            )
            self.attempt(lambda: parts.fit(part=take(by=caseworker), device=device, by=caseworker))

        @rule(at=AT, to=st.sampled_from(["parts", "recycled"]))
        def retire(self, at, to):
            self.attempt(
                lambda: devices.retire(device=self.devices[at], by=caseworker, to=to, why="x")
            )

        @rule(at=AT)
        def complain(self, at):
            self.attempt(
                lambda: faults.report(device=self.devices[at], words="Broken", by=caseworker)
            )

        @invariant()
        def nothing_leaves_unwiped(self):
            for device in Device.objects.filter(pk__in=[one.pk for one in self.devices]):
                if device.state in OUT:
                    back = device.holdings.exclude(returned_at=None).order_by("-returned_at")
                    used = device.parts_fitted.filter(kind="drive", is_new=False)
                    since = max(
                        [device.received_at]
                        + [one.returned_at for one in back]
                        + [one.went_at for one in used]
                    )
                    last = WipeRecord.objects.filter(device=device).latest("finished_at", "pk")
                    assert last.passed
                    assert last.finished_at >= since

        @invariant()
        def a_device_is_with_one_person_while_they_hold_it(self):
            for device in Device.objects.filter(pk__in=[one.pk for one in self.devices]):
                held = Holding.objects.filter(device=device, returned_at=None).count()
                assert held == (device.state in (DeviceState.ISSUED, DeviceState.LOST))
                assert (device.reserved_for_id is not None) == (device.state == "reserved")
            with connection.cursor() as cursor:
                # What the database checks when a transaction commits, it checks now.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

        @invariant()
        def every_change_is_in_the_history(self):
            for device in Device.objects.filter(pk__in=[one.pk for one in self.devices]):
                last = device.events.order_by("-pk").first()
                assert device.state == (last.to_state if last else DeviceState.QUARANTINED)

    return DeviceBank


def test_nothing_leaves_unwiped_after_any_sequence(team, caseworker):
    run_state_machine_as_test(
        machine(team, caseworker),
        settings=settings(MACHINE, stateful_step_count=10, derandomize=True),
    )

"""Whatever is done to the databank, in whatever order: nothing is lost, doubled or overdrawn."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from diz_portal.access import Refusal
from inclusion.cases.services import needs
from inclusion.databank.selectors import databank as selectors
from inclusion.databank.services import databank, receiving
from inclusion.models import (
    HELD,
    NOT_HERE,
    Account,
    DataBalance,
    DataBatch,
    DataEntry,
    DataItem,
    NeedState,
)
from tests.examples import MACHINE
from tests.factories.inclusion import NeedFactory, a_case, card

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PICK = st.integers(min_value=0, max_value=30)


def machine(team, caseworker):
    class Databank(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.received = 0
            self.keys = 0
            self.day = timezone.localdate()
            case = a_case(handled_by=team.organisation)
            self.needs = [
                NeedFactory(case=case, kind="data", state=NeedState.APPROVED) for _ in range(3)
            ]
            self.batches = []

        def key(self):
            self.keys += 1
            return f"{id(self)}-{self.keys}"

        def items(self):
            return list(DataItem.objects.filter(batch__in=self.batches).order_by("pk"))

        def entries(self):
            return list(DataEntry.objects.filter(batch__in=self.batches).order_by("pk"))

        def attempt(self, act):
            with suppress(Refusal):
                act()

        @rule(
            first=st.integers(0, 9),
            codes=st.integers(1, 3),
            network=st.sampled_from(["Northline", "north line"]),
            days=st.integers(0, 3),
            size=st.sampled_from([500, 20_000]),
        )
        def receive(self, first, codes, network, days, size):
            with suppress(databank.KnownAlready):
                batch = databank.receive(
                    codes=[card(first + number) for number in range(codes)],
                    key=self.key(),
                    by=caseworker,
                    kind="sim",
                    network=network,
                    mb_each=size,
                    expires_on=timezone.localdate() + timedelta(days=days),
                )
                self.batches.append(batch)
                self.received += codes * size

        @rule(need=st.integers(0, 2), verb=st.sampled_from(["reserve", "issue"]))
        def take(self, need, verb):
            need = self.needs[need]
            need.refresh_from_db()
            self.attempt(lambda: getattr(databank, verb)(need=need, by=caseworker, key=self.key()))

        @rule(
            at=PICK,
            verb=st.sampled_from(["release", "give_back", "activate", "void"]),
            twice=st.booleans(),
        )
        def settle(self, at, verb, twice):
            items = self.items()
            if not items:
                return
            item, key = items[at % len(items)], self.key()
            words = {"why": "Bent"} if verb == "void" else {}
            for _ in range(1 + twice):
                self.attempt(
                    lambda: getattr(databank, verb)(item=item, by=caseworker, key=key, **words)
                )

        @rule(at=PICK)
        def correct(self, at):
            entries = self.entries()
            if entries:
                entry = entries[-1 - at % len(entries)]
                self.attempt(
                    lambda: databank.correct(
                        entry=entry, by=caseworker, key=self.key(), why="A mistake"
                    )
                )

        @rule(days=st.integers(1, 2))
        def expire(self, days):
            self.day += timedelta(days=days)
            databank.expire_due(self.day)

        @invariant()
        def every_account_adds_up(self):
            batches = DataBatch.objects.filter(pk__in=[one.pk for one in self.batches])
            totals = selectors.totals(batches)
            assert totals.received + totals.of(Account.WITHDRAWN) == self.received
            assert self.received == -totals.of(Account.DONOR)
            assert all(mb >= 0 for name, mb in totals.by_account.items() if name != Account.DONOR)
            moved = Counter()
            for entry in DataEntry.objects.filter(batch__in=batches):
                moved[entry.to_account] += entry.mb
                moved[entry.from_account] -= entry.mb
            assert totals.by_account == {name: moved[name] for name in totals.by_account}

        @invariant()
        def every_item_lies_where_the_balances_say(self):
            for batch in self.batches:
                held = {
                    row.account: row.mb
                    for row in DataBalance.objects.filter(batch=batch)
                    if row.mb and row.account != Account.DONOR
                }
                lying = dict(
                    batch.items.order_by().values_list("account").annotate(mb=Sum("batch__mb_each"))
                )
                assert held == lying

        @rule(at=PICK)
        def take_back(self, at):
            if self.batches:
                batch = self.batches[at % len(self.batches)]
                with suppress(Refusal):
                    receiving.undo(batch=batch, by=caseworker, key=self.key(), why="Wrong")

        @rule(need=st.integers(0, 2))
        def confirm(self, need):
            need = self.needs[need]
            need.refresh_from_db()
            self.attempt(lambda: needs.move(need=need, to=NeedState.CONFIRMED, by=caseworker))

        @invariant()
        def what_donors_are_told_is_what_the_ledger_says(self):
            """Told again from the entries alone."""
            batches = DataBatch.objects.filter(pk__in=[one.pk for one in self.batches])
            lies: dict[int, str] = {}
            sizes: dict[int, int] = {}
            for entry in DataEntry.objects.filter(batch__in=batches).order_by("pk"):
                lies[entry.item_id], sizes[entry.item_id] = entry.to_account, entry.mb
            told = Counter()
            for item, account in lies.items():
                told[account] += sizes[item]
            gift = selectors.gift(batches)
            assert gift.wasted == told["expired"] + told["void"]
            assert gift.helping == told["issued"] + told["activated"]
            assert gift.left == told["stock"] + told["reserved"]
            assert gift.received == gift.wasted + gift.helping + gift.left
            lines = list(selectors.statement(batches))
            if lines:
                assert (lines[-1].balance, lines[-1].reserved) == (told["stock"], told["reserved"])
                assert sum(line.mb_received for line in lines) == gift.received

        @invariant()
        def what_is_confirmed_never_runs_out(self):
            for need in self.needs:
                if need.state == NeedState.CONFIRMED:
                    held = set(need.data_items.values_list("account", flat=True))
                    assert held <= {Account.ACTIVATED, Account.ISSUED}

        @invariant()
        def every_number_is_here_once(self):
            here = [one.code for one in self.items() if one.account not in NOT_HERE]
            assert len(here) == len(set(here))

        @invariant()
        def nobody_holds_nothing(self):
            for need in self.needs:
                need.refresh_from_db()
                holds = need.data_items.filter(account__in=HELD).exists()
                assert holds == (
                    need.state in (NeedState.RESERVED, NeedState.SUPPLIED, NeedState.CONFIRMED)
                )

    return Databank


def test_the_databank_balances_after_any_sequence(team, caseworker):
    run_state_machine_as_test(
        machine(team, caseworker),
        settings=settings(MACHINE, stateful_step_count=12, derandomize=True),
    )

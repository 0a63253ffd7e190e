"""Whatever is awarded, varied, received, spent, put right or given back, in any order: the
statement reconciles to the penny, and so it did on each day before."""

from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from diz_portal.access import Refusal
from projects.models import Posting
from projects.money import periods
from projects.money.amounts import NOTHING, PENNY, rounded
from projects.money.enums import CapitalBasis, Expenditure, Flow, SourceState
from projects.money.selectors import statement
from projects.money.services import postings, sources
from projects.rollout.standing import AsAt
from tests.examples import MACHINE
from tests.factories.accounts import UserFactory
from tests.factories.money import FundingSourceFactory, days_ago
from tests.factories.projects import ProjectFactory

amounts = st.integers(1, 2_000_000).map(lambda number: number * PENNY)
days = st.integers(0, 300)
classes = st.sampled_from(Expenditure)
OWN = CapitalBasis.OWN_ASSET


class Pool(RuleBasedStateMachine):
    """Beside the portal, the same in plain sums: what each source has been promised, was sent and
    has had spent from it."""

    spent = Bundle("spent")
    received = Bundle("received")

    @initialize(number=st.integers(1, 3))
    def plan(self, number):
        self.by = UserFactory(password=None)
        self.project = ProjectFactory()
        made = [FundingSourceFactory(project=self.project) for _ in range(number)]
        self.sources = {one.pk: one for one in made}
        self.pledged = dict.fromkeys(self.sources, NOTHING)
        self.came = dict.fromkeys(self.sources, NOTHING)
        self.went = dict.fromkeys(self.sources, NOTHING)
        self.gone: set[int] = set()

    def _one(self, at: int):
        return list(self.sources.values())[at % len(self.sources)]

    @rule(at=st.integers(0, 2), capital=amounts, revenue=amounts)
    def award(self, at, capital, revenue):
        source = self._one(at)
        facts = {"by": self.by, "source": source, "dated_on": days_ago(0)}
        try:
            sources.award(capital=capital, revenue=revenue, **facts)
        except Refusal:
            assert self.pledged[source.pk] or source.pk in self.gone
        else:
            self.pledged[source.pk] += capital + revenue

    @rule(at=st.integers(0, 2), capital=st.integers(-3_000_000, 2_000_000))
    def vary(self, at, capital):
        source, capital = self._one(at), capital * PENNY
        try:
            sources.vary(
                by=self.by, source=source, dated_on=days_ago(0), capital=capital, reason="Varied"
            )
        except Refusal:
            return
        self.pledged[source.pk] += capital
        assert self.pledged[source.pk] >= 0

    @rule(at=st.integers(0, 2))
    def withdraw(self, at):
        source = self._one(at)
        if source.pk in self.gone:
            sources.restore(by=self.by, source=source, reason="Back")
            self.gone.remove(source.pk)
        else:
            sources.withdraw(by=self.by, source=source, on=days_ago(0), reason="Closed")
            self.gone.add(source.pk)

    @rule(target=received, at=st.integers(0, 2), amount=amounts, day=days, expenditure=classes)
    def receive(self, at, amount, day, expenditure):
        source = self._one(at)
        try:
            made = postings.receive(
                by=self.by,
                source=source,
                on=days_ago(day),
                amount=amount,
                expenditure=expenditure,
            )
        except Refusal:
            assert source.pk in self.gone
            return multiple()
        self.came[source.pk] += amount
        return made

    @rule(at=st.integers(0, 2), amount=amounts, expenditure=classes)
    def claw_back(self, at, amount, expenditure):
        source = self._one(at)
        try:
            postings.claw_back(
                by=self.by,
                source=source,
                on=days_ago(0),
                amount=amount,
                expenditure=expenditure,
                reason="Underspent",
            )
        except Refusal:
            return
        self.came[source.pk] -= amount

    @rule(
        target=spent,
        at=st.integers(0, 2),
        net=amounts,
        day=days,
        expenditure=classes,
        recovered=st.booleans(),
    )
    def spend(self, at, net, day, expenditure, recovered):
        source, vat = self._one(at), rounded(net / 5)
        made = postings.spend(
            by=self.by,
            source=source,
            on=days_ago(day),
            net=net,
            vat=vat,
            vat_recoverable=recovered,
            description="Work",
            expenditure=expenditure,
            capital_basis=OWN,
        )
        self.went[source.pk] += net if recovered else net + vat
        return made

    @rule(paid=spent, part=st.integers(1, 100))
    def refund(self, paid, part):
        net = max(rounded(paid.net * part / 100), PENNY)
        try:
            made = postings.refund(by=self.by, spent=paid, on=days_ago(0), net=net, reason="Faulty")
        except Refusal:
            return
        assert made.amount < 0
        self.went[paid.source_id] += made.amount

    @rule(posting=st.one_of(spent, received))
    def reverse(self, posting):
        try:
            postings.reverse(by=self.by, posting=posting, reason="A slip")
        except Refusal:
            return
        book = self.went if posting.flow == Flow.SPENT else self.came
        book[posting.source_id] -= posting.amount

    @rule(at=st.integers(0, 2), net=amounts, months=st.integers(1, 10))
    def accrue(self, at, net, months):
        month = periods.month_of(days_ago(31 * months))
        postings.accrue(
            by=self.by,
            source=self._one(at),
            month=month,
            net=net,
            description="Not invoiced",
            expenditure=Expenditure.REVENUE,
        )

    @rule(
        at=st.integers(0, 2),
        amount=st.integers(-9999, 9999).filter(bool),
        flow=st.sampled_from(Flow),
    )
    def adjust(self, at, amount, flow):
        source, amount = self._one(at), amount * PENNY
        postings.adjust(
            by=self.by,
            source=source,
            on=days_ago(0),
            flow=flow,
            amount=amount,
            expenditure=Expenditure.REVENUE,
            reason="A locked month",
            description="Put right",
        )
        (self.went if flow == Flow.SPENT else self.came)[source.pk] += amount

    @rule(at=st.integers(0, 2), amount=amounts, to=classes)
    def reclassify(self, at, amount, to):
        try:
            postings.reclassify(
                by=self.by,
                source=self._one(at),
                on=days_ago(0),
                amount=amount,
                to=to,
                reason="Leased",
                capital_basis=OWN,
            )
        except Refusal:
            return

    @invariant()
    def reconciles(self):
        found = statement.of_project(self.project)
        shown = {line.source.pk: line for line in found.lines}
        for pk in self.sources:
            line = shown.get(pk)
            if line is None:
                assert pk in self.gone
                assert (self.came[pk], self.went[pk]) == (0, 0)
                continue
            promised = NOTHING if pk in self.gone else self.pledged[pk]
            assert (line.pledged, line.received, line.spent) == (
                promised,
                self.came[pk],
                self.went[pk],
            )
            assert line.pledged == line.received + line.outstanding
            assert line.received == line.spent + line.held
            assert line.outstanding >= 0 or self._says("more_than_pledged", found, pk)
            assert line.held >= 0 or self._says("spent_ahead", found, pk)
            assert not promised or line.state == SourceState.EXPECTED
        assert found.pledged == found.received + found.outstanding
        assert found.received == found.spent + found.held

    @invariant()
    def yesterday_knew_nothing_of_today(self):
        found = statement.of_project(self.project, AsAt.on(days_ago(1)))

        assert (found.pledged, found.received, found.spent) == (0, 0, 0)

    def _says(self, kind, found, pk):
        return any(one.kind == kind and one.source.pk == pk for one in found.differences)

    def teardown(self):
        if hasattr(self, "project"):
            ahead = Posting.objects.filter(
                source__project=self.project, on__gt=timezone.localdate()
            )
            assert sum(ahead.values_list("amount", flat=True), Decimal(0)) <= 0


@pytest.mark.slow
@pytest.mark.django_db
def test_the_statement_reconciles_whatever_happens():
    run_state_machine_as_test(Pool, settings=MACHINE)

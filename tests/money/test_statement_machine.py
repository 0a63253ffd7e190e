"""Whatever is awarded, varied, received, spent, claimed, put right, given back or locked, in any
order: the statement reconciles to the penny, and so it did on each day before."""

from decimal import Decimal

import pytest
from django.db.models import Max, Sum
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
from projects.models import Claim, ClaimLine, Posting, Regrant
from projects.money import periods
from projects.money.amounts import NOTHING, PENNY, rounded
from projects.money.enums import CapitalBasis, Expenditure, Flow, SourceKind, SourceState
from projects.money.selectors import claims as selectors
from projects.money.selectors import regrants as grants
from projects.money.selectors import statement
from projects.money.services import claim_steps, claims, postings, regrants, sources, winning
from projects.money.services.locked_months import MonthLocked
from projects.rollout.standing import AsAt
from tests.examples import MACHINE
from tests.factories.accounts import UserFactory
from tests.factories.bids import granted, submitted
from tests.factories.money import FundingSourceFactory, days_ago
from tests.factories.projects import ProjectFactory
from tests.money.months_of_pool import Months

amounts = st.integers(1, 2_000_000).map(lambda number: number * PENNY)
days = st.integers(0, 300)
classes = st.sampled_from(Expenditure)
OWN = CapitalBasis.OWN_ASSET

STEPS = ["submit", "approve", "send_back", "pay", "release", "reverse_payment"]


class Pool(Months, RuleBasedStateMachine):
    """Beside the portal, the same in plain sums: what each source has been promised, was sent and
    has had spent from it."""

    spent = Bundle("spent")
    received = Bundle("received")
    claimed = Bundle("claimed")

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
        self.secured: set[int] = set()
        # Claim → its status, what it asks for, and what of that the funder keeps for later.
        self.claims: dict[int, tuple[str, Decimal, Decimal]] = {}
        self.preparer, self.certifier = (UserFactory(password=None) for _ in range(2))
        self.begin_months()

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
            try:
                sources.restore(by=self.by, source=source, reason="Back")
            except sources.TitleTaken:
                # What the same partner gives by a later bid is called the same.
                standing = self.project.funding_sources.standing().exclude(pk=source.pk)
                assert standing.filter(title=source.title).exists()
                return
            self.gone.remove(source.pk)
        else:
            sources.withdraw(by=self.by, source=source, on=days_ago(0), reason="Closed")
            self.gone.add(source.pk)
            self.secured.discard(source.pk)

    @rule(at=st.integers(0, 2))
    def secure(self, at):
        source = self._one(at)
        try:
            sources.secure(by=self.by, source=source, on=days_ago(0), evidence="A minute")
        except Refusal:
            assert source.pk in self.gone | self.secured
        else:
            self.secured.add(source.pk)

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
            assert source.pk in self.gone or self.in_locked(days_ago(day))
            return multiple()
        assert not self.in_locked(days_ago(day))
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
        try:
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
        except MonthLocked:
            assert self.in_locked(days_ago(day))
            return multiple()
        assert not self.in_locked(days_ago(day))
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
        assert not self.in_locked(posting.on)
        book = self.went if posting.flow == Flow.SPENT else self.came
        book[posting.source_id] -= posting.amount

    @rule(at=st.integers(0, 2), net=amounts, months=st.integers(1, 10))
    def accrue(self, at, net, months):
        month = periods.month_of(days_ago(31 * months))
        touches_locked = self.in_locked(month) or self.in_locked(periods.next_month(month))
        try:
            postings.accrue(
                by=self.by,
                source=self._one(at),
                month=month,
                net=net,
                description="Not invoiced",
                expenditure=Expenditure.REVENUE,
            )
        except MonthLocked:
            assert touches_locked
        else:
            assert not touches_locked

    @rule(
        at=st.integers(0, 2),
        amount=st.integers(-9999, 9999).filter(bool),
        flow=st.sampled_from(Flow),
    )
    def adjust(self, at, amount, flow):
        source, amount = self._one(at), amount * PENNY
        there = self._of_class(source, flow, Expenditure.REVENUE)
        try:
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
        except Refusal:
            assert there + amount < 0
            return
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

    @rule(
        target=claimed,
        at=st.integers(0, 2),
        percent=st.one_of(st.none(), st.integers(1, 100)),
        kept=st.sampled_from([0, 5, Decimal("33.33")]),
    )
    def claim(self, at, percent, kept):
        """Whatever the project has spent and nobody claimed, of whichever source."""
        source = self._one(at)
        try:
            claim = claims.start(
                by=self.preparer,
                source=source,
                organisation=self.project.lead,
                period_from=days_ago(300),
                period_to=days_ago(0),
                held_back_percent=Decimal(kept),
            )
        except Refusal:
            assert source.pk not in self.secured
            return multiple()
        offered = selectors.may_be_claimed(claim)
        for one in offered[:3]:
            try:
                (line,) = claims.add_lines(
                    by=self.preparer,
                    claim=claim,
                    postings=[one.posting],
                    percent=percent and Decimal(percent),
                )
            except Refusal:
                continue
            claims.add_evidence(
                by=self.preparer, line=line, no_invoice="Not asked", no_payment="Not asked"
            )
        self._book(claim)
        return claim

    @rule(claim=claimed, step=st.sampled_from(STEPS))
    def decide(self, claim, step):
        by = self.certifier if step in {"approve", "send_back"} else self.preparer
        said = {"on": days_ago(0)} if step in {"pay", "release"} else {}
        said |= {"reason": "Not readable"} if step in {"send_back", "reverse_payment"} else {}
        before = self.claims[claim.pk][0]
        try:
            getattr(claim_steps, step)(by=by, claim=claim, **said)
        except Refusal:
            return
        claim.refresh_from_db()
        self._book(claim)
        _, amount, kept = self.claims[claim.pk]
        if step == "approve":
            self._fits_the_award(claim.source_id)
        elif step == "pay":
            self.came[claim.source_id] += amount - kept
        elif step == "release":
            self.came[claim.source_id] += kept
        elif step == "reverse_payment":
            self.came[claim.source_id] -= kept if before == "released" else amount - kept

    @rule(claim=claimed)
    def withdraw_claim(self, claim):
        try:
            claim_steps.withdraw(by=self.preparer, claim=claim, reason="Entered twice")
        except Refusal:
            return
        claim.refresh_from_db()
        self._book(claim)

    def _book(self, claim):
        by_class: dict[str, Decimal] = {}
        for line in claim.lines.select_related("posting"):
            name = line.posting.expenditure
            by_class[name] = by_class.get(name, NOTHING) + line.amount
        kept = sum(
            (rounded(one * claim.held_back_percent / 100) for one in by_class.values()), NOTHING
        )
        state = "released" if claim.released_on else claim.state
        self.claims[claim.pk] = (state, sum(by_class.values(), NOTHING), kept)

    def _fits_the_award(self, pk):
        approved = sum(
            (amount for key, (state, amount, _) in self._of(pk) if state == "approved"), NOTHING
        )
        assert self.came[pk] + approved <= self.pledged[pk]

    def _of(self, pk):
        mine = set(Claim.objects.filter(source=pk).values_list("pk", flat=True))
        return [(key, one) for key, one in self.claims.items() if key in mine]

    @invariant()
    def no_cost_is_claimed_twice(self):
        shared = ClaimLine.objects.exclude(claim__state="withdrawn").values("posting")
        for one in shared.annotate(
            percent=Sum("percent"), amount=Sum("amount"), whole=Max("posting__amount")
        ):
            assert one["percent"] <= 100
            assert one["amount"] <= one["whole"]

    @invariant()
    def what_is_claimed_and_not_paid_stands_beneath(self):
        found = statement.of_project(self.project)
        for pk in self.sources:
            for kind, state, column in (
                ("claimed", "submitted", 1),
                ("approved", "approved", 1),
                ("held_back", "paid", 2),
            ):
                asked = sum((one[column] for _, one in self._of(pk) if one[0] == state), NOTHING)
                said = [
                    one.amount
                    for one in found.differences
                    if one.kind == kind and one.source.pk == pk
                ]
                assert sum(said, NOTHING) == asked

    @rule(revenue=amounts, match=amounts)
    def win_bid(self, revenue, match):
        """A fund and the lead's own match come to the project, with their letters."""
        one = submitted(lead=self.project.lead, partners=0, pledge=match)
        winning.win(
            by=one.by,
            bid=one.bid,
            on=days_ago(0),
            fund=f"Won {one.bid.reference}",
            revenue=revenue,
            project=self.project,
        )
        added = self.project.funding_sources.exclude(pk__in=self.sources)
        for source in added.order_by("pk"):
            amount = revenue if source.kind == SourceKind.GRANT else match
            self.sources[source.pk], self.pledged[source.pk] = source, amount
            self.came[source.pk] = self.went[source.pk] = NOTHING
            self.secured.add(source.pk)

    @rule(target=spent, at=st.integers(0, 4), amount=amounts, part=st.integers(1, 100))
    def pay_regrant(self, at, amount, part):
        """A grant to a voluntary body is paid, whole or in part, out of what was awarded."""
        source, net = self._one(at), max(rounded(amount * part / 100), PENNY)
        try:
            grant = granted(amount, source=source, by=self.by)
        except Refusal:
            return multiple()
        made = regrants.pay(by=self.by, regrant=grant, on=days_ago(0), amount=net)
        self.went[source.pk] += net
        return made

    def _of_class(self, source, flow, expenditure):
        mine = Posting.objects.filter(source=source, flow=flow, expenditure=expenditure)
        return mine.aggregate(total=Sum("amount"))["total"] or NOTHING

    @invariant()
    def no_class_is_below_nothing(self):
        for source in self.sources.values():
            for flow in Flow:
                for expenditure in Expenditure:
                    assert self._of_class(source, flow, expenditure) >= 0

    @invariant()
    def no_grant_is_paid_twice(self):
        for grant in Regrant.objects.filter(source__in=self.sources):
            assert grants.paid(grant) <= grant.amount

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
            expected = SourceState.SECURED if pk in self.secured else SourceState.EXPECTED
            assert not promised or line.state == expected
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

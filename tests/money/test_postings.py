"""What comes and goes is a row that stays; every figure is a sum of them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from diz_portal.access import NotNow, Refusal
from projects.models import Posting
from projects.money import periods
from projects.money.enums import CapitalBasis, Expenditure, Flow, PostingKind
from projects.money.selectors import statement
from projects.money.services import postings
from tests.factories.accounts import UserFactory
from tests.factories.money import FundingSourceFactory, awarded, days_ago

pytestmark = pytest.mark.django_db
CAPITAL, REVENUE = Expenditure.CAPITAL, Expenditure.REVENUE
OWN = CapitalBasis.OWN_ASSET


@pytest.fixture
def by():
    return UserFactory(password=None)


@pytest.fixture
def source():
    return awarded("100000", "50000")


def receive(source, amount, days=50, **facts):
    facts = {"expenditure": CAPITAL, **facts}
    return postings.receive(
        by=None, source=source, on=days_ago(days), amount=Decimal(amount), **facts
    )


def spend(source, net, days=40, **facts):
    facts = {"expenditure": REVENUE, "description": "Work", **facts}
    return postings.spend(by=None, source=source, on=days_ago(days), net=Decimal(net), **facts)


def figures(source):
    found = statement.of_project(source.project)
    return found.pledged, found.received, found.outstanding, found.spent, found.held


def test_the_statement_reconciles(source):
    receive(source, "60000")
    spend(source, "10000.10")
    spend(source, "100", vat=Decimal(20), vat_recoverable=False)

    assert figures(source) == (
        150_000,
        60_000,
        90_000,
        Decimal("10120.10"),
        Decimal("49879.90"),
    )


def test_differences_are_rows_with_their_reason(source):
    receive(source, "160000")
    spend(source, "160000.05")

    found = statement.of_project(source.project)

    assert [(one.kind, one.amount) for one in found.differences] == [
        ("not_secured", 150_000),
        ("more_than_pledged", 10_000),
        ("spent_ahead", Decimal("0.05")),
    ]
    assert "£0.05 more was spent than was received" in found.differences[-1].says


def test_capital_spend_says_why_it_is_capital(source):
    with pytest.raises(Refusal, match="why the spend is capital"):
        spend(source, "10", expenditure=CAPITAL)

    assert spend(source, "10", expenditure=CAPITAL, capital_basis=OWN).capital_basis == OWN
    assert spend(source, "10", expenditure=REVENUE, capital_basis=OWN).capital_basis == ""


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_nothing_and_less_are_refused(source, amount):
    for act in (receive, spend):
        with pytest.raises(Refusal, match="above £0"):
            act(source, amount)


def test_an_actual_is_never_of_a_day_to_come(source):
    with pytest.raises(Refusal, match="today or in the past"):
        spend(source, "5", days=-1)


def test_in_kind_is_never_received_or_spent(by):
    source = FundingSourceFactory(given_in_kind=True)

    with pytest.raises(postings.OnlyCash):
        receive(source, "5")
    with pytest.raises(IntegrityError, match="only cash"), transaction.atomic():
        _bare(source)


def _bare(source):
    return Posting.objects.create(
        source=source,
        organisation=source.project.lead,
        flow=Flow.RECEIVED,
        kind=PostingKind.RECEIPT,
        on=days_ago(9),
        month=periods.month_of(days_ago(9)),
        expenditure=CAPITAL,
        net=5,
        amount=5,
        description="Bare",
    )


def test_a_slip_is_reversed_once_on_its_own_day(by, source):
    paid = spend(source, "10", vat=Decimal(2), vat_recoverable=False)

    back = postings.reverse(by=by, posting=paid, reason="Paid by another project")

    assert (back.on, back.amount, back.flow) == (paid.on, Decimal("-12.00"), Flow.SPENT)
    assert figures(source)[3] == 0
    with pytest.raises(postings.WasReversed):
        postings.reverse(by=by, posting=paid, reason="Again")
    with pytest.raises(NotNow, match="is a reversal"):
        postings.reverse(by=by, posting=back, reason="Back")


def test_a_reversal_is_the_exact_opposite(source):
    paid, other = spend(source, "10"), spend(awarded(), "10")

    for reverses, net in ((paid, -9), (other, -10)):
        with pytest.raises(IntegrityError, match="opposite"), transaction.atomic():
            Posting.objects.create(
                source=source,
                organisation=paid.organisation,
                flow=Flow.SPENT,
                kind=PostingKind.REVERSAL,
                on=paid.on,
                month=paid.month,
                expenditure=REVENUE,
                net=net,
                amount=net,
                description="Not the opposite",
                reason="Because",
                reverses=reverses,
            )


def test_parts_of_a_refund_bring_back_the_vat_to_the_penny(by, source):
    paid = spend(source, "100", vat=Decimal("0.05"), vat_recoverable=False)

    for days, part in ((9, "33.33"), (8, "33.33"), (7, "33.34")):
        postings.refund(by=by, spent=paid, on=days_ago(days), net=Decimal(part), reason="Sent back")

    assert figures(source)[3] == 0


def test_a_refund_is_no_more_than_was_paid(by, source):
    paid = spend(source, "100", vat=Decimal(20), vat_recoverable=False)

    with pytest.raises(Refusal, match="£100 was paid"):
        postings.refund(by=by, spent=paid, on=days_ago(1), net=Decimal("100.01"), reason="Faulty")
    postings.refund(by=by, spent=paid, on=days_ago(2), net=Decimal(60), reason="Faulty")
    with pytest.raises(Refusal, match="£40 is left"):
        postings.refund(by=by, spent=paid, on=days_ago(1), net=Decimal(41), reason="Faulty")

    assert figures(source)[3] == 48


def test_no_more_is_clawed_back_than_came(by, source):
    receive(source, "100")

    with pytest.raises(Refusal, match="£100 of capital"):
        postings.claw_back(
            by=by,
            source=source,
            on=days_ago(1),
            amount=Decimal("100.01"),
            expenditure=CAPITAL,
            reason="Underspent",
        )
    postings.claw_back(
        by=by,
        source=source,
        on=days_ago(1),
        amount=Decimal(100),
        expenditure=CAPITAL,
        reason="Underspent",
    )

    assert figures(source)[1] == 0


def test_an_accrual_counts_in_its_month_alone(by, source):
    month = periods.month_of(days_ago(60))

    accrual, back = postings.accrue(
        by=by,
        source=source,
        month=month,
        net=Decimal(500),
        description="Civils, not invoiced",
        expenditure=CAPITAL,
        capital_basis=CapitalBasis.GRANT,
    )

    assert (accrual.on, back.on) == (periods.month_end(month), periods.next_month(month))
    assert back.reverses == accrual
    assert figures(source)[3] == 0


def test_a_change_of_class_moves_spend_and_adds_none(by, source):
    spend(source, "300", expenditure=CAPITAL, capital_basis=OWN)
    to_revenue = {"by": by, "source": source, "on": days_ago(1), "to": REVENUE, "reason": "Leased"}

    with pytest.raises(Refusal, match="£300 has been spent as capital"):
        postings.reclassify(amount=Decimal(301), capital_basis=OWN, **to_revenue)
    postings.reclassify(amount=Decimal(120), capital_basis=OWN, **to_revenue)

    spent = Posting.objects.filter(source=source, flow=Flow.SPENT)
    by_class = {
        one: sum(spent.filter(expenditure=one).values_list("amount", flat=True))
        for one in Expenditure
    }
    assert by_class == {CAPITAL: 180, REVENUE: 120}
    assert figures(source)[3] == 300


@pytest.mark.django_db(transaction=True)
def test_half_a_change_of_class_is_refused_when_it_commits():
    source = awarded()

    with pytest.raises(IntegrityError, match="leaves capital"):
        Posting.objects.create(
            source=source,
            organisation=source.project.lead,
            flow=Flow.SPENT,
            kind=PostingKind.RECLASSIFICATION,
            on=days_ago(9),
            month=periods.month_of(days_ago(9)),
            expenditure=REVENUE,
            net=5,
            amount=5,
            description="Half",
            reason="Because",
            pair="half",
        )


def test_an_outturn_is_dated_the_last_of_march(source):
    year = periods.year_of(days_ago(0))
    march = year.replace(month=3, day=31)

    with pytest.raises(Refusal, match="31 March"):
        spend(source, "5", days=40, is_outturn=True)
    posted = postings.spend(
        by=None,
        source=source,
        on=march,
        net=Decimal(5),
        description="Late invoice",
        expenditure=REVENUE,
        is_outturn=True,
    )

    assert (posted.month, posted.is_outturn) == (march.replace(day=1), True)


def test_an_adjustment_names_the_month_and_the_reason(by, source):
    earlier = periods.month_of(days_ago(100))
    facts = {
        "by": by,
        "source": source,
        "on": days_ago(1),
        "flow": Flow.SPENT,
        "expenditure": REVENUE,
        "description": "Survey fees",
        "for_month": earlier,
    }

    with pytest.raises(Refusal, match="reason"):
        postings.adjust(amount=Decimal(-5), reason=" ", **facts)
    with pytest.raises(Refusal, match="other than £0"):
        postings.adjust(amount=Decimal(0), reason="Nothing", **facts)
    with pytest.raises(Refusal, match="£0 of revenue has been spent"):
        postings.adjust(amount=Decimal(-5), reason="Charged twice", **facts)
    spend(source, "5")
    made = postings.adjust(amount=Decimal(-5), reason="Charged twice", **facts)

    assert (made.amount, made.for_month) == (-5, earlier)

"""What the database holds of claims when code does not: classes, four eyes, paid and received."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from diz_portal.access import NotNow, Refusal
from projects.models import Claim, ClaimEvent, ClaimEvidence, ClaimLine, FundingSource, Posting
from projects.money.claim_states import ClaimState
from projects.money.enums import Expenditure, Flow
from projects.money.selectors import claims as selectors
from projects.money.selectors import statement
from projects.money.services import claim_steps, claims, ledger_months, postings
from tests.factories.accounts import UserFactory
from tests.factories.claims import (
    approved,
    claim_of,
    complete,
    evidenced,
    paid,
    paper,
    spent,
)
from tests.factories.documents import DocumentFactory
from tests.factories.ledger import last_month
from tests.factories.money import days_ago, secured
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def someone():
    return UserFactory(password=None)


@contextmanager
def refused(says):
    """By the database, at the latest when the transaction would commit."""
    with pytest.raises(IntegrityError, match=says), _committed():
        yield


@contextmanager
def _committed():
    with transaction.atomic():
        yield
        connection.check_constraints()


def step(claim, name, by, **facts):
    return ClaimEvent.objects.create(claim=claim, step=name, by=by, **facts)


# Four eyes ---------------------------------------------------------------------------------------


def test_whose_line_it_is_has_a_step_that_says_so():
    claim = complete(secured(), "100")

    with refused("who changes a claim is named"):
        ClaimLine.objects.filter(claim=claim).update(by=someone(), percent=90, net=90, amount=90)
    with refused("who changes a claim is named"):
        ClaimLine.objects.filter(claim=claim).update(by=None)


def test_who_added_evidence_has_a_step_that_says_so():
    claim = complete(secured(), "100")
    file = DocumentFactory(uploaded_by=someone())

    with refused("who changes a claim is named"):
        ClaimEvidence.objects.create(line=claim.lines.get(), kind="invoice", paper=file)


@pytest.mark.parametrize(
    "change",
    [
        lambda claim: Claim.objects.filter(pk=claim.pk).update(held_back_percent=5),
        lambda claim: claim.lines.all().delete(),
        lambda claim: ClaimEvidence.objects.filter(line__claim=claim).delete(),
    ],
)
def test_a_claim_that_was_sent_back_is_not_changed_by_nobody(change):
    claim = complete(secured(), "100")
    by = claim.steps.first().by
    claims.add_evidence(by=by, line=claim.lines.get(), invoice=paper(), no_payment="Not asked")
    claim_steps.submit(by=by, claim=claim)
    claim_steps.send_back(by=someone(), claim=claim, reason="Too much")

    with refused("who changes a claim is named"):
        change(claim)


def test_who_changed_a_draft_does_not_approve_it():
    claim = complete(secured(), "100")
    preparer, helper = claim.steps.first().by, someone()
    claims.add_evidence(
        by=helper, line=claim.lines.get(), no_invoice="Recharge", no_payment="Recharge"
    )
    claims.set_share(by=preparer, line=claim.lines.get(), percent=Decimal(90))
    claim_steps.submit(by=preparer, claim=claim)

    with refused("does not approve it"):
        step(claim, "approved", helper)


# Classes -----------------------------------------------------------------------------------------


def test_what_was_taken_from_a_class_stops_every_step():
    source = secured("1000", "1000")
    claim = approved(source, "100")
    postings.adjust(
        by=someone(),
        source=source,
        on=days_ago(1),
        flow="spent",
        amount=Decimal(-60),
        expenditure=Expenditure.CAPITAL,
        reason="Booked twice",
        description="Less",
        capital_basis="own_asset",
    )

    with refused("no more is claimed than was spent of its class"):
        step(claim, "paid", someone())


def test_what_was_refunded_is_not_paid():
    source = secured("1000")
    claim = approved(source, "100")
    spend = claim.lines.get().posting
    postings.refund(by=someone(), spent=spend, on=days_ago(1), net=Decimal(100), reason="Faulty")

    with refused("refunded or reversed"):
        step(claim, "paid", someone())


def test_a_line_is_of_the_time_of_its_funding():
    first = secured(ends_on=days_ago(40))
    posting = spent(secured(project=first.project), "100", days=30)

    with refused("while its funding runs"):
        ClaimLine.objects.create(
            claim=claim_of(first),
            posting=posting,
            percent=1,
            net=1,
            amount=1,
            by=someone(),
        )


# Paid, and reversed ------------------------------------------------------------------------------


@pytest.fixture
def source():
    return secured("1000", "1000")


def test_a_payment_that_was_a_slip_is_reversed_with_its_claim(source):
    claim = paid(source, "100")

    claim_steps.reverse_payment(by=someone(), claim=claim, reason="Another project’s")

    claim.refresh_from_db()
    assert (claim.state, claim.paid_on) == (ClaimState.APPROVED, None)
    assert statement.of_project(source.project).received == 0
    assert claim.steps.last().reason == "Another project’s"
    # It is still asked for, until it is sent back or paid.
    assert selectors.left_to_claim(source)[0].left == 900
    claim_steps.pay(by=someone(), claim=claim, on=days_ago(0))
    assert statement.of_project(source.project).received == 100
    assert claim.receipts.count() == 2


def test_a_receipt_of_a_claim_is_not_reversed_without_it(source):
    claim = paid(source, "100")
    receipt = claim.receipts.get().posting

    with pytest.raises(NotNow, match="Reverse the payment on the page of the claim"):
        postings.reverse(by=someone(), posting=receipt, reason="A slip")
    with refused("as long as its receipts stand"):
        postings.reverse(by=someone(), posting=receipt, reason="A slip", with_its_claim=True)


def test_a_claim_is_not_unpaid_while_its_receipt_stands(source):
    with refused("as long as its receipts stand"):
        step(paid(source, "100"), "unpaid", someone(), reason="Why")


def test_a_claim_is_not_paid_without_a_receipt(source):
    with refused("as long as its receipts stand"):
        step(approved(source, "100"), "paid", someone())


def test_a_release_is_reversed_before_the_payment(source):
    claim = paid(source, "100", held_back_percent=Decimal(10))
    claim_steps.release(by=someone(), claim=claim, on=days_ago(0))
    with refused("moves as its table says"):
        step(claim, "unpaid", someone(), reason="Why")

    claim_steps.reverse_payment(by=someone(), claim=claim, reason="Not released yet")
    claim.refresh_from_db()
    assert (claim.state, claim.released_on) == (ClaimState.PAID, None)
    assert statement.of_project(source.project).received == 90
    claim_steps.reverse_payment(by=someone(), claim=claim, reason="Nor paid")
    claim.refresh_from_db()

    assert claim.state == ClaimState.APPROVED
    assert statement.of_project(source.project).received == 0


def test_who_approved_does_not_reverse_the_payment(source):
    by = someone()
    claim = approved(source, "100", by=by)
    claim_steps.pay(by=someone(), claim=claim, on=days_ago(0))

    with pytest.raises(claim_steps.ApprovedIt):
        claim_steps.reverse_payment(by=by, claim=claim, reason="A slip")
    with refused("does not mark it paid"):
        step(claim, "unpaid", by, reason="A slip")


def test_a_double_click_reverses_once(source):
    claim, by = paid(source, "100"), someone()

    for _ in range(2):
        claim_steps.reverse_payment(by=by, claim=claim, reason="A slip", attempt="aaaaaaaaaa")

    assert Posting.objects.filter(flow=Flow.RECEIVED).count() == 2
    with pytest.raises(NotNow, match="The status of this claim is “Approved”"):
        claim_steps.reverse_payment(by=by, claim=claim, reason="A slip")


def test_a_claim_is_paid_once(source):
    claim = paid(source, "100")
    another = postings.receive(
        by=someone(),
        source=source,
        on=days_ago(0),
        amount=Decimal(100),
        expenditure=Expenditure.CAPITAL,
    )

    with refused("a claim is paid once"):
        claim.receipts.create(posting=another, expenditure=Expenditure.CAPITAL)


# Pennies and sources -----------------------------------------------------------------------------


def test_the_last_pennies_of_a_large_invoice_can_be_claimed():
    source = secured("2000000")
    posting, by = spent(source, "1000000"), someone()
    first, second, third = (claim_of(source) for _ in range(3))
    (line,) = claims.add_lines(by=by, claim=first, postings=[posting])
    claims.set_share(by=by, line=line, amount=Decimal("0.01"))
    (line,) = claims.add_lines(by=by, claim=second, postings=[posting])
    claims.set_share(by=by, line=line, amount=Decimal("999999.98"))

    (line,) = claims.add_lines(by=by, claim=third, postings=[posting])

    assert line.amount == Decimal("0.01")
    shares = ClaimLine.objects.values_list("percent", flat=True)
    assert sum(shares) <= 100


def test_funding_with_postings_of_a_locked_month_stays_in_its_project():
    source = secured()
    spent(source, "100", days=(days_ago(0) - last_month()).days)
    facts = {"project": source.project, "month": last_month(), "is_outturn": False}
    ledger_months.explain(by=someone(), kind="timing", says="Late", amount=Decimal(-100), **facts)
    month = ledger_months.sign(by=someone(), **facts)
    ledger_months.lock(by=someone(), month=month)

    with refused("of a locked month stays in its project"):
        FundingSource.objects.filter(pk=source.pk).update(project=ProjectFactory())


def test_a_refund_is_not_before_its_spend():
    spend = spent(secured(), "100", days=30)

    with pytest.raises(Refusal, match="when it was spent"):
        postings.refund(by=someone(), spent=spend, on=days_ago(31), net=Decimal(1), reason="Faulty")


def test_evidence_of_another_is_no_step_of_mine(source):
    by = someone()
    claim = claim_of(source, by=by)
    (line,) = claims.add_lines(by=by, claim=claim, postings=[spent(source)])
    evidenced(line, by=by)

    assert claim_steps.submit(by=by, claim=claim).state == ClaimState.SUBMITTED

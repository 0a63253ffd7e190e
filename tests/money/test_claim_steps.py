"""A claim is submitted, sent back, approved, paid and released: by whom, once, within the award."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from diz_portal.access import NotNow, Refusal
from projects.models import ClaimEvent, Posting
from projects.money.claim_states import CLAIM_MOVES, ClaimState, ClaimStep
from projects.money.enums import Expenditure, Flow
from projects.money.selectors import claims as selectors
from projects.money.services import claim_steps, claims, sources
from tests.factories.accounts import UserFactory
from tests.factories.claims import (
    approved,
    claim_of,
    complete,
    evidenced,
    paid,
    paper,
    spent,
    submitted,
)
from tests.factories.money import days_ago, secured
from tests.factories.partners import MembershipFactory, OrganisationFactory, certifier_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(password=None)


@pytest.fixture
def source():
    return secured("1000", "1000")


def receipts(source):
    found = Posting.objects.filter(source=source, flow=Flow.RECEIVED).order_by("pk")
    return [(one.expenditure, one.amount) for one in found]


def test_every_status_has_its_moves():
    assert set(CLAIM_MOVES) == set(ClaimState)


def test_a_claim_without_lines_is_not_submitted(source, by):
    with pytest.raises(Refusal, match="Add spend before you submit it"):
        claim_steps.submit(by=by, claim=claim_of(source))


def test_each_line_needs_an_invoice_and_proof_of_payment_or_a_reason(source, by):
    claim = claim_of(source)
    (line,) = claims.add_lines(by=by, claim=claim, postings=[spent(source)])

    with pytest.raises(Refusal, match=r"“Civil works” has no invoice. Add one, or say why"):
        claim_steps.submit(by=by, claim=claim)
    claims.add_evidence(by=by, line=line, invoice=paper())
    with pytest.raises(Refusal, match=r"has no proof of payment. Add one"):
        claim_steps.submit(by=by, claim=claim)
    claims.add_evidence(by=by, line=line, no_payment="The funder asks for invoices alone")

    assert claim_steps.submit(by=by, claim=claim).state == ClaimState.SUBMITTED


def test_paid_posts_the_receipt_of_each_class_less_what_is_held_back(source, by):
    claim = claim_of(source, by=by, held_back_percent=Decimal("12.5"))
    made = [
        spent(source, "100.01"),
        spent(source, "50.50", expenditure=Expenditure.REVENUE),
    ]
    for line in claims.add_lines(by=by, claim=claim, postings=made):
        evidenced(line, by=by)
    claim_steps.submit(by=by, claim=claim)
    claim_steps.approve(by=UserFactory(password=None), claim=claim)

    claim_steps.pay(by=by, claim=claim, on=days_ago(0))

    assert receipts(source) == [
        ("capital", Decimal("87.51")),
        ("revenue", Decimal("44.19")),
    ]
    left = {one.expenditure: one.left for one in selectors.left_to_claim(source)}
    assert left == {"capital": Decimal("899.99"), "revenue": Decimal("949.50")}

    claim_steps.release(by=by, claim=claim, on=days_ago(0))

    assert receipts(source)[2:] == [("capital", Decimal("12.50")), ("revenue", Decimal("6.31"))]
    assert {one.expenditure: one.left for one in selectors.left_to_claim(source)} == left


def test_what_is_held_back_is_released_once(source, by):
    claim = paid(source, "100", held_back_percent=Decimal(10))
    claim_steps.release(by=by, claim=claim, on=days_ago(0))

    with pytest.raises(NotNow, match="No grant is held back from this claim"):
        claim_steps.release(by=by, claim=claim, on=days_ago(0))


def test_nothing_is_released_where_nothing_is_held_back(source, by):
    with pytest.raises(NotNow, match="No grant is held back from this claim"):
        claim_steps.release(by=by, claim=paid(source, "100"), on=days_ago(0))


def test_nothing_is_released_before_the_rest_was_paid(source, by):
    claim = approved(source, "100", held_back_percent=Decimal(10))
    claim_steps.pay(by=by, claim=claim, on=days_ago(0))

    with pytest.raises(Refusal, match="when the rest was paid"):
        claim_steps.release(by=by, claim=claim, on=days_ago(1))

    assert receipts(source) == [("capital", 90)]


def test_a_double_click_pays_once(source, by):
    claim = approved(source, "100")

    for _ in range(2):
        claim_steps.pay(by=by, claim=claim, on=days_ago(0), attempt="aaaaaaaaaa")

    assert receipts(source) == [("capital", 100)]
    with pytest.raises(NotNow, match="The status of this claim is “Paid”"):
        claim_steps.pay(by=by, claim=claim, on=days_ago(0), attempt="bbbbbbbbbb")


def test_whoever_prepared_or_submitted_does_not_approve(source):
    preparer, helper, sender = (UserFactory(password=None) for _ in range(3))
    claim = complete(source, "100", by=preparer)
    claims.set_share(by=helper, line=claim.lines.get(), percent=Decimal(90))
    claim_steps.submit(by=sender, claim=claim)

    for person in (preparer, helper, sender):
        with pytest.raises(claim_steps.FourEyes, match="Ask another certifier"):
            claim_steps.approve(by=person, claim=claim)


def test_a_second_organisation_does_not_open_the_door(source):
    """Finance officer here, and certifier of the accountable body through another membership."""
    person = certifier_of(source.project.lead)
    MembershipFactory(person=person, organisation=OrganisationFactory(), role="finance")
    claim = submitted(source, "100", by=person)

    with pytest.raises(claim_steps.FourEyes):
        claim_steps.approve(by=person, claim=claim)
    with pytest.raises(IntegrityError, match="does not approve it"), transaction.atomic():
        ClaimEvent.objects.create(claim=claim, step=ClaimStep.APPROVED, by=person)


def test_whoever_approved_does_not_mark_it_paid(source, by):
    claim = approved(source, "100", by=by)

    with pytest.raises(claim_steps.ApprovedIt, match="Ask another finance officer"):
        claim_steps.pay(by=by, claim=claim, on=days_ago(0))
    with pytest.raises(IntegrityError, match="does not mark it paid"), transaction.atomic():
        ClaimEvent.objects.create(claim=claim, step=ClaimStep.PAID, by=by)


def test_whoever_approved_does_not_release_what_was_held_back(source, by):
    claim = approved(source, "100", by=by, held_back_percent=Decimal(5))
    claim_steps.pay(by=UserFactory(password=None), claim=claim, on=days_ago(0))

    with pytest.raises(claim_steps.ApprovedIt):
        claim_steps.release(by=by, claim=claim, on=days_ago(0))


def test_a_claim_that_is_sent_back_says_why_and_is_submitted_again(source, by):
    claim = submitted(source, "100")
    with pytest.raises(Refusal, match="Enter the reason"):
        claim_steps.send_back(by=by, claim=claim, reason=" ")
    claim_steps.send_back(by=by, claim=claim, reason="The invoice is not readable")

    claims.set_share(by=by, line=claim.lines.get(), percent=Decimal(50))
    claim_steps.submit(by=by, claim=claim)

    steps = [(one.step, one.amount, one.reason) for one in claim.steps.all()][-4:]
    assert steps == [
        ("submitted", 100, ""),
        ("sent_back", 100, "The invoice is not readable"),
        ("changed", 50, ""),
        ("submitted", 50, ""),
    ]


def test_capital_and_revenue_are_kept_apart(by):
    source = secured("100", "1000")
    claim = complete(source, "101")

    with pytest.raises(Refusal, match="Capital of £101 is claimed and £100 is left of the award"):
        claim_steps.submit(by=by, claim=claim)


def test_pending_claims_count_against_the_award(source, by):
    submitted(source, "600")
    claim = complete(source, "401")

    with pytest.raises(Refusal, match="Capital of £401 is claimed and £400 is left"):
        claim_steps.submit(by=by, claim=claim)


def test_an_award_that_was_reduced_stops_the_approval_and_the_payment(source, by):
    first, second = approved(source, "600"), submitted(source, "400")
    sources.vary(by=by, source=source, dated_on=days_ago(0), capital=Decimal(-500), reason="Cut")

    with pytest.raises(Refusal, match=r"£400 is claimed and £0 is left of the award. Send it back"):
        claim_steps.approve(by=by, claim=second)
    with pytest.raises(Refusal, match="If the award was reduced, send the claim back"):
        claim_steps.pay(by=by, claim=first, on=days_ago(0))


def test_funding_that_is_no_longer_secured_is_not_approved(source, by):
    claim = submitted(source, "100")
    sources.unsecure(by=by, source=source, reason="No agreement")

    with pytest.raises(Refusal, match="Mark it as secured"):
        claim_steps.approve(by=by, claim=claim)


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "today or in the past"), (1, "when it was submitted")]
)
def test_a_claim_is_paid_on_a_day_that_can_be(source, by, days, sentence):
    claim = approved(source, "100")

    with pytest.raises(Refusal, match=sentence):
        claim_steps.pay(by=by, claim=claim, on=days_ago(days))


def test_a_stale_tab_decides_nothing(source, by):
    claim = submitted(source, "100")
    seen = claim.steps.count()
    claim_steps.send_back(by=by, claim=claim, reason="Too much")
    claims.set_share(by=by, line=claim.lines.get(), percent=Decimal(50))
    claim_steps.submit(by=by, claim=claim)

    with pytest.raises(claim_steps.ChangedSince, match="Read it again, then decide"):
        claim_steps.approve(by=UserFactory(password=None), claim=claim, seen=seen)


def test_a_receipt_that_was_a_slip_is_left_to_claim_again(source, by):
    claim = paid(source, "100")
    claim_steps.reverse_payment(by=by, claim=claim, reason="Another project’s")
    claim_steps.send_back(by=by, claim=claim, reason="Never asked for")
    claim_steps.withdraw(by=by, claim=claim, reason="Never asked for")

    assert selectors.left_to_claim(source)[0].left == 1000


@pytest.mark.parametrize("made", [claim_of, submitted, approved, paid])
def test_what_is_not_in_the_table_is_refused_with_the_status(source, by, made):
    claim = made(source)
    claim.refresh_from_db()
    does = {
        ClaimState.SUBMITTED: lambda: claim_steps.submit(by=by, claim=claim),
        ClaimState.APPROVED: lambda: claim_steps.approve(by=by, claim=claim),
        ClaimState.SENT_BACK: lambda: claim_steps.send_back(by=by, claim=claim, reason="Why"),
        ClaimState.PAID: lambda: claim_steps.pay(by=by, claim=claim, on=days_ago(0)),
        ClaimState.WITHDRAWN: lambda: claim_steps.withdraw(by=by, claim=claim, reason="Why"),
    }
    for to in set(does) - CLAIM_MOVES[ClaimState(claim.state)]:
        with pytest.raises(NotNow, match="Reload the page"):
            does[to]()

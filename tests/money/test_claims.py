"""What goes into a claim: spend of the project, once, with its evidence, while it is a draft."""

from decimal import Decimal

import pytest

from diz_portal.access import NotNow, Refusal
from diz_portal.documents.models import Document
from projects.models import Claim, ClaimEvidence, Posting
from projects.money.amounts import PENNY
from projects.money.claim_states import ClaimStep
from projects.money.enums import Expenditure
from projects.money.selectors import claims as selectors
from projects.money.services import claim_steps, claims, postings, sources
from tests.days import as_of_now, in_days
from tests.factories.accounts import UserFactory
from tests.factories.claims import (
    claim_of,
    complete,
    evidenced,
    paper,
    spent,
    submitted,
)
from tests.factories.money import FundingSourceFactory, awarded, days_ago, secured
from tests.factories.partners import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(password=None)


@pytest.fixture
def source():
    return secured("1000", "1000")


def line_of(source, posting, by, **share):
    (line,) = claims.add_lines(by=by, claim=claim_of(source), postings=[posting], **share)
    return line


def test_all_of_a_cost_is_claimed_net_of_vat_that_is_recovered(source, by):
    recovered = spent(source, "100", vat=Decimal(20))
    lost = spent(source, "100", vat=Decimal(20), vat_recoverable=False)

    made = claims.add_lines(by=by, claim=claim_of(source), postings=[recovered, lost])

    assert [(one.net, one.vat, one.amount, one.percent) for one in made] == [
        (100, 0, 100, 100),
        (100, 20, 120, 100),
    ]


def test_an_invoice_is_split_over_two_funders_to_the_penny(source, by):
    other = secured(project=source.project)
    posting = spent(source, "0.05")

    first = line_of(source, posting, by, percent=Decimal(50))
    second = line_of(other, posting, by, percent=Decimal(50))

    assert (first.amount, second.amount) == (3 * PENNY, 2 * PENNY)
    with pytest.raises(Refusal, match="There is nothing left to claim of “Civil works”"):
        line_of(secured(project=source.project), posting, by)


def test_no_cost_is_claimed_twice(source, by):
    posting = spent(source, "100")
    line_of(source, posting, by, percent=Decimal(60))

    with pytest.raises(Refusal, match=r"£40 of “Civil works” can be claimed: the rest"):
        line_of(source, posting, by, percent=Decimal(41))


def test_what_a_withdrawn_claim_asked_for_may_be_claimed_again(source, by):
    posting = spent(source, "100")
    line = line_of(source, posting, by)
    claim_steps.withdraw(by=by, claim=line.claim, reason="Wrong period")

    assert line_of(source, posting, by).amount == 100


def test_refunds_and_reversals_are_taken_off_what_can_be_claimed(source, by):
    refunded, reversed_ = spent(source, "100"), spent(source, "50")
    postings.refund(by=by, spent=refunded, on=days_ago(2), net=Decimal(30), reason="Faulty")
    postings.reverse(by=by, posting=reversed_, reason="A slip")
    claim = claim_of(source)

    offered = {one.posting: one.left for one in selectors.may_be_claimed(claim)}

    assert offered == {refunded: 70}
    with pytest.raises(Refusal, match="nothing left to claim"):
        line_of(source, reversed_, by)


def test_what_was_refunded_after_it_was_claimed_stops_the_claim(source, by):
    posting = spent(source, "100")
    line = evidenced(line_of(source, posting, by), by=by)
    postings.refund(by=by, spent=posting, on=days_ago(2), net=Decimal(30), reason="Faulty")

    with pytest.raises(Refusal, match="has been refunded or reversed"):
        claim_steps.submit(by=by, claim=line.claim)

    claims.set_share(by=by, line=line, amount=Decimal(70))
    assert claim_steps.submit(by=by, claim=line.claim).state == "submitted"


def test_a_change_of_class_takes_from_what_can_be_claimed_of_it(source, by):
    spent(source, "100")
    _, now_revenue = postings.reclassify(
        by=by,
        source=source,
        on=days_ago(2),
        amount=Decimal(40),
        to=Expenditure.REVENUE,
        reason="Leased",
        capital_basis="own_asset",
    )

    offered = [
        (one.posting.expenditure, one.left) for one in selectors.may_be_claimed(claim_of(source))
    ]

    assert offered == [("capital", 60), ("revenue", 40)]
    assert line_of(source, now_revenue, by).amount == 40


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"days": 301}, "outside the period of this claim"),
        ({"days": 0}, "outside the period of this claim"),
    ],
)
def test_only_spend_of_the_period_is_claimed(source, by, facts, sentence):
    with pytest.raises(Refusal, match=sentence):
        line_of(source, spent(source, **facts), by)


def test_only_spend_of_the_project_is_claimed(source, by):
    with pytest.raises(Refusal, match="Select spend of this project"):
        line_of(source, spent(secured()), by)


def test_spend_before_the_funding_began_is_not_claimed(source, by):
    posting = spent(source)
    source.starts_on = days_ago(10)
    source.save()

    with pytest.raises(Refusal, match="outside the dates of this funding"):
        line_of(source, posting, by)


def test_a_claim_for_a_partner_has_that_partners_spend(source, by):
    partner = OrganisationFactory()
    source.project.partners.add(partner)
    theirs = spent(source, "10", organisation=partner)
    spent(source, "20")
    claim = claim_of(source, organisation=partner)

    assert [one.posting for one in selectors.may_be_claimed(claim)] == [theirs]


def test_a_claim_becomes_a_partners_only_with_that_partners_spend(source, by):
    partner = OrganisationFactory()
    source.project.partners.add(partner)
    theirs, ours = spent(source, "10", organisation=partner), spent(source, "20")
    claim = claim_of(source)
    claims.add_lines(by=by, claim=claim, postings=[theirs])
    facts = {
        "period_from": claim.period_from,
        "period_to": claim.period_to,
        "held_back_percent": Decimal(0),
    }

    claims.edit(by=by, claim=claim, organisation=partner, **facts)
    claims.edit(by=by, claim=claim, organisation=source.project.lead, **facts)
    claims.add_lines(by=by, claim=claim, postings=[ours])

    with pytest.raises(Refusal, match="would no longer be part"):
        claims.edit(by=by, claim=claim, organisation=partner, **facts)


def test_a_share_is_more_than_nothing_and_may_be_pence(source, by):
    line = line_of(source, spent(source, "100"), by)

    for share in ({"percent": Decimal(0)}, {"percent": Decimal("0.001")}):
        with pytest.raises(Refusal, match="above 0%"):
            claims.set_share(by=by, line=line, **share)

    assert claims.set_share(by=by, line=line, amount=Decimal("0.50")).amount == Decimal("0.50")


def test_a_claim_is_never_of_something_in_kind():
    given = FundingSourceFactory(given_in_kind=True)

    with pytest.raises(Refusal, match="cannot claim a contribution in kind"):
        claim_of(given)


def test_funding_that_is_not_secured_is_not_claimed():
    with pytest.raises(Refusal, match="Mark it as secured before you claim it"):
        claim_of(awarded())


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"period_to": in_days(1)}, "today or in the past"),
        ({"period_to": in_days(-301)}, "on or after the start date"),
    ],
)
def test_a_claim_is_of_a_period_that_has_passed(source, facts, sentence):
    with pytest.raises(Refusal, match=sentence):
        claim_of(source, **as_of_now(facts))


def test_a_claim_is_for_the_accountable_body_or_a_partner(source):
    with pytest.raises(Refusal, match="Select the accountable body or a partner"):
        claim_of(source, organisation=OrganisationFactory())


def test_the_period_may_not_leave_a_line_behind(source, by):
    line = line_of(source, spent(source, days=30), by)

    with pytest.raises(Refusal, match="Remove that line first"):
        claims.edit(
            by=by,
            claim=line.claim,
            organisation=source.project.lead,
            period_from=days_ago(29),
            period_to=days_ago(1),
            held_back_percent=Decimal(0),
        )


def test_adding_twice_adds_once(source, by):
    posting, claim = spent(source), claim_of(source)

    claims.add_lines(by=by, claim=claim, postings=[posting])
    again = claims.add_lines(by=by, claim=claim, postings=[posting])

    assert again == []
    assert claim.lines.count() == 1


def test_a_claim_that_is_started_twice_is_one(source):
    first = claim_of(source, attempt="aaaaaaaaaa")

    assert claim_of(source, attempt="aaaaaaaaaa") == first
    assert Claim.objects.count() == 1


def test_evidence_is_kept_and_goes_with_its_line(source, by):
    line = line_of(source, spent(source), by)
    claims.add_evidence(by=by, line=line, invoice=paper(), payment=paper("bacs.pdf"))
    first = line.evidence.first()

    claims.remove_evidence(by=by, evidence=first)
    assert Document.objects.count() == 1
    with pytest.raises(NotNow, match="has been removed"):
        claims.remove_evidence(by=by, evidence=first)

    claims.remove_line(by=by, line=line)
    assert not Document.objects.exists()
    assert not ClaimEvidence.objects.exists()
    with pytest.raises(NotNow, match="has been removed"):
        claims.remove_line(by=by, line=line)


def test_a_submitted_claim_is_not_changed(source, by):
    claim = submitted(source, "100")
    line = claim.lines.get()

    for change in (
        lambda: claims.add_lines(by=by, claim=claim, postings=[spent(source)]),
        lambda: claims.set_share(by=by, line=line, percent=Decimal(50)),
        lambda: claims.remove_line(by=by, line=line),
        lambda: claims.add_evidence(by=by, line=line, invoice=paper()),
    ):
        with pytest.raises(NotNow, match="The status of this claim is “Submitted”"):
            change()


def test_whoever_changes_a_claim_stands_in_its_history_once_in_a_row(source, by):
    claim = complete(source, "10", "20", by=by)

    claims.set_share(by=UserFactory(password=None), line=claim.lines.first(), percent=Decimal(50))

    assert [one.step for one in claim.steps.all()] == [ClaimStep.STARTED, ClaimStep.CHANGED]


def test_left_to_claim_is_the_award_less_paid_and_pending(source, by):
    postings.receive(
        by=by, source=source, on=days_ago(3), amount=Decimal(300), expenditure="capital"
    )
    submitted(source, "250")

    left = {one.expenditure: one.left for one in selectors.left_to_claim(source)}

    assert left == {"capital": 450, "revenue": 1000}


def test_a_variation_changes_what_is_left(source, by):
    sources.vary(by=by, source=source, dated_on=days_ago(3), capital=Decimal(-900), reason="Less")
    source.refresh_from_db()
    claim = complete(source, "101")

    with pytest.raises(Refusal, match=r"Capital of £101 is claimed and £100 is left"):
        claim_steps.submit(by=by, claim=claim)


def _posted(source, *, flow="spent", kind="adjustment", amount=5):
    return Posting.objects.create(
        source=source,
        organisation=source.project.lead,
        flow=flow,
        kind=kind,
        on=days_ago(30),
        month=days_ago(30).replace(day=1),
        expenditure="revenue",
        net=amount,
        amount=amount,
        description="Work",
        reason="Why",
    )


def _accrued(source, net):
    accrual, _ = postings.accrue(
        by=UserFactory(password=None),
        source=source,
        month=days_ago(70).replace(day=1),
        net=Decimal(net),
        description="Work",
        expenditure="revenue",
    )
    return accrual


@pytest.mark.parametrize(
    "facts", [{"kind": "accrual"}, {"flow": "received"}, {"amount": -5}, {"kind": "refund"}]
)
def test_only_what_was_spent_is_claimed(by, facts):
    """Each of the three is asked: it was spent, it can be claimed, and it is more than nothing."""
    source = secured("1000", "1000")
    if facts.get("kind") == "refund":
        spend = spent(source, "10", expenditure="revenue")
        posting = postings.refund(
            by=by, spent=spend, on=days_ago(29), net=Decimal(5), reason="Faulty"
        )
    elif facts.get("kind") == "accrual":
        posting = _accrued(source, 10)
    else:
        spent(source, "10", expenditure="revenue")
        posting = _posted(source, **facts)

    with pytest.raises(Refusal, match="Select spend of this project"):
        claims.add_lines(by=by, claim=claim_of(source), postings=[posting])


@pytest.mark.parametrize(
    ("starts", "ends", "fits"),
    [
        (40, 20, True),
        (40, None, True),
        (None, 20, True),
        (30, 30, True),
        (29, None, False),
        (None, 31, False),
    ],
)
def test_a_line_was_spent_while_the_funding_runs(by, starts, ends, fits):
    source = secured(starts_on=starts and days_ago(starts), ends_on=ends and days_ago(ends))
    claim, posting = claim_of(source), spent(source, "10", days=30)

    if fits:
        (line,) = claims.add_lines(by=by, claim=claim, postings=[posting])
        assert line.amount == 10
    else:
        with pytest.raises(Refusal, match="outside the dates of this funding"):
            claims.add_lines(by=by, claim=claim, postings=[posting])


def test_an_accrual_leaves_no_more_to_claim(by):
    """Nor does its reversal leave less: nothing of it was paid."""
    source = secured("1000", "1000")
    posting = spent(source, "100", expenditure="revenue")
    _accrued(source, 50)
    _posted(source, amount=-30)

    (line,) = claims.add_lines(by=by, claim=claim_of(source), postings=[posting])

    assert line.amount == 70


def test_the_amount_that_completes_a_cost_takes_the_share_that_is_left(by):
    first = secured()
    posting = spent(first, "3")
    claims.add_lines(by=by, claim=claim_of(first), postings=[posting], percent=Decimal("33.3333"))
    second = claim_of(secured(project=first.project))

    (line,) = claims.add_lines(by=by, claim=second, postings=[posting])

    assert (line.amount, line.percent) == (2, Decimal("66.6667"))

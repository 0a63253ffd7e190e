"""No way round: what comes in for a claim was spent, once, and as what it was claimed."""

from decimal import Decimal

import pytest
from django.urls import reverse

from diz_portal.access import NotNow, Refusal
from diz_portal.documents.guards import may_read
from projects.models import Claim
from projects.money.enums import Expenditure
from projects.money.selectors import claim_pages, statement
from projects.money.services import claim_steps, claims, postings
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
from tests.factories.partners import contributor_of
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
HUNDRED = Decimal(100)


def someone():
    return UserFactory(password=None)


def test_what_was_reclassified_is_not_claimed_of_both_classes():
    source = secured("1000", "1000")
    first = complete(source, "100", expenditure=Expenditure.REVENUE, by=someone())
    claim_steps.submit(by=someone(), claim=first)
    _, capital = postings.reclassify(
        by=someone(),
        source=source,
        on=days_ago(2),
        amount=HUNDRED,
        to="capital",
        reason="An asset",
        capital_basis="own_asset",
    )
    second, by = claim_of(source), someone()
    (line,) = claims.add_lines(by=by, claim=second, postings=[capital])
    evidenced(line, by=by)
    claim_steps.submit(by=by, claim=second)

    with pytest.raises(Refusal, match="More revenue is claimed than was spent"):
        claim_steps.approve(by=someone(), claim=first)


def test_what_an_adjustment_took_from_is_not_claimed_in_full():
    source = secured("1000", "1000")
    claim = submitted(source, "100")
    expenditure = claim.lines.get().posting.expenditure
    postings.adjust(
        by=someone(),
        source=source,
        on=days_ago(1),
        flow="spent",
        amount=Decimal(-60),
        expenditure=expenditure,
        reason="Booked twice",
        description="Less",
        capital_basis="own_asset",
    )

    with pytest.raises(Refusal, match="is claimed than was spent"):
        claim_steps.approve(by=someone(), claim=claim)


def test_an_approved_claim_is_not_paid_once_its_spend_was_refunded():
    source = secured("1000")
    claim = approved(source, "100")
    spend = claim.lines.get().posting
    postings.refund(by=someone(), spent=spend, on=days_ago(1), net=HUNDRED, reason="Faulty")

    with pytest.raises(Refusal, match="refunded or reversed"):
        claim_steps.pay(by=someone(), claim=claim, on=days_ago(0))

    assert statement.of_project(source.project).received == 0


def test_a_reversal_leaves_no_sum_below_nothing():
    source = secured("1000", "0")
    facts = {"by": someone(), "source": source, "expenditure": "capital", "amount": HUNDRED}
    receipt = postings.receive(on=days_ago(3), **facts)
    postings.claw_back(on=days_ago(2), reason="Not spent", **facts)
    with pytest.raises(NotNow, match="Reverse the clawback"):
        postings.reverse(by=someone(), posting=receipt, reason="A slip")

    spend = spent(source, "100")
    postings.reclassify(
        by=someone(),
        source=source,
        on=days_ago(1),
        amount=HUNDRED,
        to="revenue",
        reason="No asset",
        capital_basis="own_asset",
    )
    with pytest.raises(NotNow, match="reclassify"):
        postings.reverse(by=someone(), posting=spend, reason="A slip")


def test_an_adjustment_is_of_its_month_or_an_earlier_one():
    source = secured("1000", "0")

    with pytest.raises(Refusal, match="or an earlier one"):
        postings.adjust(
            by=someone(),
            source=source,
            on=days_ago(45),
            for_month=days_ago(0).replace(day=1),
            flow="received",
            amount=HUNDRED,
            expenditure="capital",
            reason="Late",
            description="Late",
        )


def test_a_contributor_of_the_accountable_body_reads_no_claim(client):
    project = ProjectFactory(slug="fibre")
    by = someone()
    claim = complete(secured("1000", "500", project=project), "50", by=by)
    claims.add_evidence(by=by, line=claim.lines.get(), invoice=paper())
    who = contributor_of(project.lead)
    client.force_login(who)

    page = client.get(reverse("money:claim", args=["fibre", claim.reference]))

    assert page.status_code == 404
    assert not Claim.objects.visible_to(who).exists()
    assert not may_read(who, claim.lines.get().evidence.first().paper)


def test_what_was_paid_is_taken_once_from_what_is_left():
    claim = paid(secured("1000", "0"), "100")

    ((_, asked, left),) = claim_pages.shown(claim).classes

    assert (asked, left) == (100, 900)

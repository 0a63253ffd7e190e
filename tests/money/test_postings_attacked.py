"""No way round: what was received or spent of a class is never less than nothing, and what came
back is neither claimed nor paid out again."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from diz_portal.access import Refusal
from diz_portal.references import new_reference
from projects.models import ClaimEvent, FundingSource, InKindGiven, Posting
from projects.money import periods
from projects.money.selectors import statement
from projects.money.services import claim_steps, claims, in_kind, postings, regrants, sources
from tests.factories.accounts import UserFactory
from tests.factories.bids import granted
from tests.factories.claims import claim_of, evidenced, paid, spent
from tests.factories.money import FundingSourceFactory, awarded, days_ago, secured
from tests.factories.partners import OrganisationFactory

pytestmark = pytest.mark.django_db
HUNDRED = Decimal(100)


def someone():
    return UserFactory(password=None)


def reclassified(source, amount="100", to="revenue"):
    return postings.reclassify(
        by=someone(),
        source=source,
        on=days_ago(2),
        amount=Decimal(amount),
        to=to,
        reason="No asset",
        capital_basis="own_asset",
    )


def adjusted(source, amount, flow="spent", expenditure="capital"):
    return postings.adjust(
        by=someone(),
        source=source,
        on=days_ago(1),
        flow=flow,
        amount=Decimal(amount),
        expenditure=expenditure,
        reason="Booked twice",
        description="Less",
        capital_basis="own_asset",
    )


def refunded(spend, net="100", days=1):
    return postings.refund(
        by=someone(), spent=spend, on=days_ago(days), net=Decimal(net), reason="Faulty"
    )


@contextmanager
def refused(says):
    """By the database, at the latest when the transaction ends."""
    said = ""
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as refusal:
        said = str(refusal)
    assert says in said


def copied(posting, **facts):
    """Written past every service."""
    row = Posting.objects.get(pk=posting.pk)
    row.pk, row.reference, row.attempt = None, new_reference(), ""
    row._state.adding = True
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row


def opposite(posting, **facts):
    signs = {name: -getattr(posting, name) for name in ("net", "vat", "amount")}
    return copied(
        posting, kind="reversal", reverses=posting, refunds=None, reason="A slip", **signs, **facts
    )


def test_what_was_reclassified_and_then_refunded_is_not_claimed():
    source = secured("1000", "1000")
    spend = spent(source, "100")
    _, revenue = reclassified(source)

    with pytest.raises(Refusal, match="reclassif"):
        refunded(spend)

    claim, by = claim_of(source), someone()
    (line,) = claims.add_lines(by=by, claim=claim, postings=[revenue])
    evidenced(line, by=by)
    claim_steps.submit(by=by, claim=claim)


def test_no_adjustment_takes_more_than_there_is():
    source = secured("1000", "0")
    spent(source, "100")

    with pytest.raises(Refusal, match="£100 of capital has been spent"):
        adjusted(source, "-100.01")
    with pytest.raises(Refusal, match="£0 of capital has been received"):
        adjusted(source, "-0.01", flow="received")

    adjusted(source, "-100")


def test_grant_held_back_is_not_released_above_an_award_that_was_reduced():
    source = secured("100", "0")
    claim = paid(source, "100", held_back_percent=Decimal(10))
    sources.vary(
        by=someone(), source=source, dated_on=days_ago(0), capital=Decimal(-10), reason="Less"
    )

    (said,) = [
        one
        for one in statement.of_project(source.project).differences
        if one.kind == "more_than_left"
    ]
    assert said.amount == 10
    with pytest.raises(Refusal, match="left of the award"):
        claim_steps.release(by=someone(), claim=claim, on=days_ago(0))


def test_a_grant_is_not_paid_twice_by_reversing_its_refund():
    grant = granted()
    facts = {"by": someone(), "regrant": grant, "amount": grant.amount}
    first = regrants.pay(on=days_ago(3), **facts)
    back = refunded(first, grant.amount, days=2)
    regrants.pay(on=days_ago(1), **facts)

    with pytest.raises(Refusal, match="more than the grant"):
        postings.reverse(by=someone(), posting=back, reason="A slip")


def test_a_cancelled_grant_is_not_paid_by_reversing_its_refund():
    grant = granted()
    first = regrants.pay(by=someone(), regrant=grant, on=days_ago(3), amount=grant.amount)
    back = refunded(first, grant.amount, days=2)
    regrants.cancel(by=someone(), regrant=grant, on=days_ago(1), reason="Not needed")

    with pytest.raises(Refusal, match="cancelled"):
        postings.reverse(by=someone(), posting=back, reason="A slip")


def test_a_claim_is_submitted_only_with_spend_inside_the_dates_of_its_funding():
    source = secured("1000", "0")
    claim, by = claim_of(source), someone()
    (line,) = claims.add_lines(by=by, claim=claim, postings=[spent(source, "100")])
    evidenced(line, by=by)
    sources.edit(by=by, source=source, title=source.title, ends_on=days_ago(60))

    with pytest.raises(Refusal, match="outside the dates of this funding"):
        claim_steps.submit(by=by, claim=claim)


# By whoever writes to the database ------------------------------------------------------------


def test_the_database_refunds_no_more_than_was_spent():
    spend = spent(awarded("1000"), "100")
    spent(spend.source, "500")
    facts = {"kind": "refund", "refunds": spend, "reason": "Faulty", "on": days_ago(1)}
    facts["month"] = periods.month_of(facts["on"])
    with refused("refund"):
        copied(spend, net=Decimal(-101), amount=Decimal(-101), **facts)

    opposite(spend)
    with refused("refund"):
        copied(spend, net=Decimal(-1), amount=Decimal(-1), **facts)


def test_the_database_reverses_no_spend_that_was_refunded():
    spend = spent(awarded("1000"), "100")
    spent(spend.source, "500")
    refunded(spend, "10")

    with refused("refund"):
        opposite(spend)


def test_the_database_reverses_in_the_period_and_for_the_payer():
    spend = spent(awarded("1000"), "100", days=90)

    later = days_ago(1)
    with refused("reversal"):
        opposite(spend, on=later, month=periods.month_of(later))
    with refused("reversal"):
        opposite(spend, organisation=OrganisationFactory())


def test_the_database_reclassifies_one_fund():
    source, other = awarded("1000", "1000"), awarded("1000", "1000")
    spent(source, "100")
    out, back = reclassified(source)
    spent(source, "100")

    with refused("leaves capital"):
        copied(out, pair="another")
        copied(back, pair="another", source=other)
    with refused("leaves capital"):
        copied(out, pair="another")
        copied(back, pair="another", expenditure=out.expenditure, capital_basis="own_asset")


def test_the_database_takes_no_more_than_there_is():
    source = awarded("1000")
    spend = spent(source, "100")

    facts = {"kind": "adjustment", "reason": "Less"}
    with refused("below"):
        copied(spend, net=Decimal(-101), amount=Decimal(-101), **facts)
    with refused("below"):
        copied(
            spend,
            net=Decimal(-1),
            amount=Decimal(-1),
            flow="received",
            **{**facts, "kind": "clawback"},
        )


def test_the_database_takes_an_accrual_back():
    source = awarded("1000")
    last = periods.month_of(days_ago(40))
    accrual, _ = postings.accrue(
        by=someone(),
        source=source,
        month=last,
        net=HUNDRED,
        description="Work",
        expenditure="capital",
        capital_basis="own_asset",
    )

    with refused("accrual"):
        copied(accrual)


def test_the_database_keeps_funding_cash_or_in_kind():
    source = spent(awarded("1000"), "100").source
    in_kind_facts = {"form": "in_kind", "in_kind": "goods", "valuation": "x", "acceptance": "asked"}
    with refused("cash or in kind"):
        FundingSource.objects.filter(pk=source.pk).update(**in_kind_facts)

    given_facts = {
        "what": "Hours",
        "quantity": Decimal(2),
        "unit": "hours",
        "rate": Decimal(5),
        "on": days_ago(1),
    }
    given = InKindGiven(source=source, amount=10, **given_facts)
    with refused("in kind"):
        given.save()
    staff = FundingSourceFactory(given_in_kind=True)
    with refused("projects_in_kind_amount"):
        InKindGiven(source=staff, amount=11, **given_facts).save()
    ours = in_kind.give(by=someone(), source=staff, **given_facts)
    with refused("correct"):
        InKindGiven(
            source=staff, amount=-5, corrects=ours, **{**given_facts, "quantity": -1}
        ).save()
    in_kind.take_back(by=someone(), given=ours, reason="Not worked")


def test_the_database_releases_no_grant_above_the_award():
    source = secured("100", "0")
    claim = paid(source, "100", held_back_percent=Decimal(10))
    sources.vary(
        by=someone(), source=source, dated_on=days_ago(0), capital=Decimal(-10), reason="Less"
    )
    with refused("left of the award"):
        ClaimEvent.objects.create(claim=claim, step="released", by=someone())


def test_the_database_pays_a_grant_once():
    grant = granted()
    facts = {"by": someone(), "regrant": grant, "amount": grant.amount}
    first = regrants.pay(on=days_ago(3), **facts)
    back = refunded(first, grant.amount, days=2)
    regrants.pay(on=days_ago(1), **facts)

    with refused("within it"):
        opposite(back)

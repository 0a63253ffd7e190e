"""Spend: of projects that released it, from £500, and whom it went to only where that is public."""

from decimal import Decimal

import pytest

from projects.money.regrant_enums import TO_RELEASE
from projects.money.services import postings, regrants
from tests.factories.accounts import UserFactory
from tests.factories.bids import granted
from tests.factories.money import days_ago, secured
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory

from .test_files import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    PartnershipFactory()
    return secured("100000", "100000", project=ProjectFactory(slug="p", publishes_spend=True))


def spend(source, amount: str):
    return postings.spend(
        by=UserFactory(),
        source=source,
        on=days_ago(5),
        net=Decimal(amount),
        expenditure="revenue",
        description="Invoice of Wilhelmina Oakapple",
        counterparty="Wilhelmina Oakapple",
    )


def test_payments_from_500_pounds_are_published_without_who_was_paid(client, source):
    spend(source, "499.99")
    large = spend(source, "500")

    [row] = rows_of(client, "spend")

    assert row["payment_code"] == large.reference
    assert (row["amount"], row["expenditure_code"], row["type_code"]) == (
        "500.00",
        "revenue",
        "spend",
    )
    assert row["beneficiary"] == "[x]"
    assert "Oakapple" not in str(row)


@pytest.mark.parametrize("released", [{"publishes_spend": False}, {"published": False}])
def test_a_project_that_has_not_released_it_has_none(client, source, released):
    spend(source, "1000")
    type(source.project).objects.update(**released)

    assert rows_of(client, "spend") == []


def test_who_had_a_grant_is_named_once_that_is_released(client, source):
    by = UserFactory()
    grant = granted("5000", source=source, title="Community classes")
    regrants.pay(by=by, regrant=grant, on=days_ago(3), amount=Decimal(2000))

    [row] = rows_of(client, "spend")
    assert row["beneficiary"] == "[x]"

    regrants.publish(by=by, regrant=grant, fields=list(TO_RELEASE))
    [row] = rows_of(client, "spend")
    assert row["beneficiary"] == grant.recipient.name

    grant.recipient.is_withheld = True
    grant.recipient.save()
    [row] = rows_of(client, "spend")
    assert row["beneficiary"] == "[x]"


def test_an_accrual_is_no_payment_and_neither_is_what_takes_it_back(client, source):
    by, last = UserFactory(), days_ago(40).replace(day=1)
    facts = {"by": by, "source": source, "expenditure": "revenue", "description": "Work"}
    postings.accrue(month=last, net=Decimal(9000), **facts)
    slip = spend(source, "700")
    back = postings.reverse(by=by, posting=slip, reason="A slip")

    assert {row["payment_code"] for row in rows_of(client, "spend")} == {
        slip.reference,
        back.reference,
    }

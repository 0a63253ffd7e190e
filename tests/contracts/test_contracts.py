"""Contracts and section 24: the rules of the day, and the consent that is asked for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from projects.contracts.attention_items import indicators_missing, reviews_due
from projects.contracts.models import Contract
from projects.contracts.services import contracts
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def by():
    return UserFactory(is_superuser=True)


@pytest.fixture
def council():
    """Under a direction since 1 March 2027, dissolved on 1 April 2028."""
    council = OrganisationFactory(name="Harlow Council")
    contracts.direct(
        by=UserFactory(),
        organisation=council,
        direction_from=date(2027, 3, 1),
        dissolves_on=date(2028, 4, 1),
        direction="Direction 1 of 2027",
    )
    return council


def entered(by, **facts):
    facts = {
        "title": "Fibre",
        "supplier": "Stort Valley Fibre",
        "expenditure": "capital",
        "value": Decimal(1_000_000),
        "began_on": date(2027, 1, 1),
        "signed_on": date(2027, 3, 1),
        "starts_on": date(2027, 4, 1),
        **facts,
    }
    project = ProjectFactory()
    facts.setdefault("buyer", project.lead)
    return contracts.enter(by=by, project=project, **facts)


@pytest.mark.parametrize(
    ("began_on", "regime"),
    [(date(2025, 2, 23), "pcr"), (date(2025, 2, 24), "act")],
)
def test_the_day_it_began_decides_which_procurement_rules_hold(by, began_on, regime):
    assert entered(by, began_on=began_on).regime == regime


@pytest.mark.parametrize(
    "facts",
    [
        {"value": Decimal("1000000.01")},
        {"value": Decimal(5), "price_is_variable": True},
        {
            "expenditure": "revenue",
            "value": Decimal("100000.01"),
            "ends_on": date(2028, 4, 2),
        },
        {"expenditure": "revenue", "value": Decimal("100000.01")},
    ],
)
def test_a_council_that_is_to_be_dissolved_is_asked_for_consent(by, council, facts):
    with pytest.raises(contracts.ConsentNeeded):
        entered(by, buyer=council, **facts)
    given = {"consent_on": date(2027, 2, 1), "consent_reference": "Consent 7"}
    contract = entered(by, buyer=council, **facts, **given)

    assert contract.consent_reference == "Consent 7"
    # And in the database.
    with pytest.raises(DatabaseError, match="needs consent"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(consent_on=None)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"value": Decimal(2_000_000), "signed_on": date(2027, 2, 28)},
        {"expenditure": "revenue", "value": Decimal(100_000)},
        {"expenditure": "revenue", "value": Decimal(200_000), "ends_on": date(2028, 4, 1)},
    ],
)
def test_below_the_limits_or_before_the_direction_no_consent_is_asked_for(by, council, facts):
    assert entered(by, buyer=council, **facts).consent_on is None


def test_once_a_direction_is_lifted_no_consent_is_asked_for(by, council):
    facts = {"buyer": council, "value": Decimal(2_000_000), "signed_on": date(2027, 6, 1)}
    direction = {"direction_from": date(2027, 3, 1), "direction": "Direction 1 of 2027"}

    with pytest.raises(Refusal, match="on or after its start"):
        contracts.direct(by=by, organisation=council, lifted_on=date(2027, 2, 28), **direction)
    contracts.direct(by=by, organisation=council, lifted_on=date(2027, 6, 1), **direction)

    assert entered(by, **facts).consent_on is None
    with pytest.raises(contracts.ConsentNeeded):
        entered(by, **{**facts, "signed_on": date(2027, 5, 31)})


def test_another_buyer_is_not_asked(by, council):
    assert entered(by, value=Decimal(9_000_000)).pk


def test_dates_are_in_order(by):
    with pytest.raises(Refusal, match="signing date"):
        entered(by, signed_on=date(2026, 1, 1))
    with pytest.raises(Refusal, match="an end"):
        entered(by, ends_on=date(2027, 3, 31))


def test_a_review_is_a_to_do_item_until_it_is_recorded(by):
    contract = entered(by, began_on=date(2024, 1, 1))
    review = contracts.plan_review(by=by, contract=contract, due_on=timezone.localdate() + 10 * DAY)

    assert [one.key for one in reviews_due(by, timezone.localdate())] == [
        f"contract-review:{review.reference}"
    ]
    contracts.review(
        by=by, review=review, outcome="On time", next_on=timezone.localdate() + 365 * DAY
    )
    assert list(reviews_due(by, timezone.localdate())) == []
    assert contract.reviews.filter(done_on=None).get().due_on == timezone.localdate() + 365 * DAY


def test_from_five_million_under_the_act_three_indicators_are_asked_for(by):
    contract = entered(by, value=Decimal(5_000_000))
    for words in ("Repair in a day", "Uptime of 99.9%"):
        contracts.add_kpi(by=by, contract=contract, words=words)

    (item,) = indicators_missing(by, timezone.localdate())
    assert item.when == "2 of 3 entered"
    contracts.add_kpi(by=by, contract=contract, words="Complaints answered in 5 days")
    assert list(indicators_missing(by, timezone.localdate())) == []

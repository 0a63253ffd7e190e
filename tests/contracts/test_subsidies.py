"""Subsidy: the rules of the day, two people, the limit, the upload."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from diz_portal.access import NotNow, Refusal
from projects.contracts.attention_items import assessments
from projects.contracts.models import Subsidy
from projects.contracts.services import subsidies
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ON = date(2026, 6, 1)  # in 2026-27: counts with 2025-26 and 2024-25


def assessed(by=None, *, on=ON, amount=100_000, **facts) -> Subsidy:
    facts = {
        "enterprise": "Ware Works",
        "company_number": "01234567",
        "purpose": "A shed",
        "reasoning": "Assessed",
        "route": "mfa",
        **facts,
    }
    if facts["route"] == "mfa":
        facts = {"stated_on": on - 9 * DAY, "confirmed_on": on - 2 * DAY, **facts}
    return subsidies.assess(
        by=by or UserFactory(),
        project=ProjectFactory(),
        decided_on=on,
        amount=Decimal(amount),
        **facts,
    )


@pytest.mark.parametrize(
    ("on", "route", "regime"),
    [
        (date(2020, 12, 31), "exempt", "state_aid"),
        (date(2021, 1, 1), "alone", "tca"),
        (date(2023, 1, 3), "alone", "tca"),
        (date(2023, 1, 4), "alone", "act"),
    ],
)
def test_the_day_of_the_award_decides_which_rules_hold(on, route, regime):
    assert assessed(on=on, route=route).regime == regime


def test_a_route_of_other_rules_is_refused():
    with pytest.raises(Refusal, match="Trade and Cooperation Agreement"):
        assessed(on=date(2022, 6, 1), route="mfa")


def test_minimal_financial_assistance_stays_within_the_limit_over_three_years():
    assessed(on=date(2024, 4, 1), amount=200_000)
    assessed(on=date(2024, 3, 31), amount=100_000)  # in 2023-24: not counted with 2026-27
    assessed(amount=100_000, company_number="0123 4567")

    with pytest.raises(subsidies.AboveTheLimit, match="£315,000"):
        assessed(amount=Decimal("15000.01"))
    with pytest.raises(subsidies.AboveTheLimit):
        assessed(amount=10_000, declared=Decimal("5000.01"))
    last = assessed(amount=15_000)
    with pytest.raises(DatabaseError, match="than the limit"), transaction.atomic():
        Subsidy.objects.filter(pk=last.pk).update(amount=15_001)
    assert assessed(amount=300_000, company_number="7654321").pk


@pytest.mark.parametrize(
    ("written", "again"),
    [("01234567", "1234567"), ("1234567", "01234567"), ("SC012345", "sc 12345"), ("10", "010")],
)
def test_an_enterprise_is_the_same_with_and_without_its_leading_zeros(written, again):
    first = assessed(amount=200_000, company_number=written)
    other = assessed(amount=200_000, company_number="7654321")

    with pytest.raises(subsidies.AboveTheLimit):
        assessed(amount=200_000, company_number=again)
    with pytest.raises(DatabaseError, match="than the limit"), transaction.atomic():
        Subsidy.objects.filter(pk=other.pk).update(company_number="".join(again.upper().split()))
    # Zeros that stand elsewhere make it another's.
    assert assessed(amount=200_000, company_number="102").pk != first.pk


def test_an_award_that_is_dated_back_counts_with_those_made_since():
    """1 June 2026 counts from 1 April 2024."""
    assessed(amount=200_000, declared=Decimal(15_000))
    assessed(on=date(2024, 3, 31), amount=100_000)  # before the three years of the later one

    with pytest.raises(subsidies.LaterAboveTheLimit, match="1 June 2026"):
        assessed(on=date(2024, 4, 1), amount=Decimal("100000.01"), declared=0)
    back = assessed(on=date(2025, 5, 1), amount=15_000)
    with pytest.raises(subsidies.LaterAboveTheLimit, match=r"£315,000\.01"):
        assessed(on=date(2025, 5, 2), amount=Decimal("85000.01"))
    # And in the database, however it comes to it.
    other = assessed(on=date(2025, 5, 2), amount=300_000, company_number="7654321")
    for row, values in (
        (back, {"amount": Decimal("100000.01")}),
        (other, {"company_number": back.company_number}),
    ):
        with pytest.raises(DatabaseError, match="than the limit"), transaction.atomic():
            Subsidy.objects.filter(pk=row.pk).update(**values)


def test_what_was_withdrawn_counts_no_more():
    first = assessed(amount=300_000)
    subsidies.withdraw(by=UserFactory(), subsidy=first, withdrawn_reason="Not taken up")

    assert assessed(amount=315_000).pk


def test_the_recipient_is_told_and_confirms_before_the_award():
    with pytest.raises(Refusal, match="both before the award"):
        assessed(confirmed_on=ON + DAY)
    with pytest.raises(Refusal, match="both before the award"):
        assessed(stated_on=None)


def test_another_person_reviews_and_then_it_stays():
    by, other = UserFactory(), UserFactory()
    subsidy = assessed(by)

    with pytest.raises(subsidies.SameEyes):
        subsidies.review(by=by, subsidy=subsidy)
    subsidies.review(by=other, subsidy=subsidy)

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Subsidy.objects.filter(pk=subsidy.pk).update(amount=1)
    subsidies.confirm_award(by=by, subsidy=subsidy, received_on=ON + DAY)


@pytest.mark.parametrize(
    ("route", "amount", "due"),
    [
        ("alone", 5, date(2026, 9, 1)),
        ("scheme", 100_000, None),
        ("scheme", Decimal("100000.01"), date(2026, 9, 1)),
        ("mfa", 150_000, date(2026, 9, 1)),
        ("none", 500_000, None),
    ],
)
def test_the_upload_is_due_within_three_months_where_it_applies(route, amount, due):
    assert assessed(route=route, amount=amount).upload_due_on == due


def test_review_and_upload_are_to_do_items_until_they_are_done():
    by, manager = UserFactory(), UserFactory(is_superuser=True)
    subsidy = assessed(by, route="alone")
    today = date(2026, 8, 20)

    assert {one.key.partition(":")[0] for one in assessments(manager, today)} == {
        "subsidy",
        "subsidy-upload",
    }
    subsidies.review(by=manager, subsidy=subsidy)
    subsidies.upload(by=by, subsidy=subsidy, uploaded_on=today, upload_reference="SC1")
    assert list(assessments(manager, today)) == []
    with pytest.raises(NotNow):
        subsidies.upload(
            by=by,
            subsidy=assessed(route="none"),
            uploaded_on=today,
            upload_reference="SC2",
        )

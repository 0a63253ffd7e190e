"""Spend without a contract, of a council under a section 24 direction: it asks for the consent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from diz_portal.references import new_reference
from projects.contracts.services import contracts
from projects.models import Posting
from projects.money.services import postings, regrants
from projects.money.services.consents import (
    AnotherContract,
    ConsentNeededToSpend,
    MoreThanTheContract,
)
from tests.days import as_of_now, in_days
from tests.factories.accounts import UserFactory
from tests.factories.bids import granted
from tests.factories.money import awarded, days_ago
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.projects import ProjectFactory
from tests.words import says

pytestmark = pytest.mark.django_db

ABOVE_CAPITAL = {
    "net": Decimal("1000000.01"),
    "expenditure": "capital",
    "capital_basis": "own_asset",
}
ABOVE_OTHER = {"net": Decimal("100000.01"), "expenditure": "revenue"}


def consent():
    return {"consent_on": days_ago(20), "consent_reference": "Consent 7"}


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def council(by):
    """Under a direction since 9 days ago."""
    council = OrganisationFactory(name="Harlow Council", slug="harlow-council")
    contracts.direct(
        by=by, organisation=council, direction_from=days_ago(9), direction="Direction 1"
    )
    return council


@pytest.fixture
def source(council):
    return awarded("5000000", "5000000", project=ProjectFactory(lead=council, slug="fibre"))


def spent(source, by=None, **facts):
    facts = {"on": days_ago(1), "description": "Works", **facts}
    return postings.spend(by=by, source=source, **facts)


def contract_of(project, by, **facts):
    facts = {"buyer": project.lead, "signed_on": days_ago(200), **facts}
    return contracts.enter(
        by=by,
        project=project,
        title="Fibre",
        supplier="Stort Valley Fibre",
        expenditure="capital",
        value=Decimal(2_000_000),
        began_on=days_ago(300),
        starts_on=days_ago(200),
        **facts,
    )


@pytest.mark.parametrize("facts", [ABOVE_CAPITAL, ABOVE_OTHER])
def test_spend_above_the_limits_asks_for_the_contract_or_the_consent(source, facts):
    with pytest.raises(ConsentNeededToSpend, match="Harlow Council is to be dissolved"):
        spent(source, **facts)
    with pytest.raises(ConsentNeededToSpend):
        spent(source, **facts, consent_on=days_ago(20), consent_reference=" ")

    posting = spent(source, **facts, **consent())

    assert posting.consent_reference == "Consent 7"
    # And in the database.
    posting.pk, posting.reference, posting.consent_on = None, new_reference(), None
    with pytest.raises(DatabaseError, match="consent under section 24"), transaction.atomic():
        posting.save(force_insert=True)


def test_a_contract_of_the_project_answers_for_its_payments(source, by):
    contract = contract_of(source.project, by)

    posting = spent(source, **ABOVE_CAPITAL, contract=contract)

    assert posting.contract == contract
    elsewhere = contract_of(ProjectFactory(lead=source.project.lead), by)
    with pytest.raises(AnotherContract):
        spent(source, **ABOVE_CAPITAL, contract=elsewhere)
    posting.pk, posting.reference, posting.contract = None, new_reference(), elsewhere
    with pytest.raises(DatabaseError, match="own project and payer"), transaction.atomic():
        posting.save(force_insert=True)


def test_a_contract_answers_for_no_more_than_its_value(source, by):
    """Of £2,000,000, without consent, since it was signed before the direction."""
    contract = contract_of(source.project, by)
    facts = {**ABOVE_CAPITAL, "contract": contract}
    first = spent(source, **facts)

    with pytest.raises(MoreThanTheContract, match="£2,000,000, is paid"):
        spent(source, **facts)
    spent(source, **facts, **consent())

    copy = Posting.objects.get(pk=first.pk)
    copy.pk, copy.reference, copy.net, copy.amount = None, new_reference(), 1, 1
    with pytest.raises(DatabaseError, match="consent under section 24"), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.parametrize(
    "facts",
    [
        {**ABOVE_CAPITAL, "net": Decimal(1_000_000)},
        {**ABOVE_OTHER, "net": Decimal(100_000)},
        {**ABOVE_OTHER, "on": in_days(-10)},
    ],
)
def test_up_to_the_limits_and_before_the_direction_nothing_is_asked(source, facts):
    assert spent(source, **as_of_now(facts)).consent_on is None


def test_once_the_direction_is_lifted_nothing_is_asked(source, by):
    contracts.direct(
        by=by,
        organisation=source.project.lead,
        direction_from=days_ago(9),
        direction="Direction 1",
        lifted_on=days_ago(1),
    )

    assert spent(source, **ABOVE_OTHER).consent_on is None
    with pytest.raises(ConsentNeededToSpend):
        spent(source, **ABOVE_OTHER, on=days_ago(2))


def test_another_payer_is_not_asked(source):
    partner = OrganisationFactory()
    source.project.partners.add(partner)

    assert spent(source, **ABOVE_OTHER, organisation=partner).pk


def test_the_payment_of_a_grant_is_asked_too(source):
    grant = granted("150000", source=source)

    with pytest.raises(ConsentNeededToSpend):
        regrants.pay(by=None, regrant=grant, on=days_ago(1), amount=Decimal(150_000))
    paid = regrants.pay(
        by=None, regrant=grant, on=days_ago(1), amount=Decimal(150_000), **consent()
    )

    assert paid.consent_reference == "Consent 7"


def test_the_form_asks_only_where_a_council_is_to_be_dissolved(client, source):
    client.force_login(manager())
    other = awarded(project=ProjectFactory(slug="other"))

    def page(of) -> str:
        args = [of.project.slug, of.reference]
        return client.get(reverse("money:source_spend", args=args)).content.decode()

    assert says(page(source), "Paid under contract")
    assert not says(page(other), "Paid under contract")


def test_the_page_of_a_council_shows_its_direction_and_where_to_change_it(client, council):
    client.force_login(manager())
    page = client.get(
        reverse("partners_workspace:organisation", args=[council.slug])
    ).content.decode()
    assert says(page, "Section 24 direction")
    assert says(page, "Direction 1")

    form = client.get(reverse("contracts:directions"), {"council": council.slug}).content.decode()

    assert 'value="Direction 1"' in form
    assert f'value="{(days_ago(9)).year}"' in form or days_ago(9).isoformat() in form
    assert council.dissolution.direction_from + timedelta(days=9) == days_ago(0)

"""Grants to voluntary bodies: never to a person, within their fund, and to the penny in its
statement."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from diz_portal.access import NotNow, Refusal
from projects.models import GrantRecipient, Posting, Regrant
from projects.money.selectors import regrants as selectors
from projects.money.selectors import statement
from projects.money.services import postings, regrants
from tests.factories.accounts import UserFactory
from tests.factories.bids import GrantRecipientFactory, granted
from tests.factories.money import FundingSourceFactory, awarded, days_ago
from tests.factories.partners import (
    OrganisationFactory,
    certifier_of,
    contributor_of,
    finance_of,
    lead_of,
    viewer_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(password=None)


def pay(by, grant, amount="5000", **more):
    facts = {"on": days_ago(1), "amount": Decimal(amount), **more}
    return regrants.pay(by=by, regrant=grant, **facts)


def spent(grant) -> Decimal:
    return statement.of_project(grant.source.project).spent


def row(grant):
    return selectors.with_paid(Regrant.objects.filter(pk=grant.pk)).get()


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        ("charity", "1 234567", "1234567"),
        ("cio", "1190001", "1190001"),
        ("cic", "1234567", "01234567"),
        ("society", "ip12345r", "IP12345R"),
    ],
)
def test_a_recipient_is_known_by_its_number_in_one_spelling(by, kind, number, kept):
    assert regrants.add_recipient(by=by, name="A body", kind=kind, number=number).number == kept


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "person"}, "cannot be given to an individual"),
        ({"kind": "charity", "number": ""}, "Enter a charity number"),
        ({"kind": "company", "number": "ABC"}, "Enter a company number"),
        ({"kind": "group"}, "Enter the constitution"),
        ({"kind": "charity", "number": "1234567"}, "is a recipient already"),
    ],
)
def test_a_recipient_is_never_a_person_and_never_there_twice(by, facts, sentence):
    GrantRecipientFactory(number="1234567")

    with pytest.raises(Refusal, match=sentence):
        regrants.add_recipient(by=by, name="Ann Example", **facts)


def test_the_database_has_no_kind_for_a_person():
    with pytest.raises(IntegrityError, match="is_a_body"), transaction.atomic():
        GrantRecipient.objects.create(name="Ann", kind="sole", number="1")


def test_a_grant_is_decided_awarded_paid_and_monitored(by):
    grant = granted("5000", state="decided")
    stages = [selectors.progress(row(grant))]

    regrants.award(by=by, regrant=grant, on=days_ago(50), agreement="Accepted by letter")
    stages.append(selectors.progress(row(grant)))
    for amount in ("2000", "3000"):
        pay(by, grant, amount)
        stages.append(selectors.progress(row(grant)))
    regrants.monitor(by=by, regrant=grant, on=days_ago(0), met="yes", note="Visited: 40 people")
    stages.append(selectors.progress(row(grant)))

    assert stages == ["decided", "awarded", "part_paid", "paid", "monitored"]
    assert spent(grant) == 5000
    assert all(
        set(selectors.of_progress(Regrant.objects.all(), stage)) == {grant} for stage in stages[-1:]
    )


def test_what_is_paid_is_a_posting_of_its_fund_that_is_counted_once(by):
    grant = granted("5000")

    first, second = (pay(by, grant, attempt="2345678923") for _ in range(2))

    assert first == second
    assert (first.counterparty, first.description) == (
        grant.recipient.name,
        "Grant: Community classes",
    )
    assert Posting.objects.count() == 1


def test_no_more_is_paid_than_was_awarded(by):
    grant = granted("5000")
    pay(by, grant, "4000")

    with pytest.raises(Refusal, match="£1,000 is left to pay"):
        pay(by, grant, "1000.01")
    with pytest.raises(NotNow, match="Enter its award before"):
        pay(by, granted(state="decided"), "1")
    with pytest.raises(Refusal, match="on or after the award"):
        pay(by, grant, "1", on=days_ago(55))


def test_what_comes_back_can_be_paid_again(by):
    grant = granted("5000")
    paid = pay(by, grant, "5000")
    back = postings.refund(
        by=by, spent=paid, on=days_ago(0), net=Decimal(2000), reason="Not all was needed"
    )

    assert (selectors.paid(grant), row(grant).paid) == (3000, 3000)
    postings.reverse(by=by, posting=back, reason="It did not come")
    assert (selectors.paid(grant), row(grant).paid) == (5000, 5000)
    postings.reverse(by=by, posting=paid, reason="The wrong body")
    assert (selectors.paid(grant), row(grant).paid) == (0, 0)
    pay(by, grant, "5000")
    assert spent(grant) == 5000


def test_capital_is_a_grant_towards_what_would_be_capital(by):
    grant = granted(source=awarded("9000", "0"), expenditure="capital")

    assert pay(by, grant).capital_basis == "grant"


def test_grants_are_within_the_award_of_their_fund(by):
    source = awarded("0", "10000")
    first = granted("6000", source=source)

    with pytest.raises(Refusal, match="£4,000 of the funding is left"):
        granted("4000.01", source=source)
    with pytest.raises(Refusal, match="£10,000 of the funding is left"):
        regrants.vary(by=by, regrant=first, on=days_ago(0), amount=Decimal(10_001), reason="More")
    with pytest.raises(DatabaseError, match="within the award"), transaction.atomic():
        Regrant.objects.filter(pk=first.pk).update(amount=10_001)
    regrants.cancel(by=by, regrant=first, on=days_ago(0), reason="The group has closed")
    assert granted("10000", source=source)


def test_nothing_given_in_kind_is_passed_on():
    with pytest.raises(Refusal, match="Select funding in cash"):
        granted(source=FundingSourceFactory(given_in_kind=True))


def test_a_grant_that_was_paid_is_not_cancelled_and_not_reduced_below_it(by):
    grant = granted("5000")
    pay(by, grant, "3000")

    with pytest.raises(NotNow, match="Record its refund"):
        regrants.cancel(by=by, regrant=grant, on=days_ago(0), reason="No")
    with pytest.raises(Refusal, match="£3,000 has been paid"):
        regrants.vary(by=by, regrant=grant, on=days_ago(0), amount=Decimal(2999), reason="Less")
    regrants.vary(by=by, regrant=grant, on=days_ago(0), amount=Decimal(3000), reason="Underspent")

    assert selectors.progress(row(grant)) == "paid"
    assert [step.amount for step in grant.steps.all()] == [5000, 5000, 3000]


def test_who_reads_a_grant():
    recipient = OrganisationFactory()
    grant = granted(recipient=GrantRecipientFactory(organisation=recipient))
    decided = granted(recipient=grant.recipient, state="decided")
    lead = grant.source.project.lead

    readers = [lead_of(lead), finance_of(lead), certifier_of(lead), contributor_of(recipient)]
    others = [viewer_of(lead), contributor_of(lead), viewer_of(recipient), lead_of()]
    for user, may in [(one, True) for one in readers] + [(one, False) for one in others]:
        assert Regrant.objects.visible_to(user).filter(pk=grant.pk).exists() is may
        assert user.has_perm("projects.see_regrant", grant) is may
    assert not Regrant.objects.visible_to(readers[-1]).filter(pk=decided.pk).exists()


# The register --------------------------------------------------------------------------


def test_the_register_says_what_the_code_asks_of_each_grant_that_was_awarded():
    grant = granted("5000", starts_on=days_ago(0), ends_on=days_ago(0))
    granted(state="decided")

    (entry,) = selectors.register(Regrant.objects.all())

    assert entry.values == {
        "awarded_on": grant.awarded_on,
        "period": selectors.period(grant),
        "department": f"{grant.source.project.lead}, Communities",
        "beneficiary": grant.recipient.name,
        "number": grant.recipient.number,
        "purpose": grant.purpose,
        "amount": 5000,
    }


def test_what_is_published_is_chosen_field_by_field(by):
    grant = granted("5000")
    assert selectors.register(Regrant.objects.all(), is_public=True) == []

    regrants.publish(by=by, regrant=grant, fields={"amount", "beneficiary"})
    (entry,) = selectors.register(Regrant.objects.all(), is_public=True)

    assert {key for key, value in entry.values.items() if value is not None} == {
        "amount",
        "beneficiary",
    }
    with pytest.raises(Refusal, match="Select what is published"):
        regrants.publish(by=by, regrant=grant, fields={"conditions"})

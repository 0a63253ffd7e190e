"""The spend to date of a monthly return, beside what the portal and the ledger say."""

from decimal import Decimal

import pytest
from django.urls import reverse

from projects.money import periods
from projects.money.selectors import reported
from projects.money.services import postings
from projects.returns.services import returns
from tests.factories.ledger import booked, last_month
from tests.factories.money import awarded
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    finance_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import ReturnFactory, RoundFactory, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return OrganisationFactory()


@pytest.fixture
def project(partner):
    return ProjectFactory(slug="fibre", partners=[partner])


@pytest.fixture
def source(project):
    return awarded(project=project, revenue="9000")


def spend(source, net, **facts):
    facts = {"on": last_month(), "expenditure": "revenue", "description": "Work", **facts}
    return postings.spend(by=None, source=source, net=Decimal(net), **facts)


def sent(project, organisation, amount):
    record = ReturnFactory(
        project=project, organisation=organisation, round=RoundFactory(month=last_month())
    )
    facts = {"spend_to_date": Decimal(amount), "spend_as_at": periods.month_end(last_month())}
    return submitted(contributor_of(organisation), record, **facts)


def page(client, person, record):
    client.force_login(person)
    return client.get(reverse("returns:return", args=[record.reference])).content.decode()


def test_the_accountable_bodys_return_stands_beside_both(client, project, source):
    spend(source, "100")
    booked(project, ["AP1", last_month(), "120", "", ""], by=finance_of(project.lead))
    record = sent(project, project.lead, "110")

    text = page(client, manager(), record)

    (one,) = reported.reported(project, last_month())
    assert (one.amount, one.portal, one.ledger) == (110, 100, 120)
    assert "Spend in the portal" in text
    assert "The return says £10 more" in text
    assert "Spend in the ledger" in text
    assert "The return says £10 less" in text


def test_a_partners_return_stands_beside_what_it_spent_itself(client, project, source, partner):
    spend(source, "100")
    spend(source, "70", organisation=partner)
    record = sent(project, partner, "70")

    text = page(client, contributor_of(partner), record)

    assert "£70 as at" in text
    assert "The return says the same" in text
    assert "Spend in the ledger" not in text


def test_what_the_portal_does_not_know_is_not_compared(client, project, source, partner):
    spend(source, "100")

    assert "Spend in the portal" not in page(client, manager(), sent(project, partner, "70"))


@pytest.mark.parametrize(
    ("role", "reads"),
    [(lead_of, True), (finance_of, True), (contributor_of, False), (viewer_of, False)],
)
def test_the_books_are_for_those_who_keep_the_accounts(client, project, source, role, reads):
    spend(source, "100")
    record = sent(project, project.lead, "110")

    assert ("Spend in the portal" in page(client, role(project.lead), record)) is reads


def test_what_is_being_written_again_is_nobody_elses(client, project, source, partner):
    spend(source, "70", organisation=partner)
    record = sent(project, partner, "70")
    record = returns.send_back(by=manager(), record=record, reason="Is this all?")
    by = contributor_of(partner)
    answers = {"spend_to_date": Decimal(95)}
    record = returns.save(by=by, record=record, version=record.version, answers=answers)

    assert "The return says the same" in page(client, manager(), record)
    assert "The return says £25 more" in page(client, finance_of(partner), record)
    assert reported.reported(project, last_month()) == []

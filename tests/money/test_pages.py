"""The pages of money: what is kept there, what is refused, and a form that is sent twice."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from projects.models import Finance, FundingSource, Posting
from projects.money.forms.postings import SpendForm
from projects.money.services import finance, postings, sources
from tests.days import as_typed, in_days
from tests.factories.money import awarded, days_ago
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    finance_of,
    lead_of,
    manager,
)
from tests.factories.projects import ProjectFactory
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    lead = manager().memberships.get().organisation
    return ProjectFactory(slug="fibre", title="Full fibre", lead=lead)


@pytest.fixture
def keeper(client, project):
    client.force_login(manager())
    return client


def url(name, source=None, **more):
    args = {"slug": "fibre", **({"reference": source.reference} if source else {}), **more}
    return reverse(f"money:{name}", kwargs=args)


def day(on):
    return {f"on_{number}": part for number, part in enumerate((on.day, on.month, on.year))}


def receipt(project, **more):
    return {
        **day(days_ago(3)),
        "amount": "£1,200.50",
        "expenditure": "capital",
        "organisation": project.lead_id,
        **more,
    }


def test_a_source_is_added_awarded_and_received_from(keeper, project):
    made = keeper.post(
        url("source_add"),
        {"title": "LFFN", "kind": "grant", "funder": "A ministry", "form": "cash"},
    )
    source = FundingSource.objects.get()
    letter = {
        "dated_on_0": 1,
        "dated_on_1": 4,
        "dated_on_2": 2024,
        "capital": "2,100,000",
        "revenue": "",
    }
    keeper.post(url("source_award", source), letter)
    keeper.post(url("source_receive", source), receipt(project))

    page = keeper.get(url("project")).content.decode()

    assert made.url == url("source", source)
    assert says(page, "£2,100,000")
    assert says(page, "£1,200.50")
    assert says(page, "£2,098,799.50")


def test_a_statement_of_a_past_day_has_the_cost_of_that_day(keeper, project):
    awarded("100", project=project)
    finance.edit(by=None, project=project, cost_capital=Decimal(900), gap_comment="Shared later")
    _recorded_ago(20)
    finance.edit(by=None, project=project, cost_capital=Decimal(1000))

    def page(days):
        asked = {"as_at": days_ago(days).isoformat()}
        return keeper.get(url("project"), asked).content.decode()

    assert says(keeper.get(url("project")).content.decode(), "The project costs £1,000")
    assert says(page(10), "The project costs £900")
    assert "Shared later" not in page(10)
    assert says(page(30), "The cost of the project had not been entered by")


def _recorded_ago(days):
    Finance.pgh_event_model.objects.update(pgh_created_at=timezone.now() - timedelta(days=days))


def test_money_without_funding_says_what_a_partner_waits_for(client, project):
    partner = OrganisationFactory()
    project.partners.add(partner)
    client.force_login(lead_of(partner))

    page = client.get(reverse("money:list")).content.decode()

    assert says(page, "once the accountable body of a project has added them")
    client.force_login(finance_of(project.lead))
    assert "accountable body" not in client.get(reverse("money:list")).content.decode()


@pytest.mark.parametrize(("sector", "recovers"), [("council", True), ("voluntary", False)])
def test_vat_begins_as_is_usual_for_who_pays(sector, recovers):
    lead = OrganisationFactory(sector=sector)
    source = awarded(revenue="900", project=ProjectFactory(lead=lead))
    facts = {"by": None, "source": source, "on": days_ago(9), "expenditure": "revenue"}

    def begins_with():
        return SpendForm(source=source, cancel="/").fields["vat_recoverable"].initial

    assert begins_with() is recovers
    postings.spend(
        net=Decimal(5), vat=Decimal(1), vat_recoverable=not recovers, description="Tea", **facts
    )
    assert begins_with() is not recovers


def test_a_form_that_is_sent_twice_posts_once(keeper, project):
    source = awarded(project=project)
    page = keeper.get(url("source_receive", source)).content.decode()
    attempt = page.split('name="attempt" value="')[1].split('"')[0]

    for _ in range(2):
        keeper.post(url("source_receive", source), receipt(project, attempt=attempt))
    changed = keeper.post(
        url("source_receive", source), receipt(project, attempt=attempt, amount="5")
    )

    assert Posting.objects.get().amount == Decimal("1200.50")
    assert changed.status_code == 422
    assert says(changed.content.decode(), "You have already sent this form")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "0"}, "Enter an amount above £0"),
        ({"amount": "12.345"}, "whole pence"),
        ({"amount": "1.200,50"}, "amount"),
        ({"on_0": "31", "on_1": "2"}, "not a real date"),
        ({"on": in_days(1)}, "today or in the past"),
        ({"expenditure": ""}, "Select capital or revenue"),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_posted(keeper, project, wrong, sentence):
    source = awarded(project=project)

    response = keeper.post(url("source_receive", source), receipt(project, **as_typed(wrong)))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Posting.objects.exists()


def test_a_partner_sees_its_own_contributions_alone(client, project):
    partner = OrganisationFactory(name="A partner", slug="a-partner")
    project.partners.add(partner)
    awarded(project=project, title="The grant")
    awarded("500", project=project, title="Our share", organisation=partner)
    client.force_login(contributor_of(partner))

    page = client.get(url("project")).content.decode()

    assert says(page, "Our share")
    assert not says(page, "The grant")
    assert not says(page, "Add funding source")


def test_a_statement_is_a_file_as_on_its_page(client, project):
    partner = OrganisationFactory(name="A partner", slug="a-partner")
    project.partners.add(partner)
    awarded(project=project, title="The grant")
    awarded("500.25", "30", project=project, title="Our share", organisation=partner)
    client.force_login(contributor_of(partner))
    link = reverse("money:partner_csv", args=["a-partner"])

    def rows(address, **query):
        answer = client.get(address, query)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    assert link in client.get(reverse("money:partner", args=["a-partner"])).content.decode()
    (row,) = rows(link)
    assert [row[name] for name in ("Project", "Funding source", "Status")] == [
        "Full fibre",
        "Our share",
        "Not secured",
    ]
    assert [row[name] for name in ("Pledged (£)", "Received (£)", "Outstanding (£)")] == [
        "530.25",
        "0.00",
        "530.25",
    ]
    assert row["Differences"] == "£530.25 is not secured"
    assert [one["Funding source"] for one in rows(url("project_csv"))] == ["Our share"]
    assert client.get(link, {"as_at": "2999-01-01"}).status_code == 422

    client.force_login(manager())
    assert {one["Funding source"] for one in rows(url("project_csv"))} == {"The grant", "Our share"}


def test_a_finance_officer_of_the_accountable_body_keeps_the_money(client, project):
    source = awarded(project=project)
    officer = finance_of(project.lead)

    assert officer.has_perm("projects.keep_money", source)
    assert not finance_of().has_perm("projects.keep_money", source)


def test_a_source_that_was_withdrawn_can_be_found_again(keeper, project):
    source = awarded(project=project)
    sources.withdraw(by=manager(), source=source, on=days_ago(0), reason="Entered twice")

    page = keeper.get(url("project")).content.decode()

    assert says(page, "Withdrawn funding sources")
    assert url("source", source) in page
    assert not says(page, "No funding sources yet")


def test_a_project_without_funding_still_has_its_ledger(keeper, project):
    page = keeper.get(url("project")).content.decode()

    assert says(page, "No funding sources yet")
    assert url("ledger") in page


def test_a_budget_line_is_added_from_the_budget(keeper, project):
    empty = keeper.get(url("budget")).content.decode()
    assert says(empty, "Add a funding source in cash")

    cash, withdrawn = awarded("0", "500", project=project), awarded("0", "9", project=project)
    sources.withdraw(by=manager(), source=withdrawn, on=days_ago(0), reason="Twice")
    page = keeper.get(url("budget")).content.decode()

    assert url("line_add", cash) in page
    assert url("line_add", withdrawn) not in page


@pytest.mark.parametrize("as_at", ["2999-01-01", "nonsense"])
def test_a_day_that_cannot_be_is_a_sentence(keeper, project, as_at):
    awarded(project=project)

    response = keeper.get(url("project"), {"as_at": as_at})

    assert response.status_code == 422
    assert says(response.content.decode(), "Enter a")


def test_without_a_source_the_page_says_what_to_do(keeper):
    assert says(keeper.get(url("project")).content.decode(), "Add the first")


def test_the_command_says_the_statement(project, capsys):
    source = awarded("100.10", project=project)
    call_command("money_statement", "fibre")

    said = capsys.readouterr().out

    assert '"pledged": 100.1, "received": 0.0, "outstanding": 100.1' in said
    assert f'"source": "{source.title}"' in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "There is no project"),
        (["fibre", "--as-at", "31/03/2026"], "is not a date"),
        (["fibre", "--as-at", "2999-01-01"], "today or in the past"),
    ],
)
def test_the_command_refuses_with_a_sentence(project, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("money_statement", *arguments)


def test_a_refund_is_named_once(keeper, project):
    source = awarded(project=project)
    paid = postings.spend(
        by=None,
        source=source,
        on=days_ago(9),
        net=Decimal(100),
        expenditure="capital",
        capital_basis="own_asset",
        description="Ducts",
    )
    postings.refund(by=None, spent=paid, on=days_ago(1), net=Decimal(10), reason="Faulty")

    page = keeper.get(url("source", source)).content.decode()

    assert "Refund: Ducts" in page
    assert "Refund: Refund" not in page

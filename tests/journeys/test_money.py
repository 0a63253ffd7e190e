"""Money in a browser, from where a bid is signed: won, budgeted, spent, claimed by one person,
approved by another, paid, and in the statement."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from projects.models import Claim, FundingSource
from tests.factories.bids import submitted
from tests.factories.claims import PDF
from tests.factories.money import days_ago
from tests.factories.partners import certifier_of, finance_of, manager

from .test_bid import fill_day, press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def file(name: str) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def win(page: Page) -> None:
    """By which the project and its funding begin."""
    press(page, "Mark as won")
    fill_day(page, "Date of the award letter", timezone.localdate())
    page.get_by_label("Name of the fund").fill("Skills fund")
    press(page, "Mark as won")
    expect(page.get_by_role("link", name=re.compile("^Skills fund"))).to_be_visible()


def set_a_budget(page: Page) -> None:
    page.get_by_text("Other actions").click()
    page.get_by_role("link", name="Add budget line").click()
    page.get_by_label("Heading").fill("Trainers")
    page.get_by_label("Revenue").check()
    press(page, "Add budget line")
    press(page, "Set budget")
    page.locator("input[name^=quarter-]").first.fill("40,000")
    press(page, "Save budget")
    expect(page.get_by_text("Budget £40,000").first).to_be_visible()


def spend(page: Page) -> None:
    press(page, "Record spend")
    page.get_by_label("What was paid for").fill("First courses")
    page.get_by_label("Paid to").fill("Stort Trainers")
    page.get_by_label("Net amount (£)").fill("12,345.67")
    page.get_by_label("Revenue").check()
    page.get_by_label("Budget line").select_option(index=1)
    press(page, "Record spend")
    expect(page.get_by_text("Spend recorded")).to_be_visible()


def claim(page: Page) -> None:
    page.get_by_role("link", name="Start claim").click()
    fill_day(page, "Period from", days_ago(30))
    fill_day(page, "Period to", timezone.localdate())
    press(page, "Start claim")
    press(page, "Add spend")
    page.get_by_label(re.compile("First courses")).check()
    press(page, "Add to claim")
    press(page, "Add evidence")
    page.get_by_label("Invoice", exact=True).set_input_files(file("invoice.pdf"))
    page.get_by_label("Proof of payment", exact=True).set_input_files(file("payment.pdf"))
    press(page, "Save evidence")
    press(page, "Submit claim")
    press(page, "Submit claim")
    expect(page.get_by_text("Claim submitted").first).to_be_visible()


def test_from_a_won_bid_to_the_statement(open_page):
    one = submitted(title="Skills for all")
    boss = open_page(user=manager())
    boss.goto(reverse("money:bid", args=[one.bid.reference]))
    win(boss)
    source = FundingSource.objects.get(title__startswith="Skills fund")
    slug = source.project.slug

    finance = open_page(user=finance_of(one.lead))
    here = reverse("money:source", args=[slug, source.reference])
    finance.goto(here)
    set_a_budget(finance)
    finance.goto(here)
    spend(finance)
    claim(finance)

    made = Claim.objects.get()
    its_page = reverse("money:claim", args=[slug, made.reference])
    # Whoever submitted it is not asked to approve it.
    expect(finance.get_by_role("button", name="Approve claim")).to_have_count(0)
    certifier = open_page(user=certifier_of(one.lead))
    certifier.goto(its_page)
    press(certifier, "Approve claim")
    certifier.get_by_label(re.compile("I have checked the lines")).check()
    press(certifier, "Approve claim")
    expect(certifier.get_by_text("Claim approved").first).to_be_visible()

    finance.goto(its_page)
    press(finance, "Mark as paid")
    press(finance, "Mark as paid")
    expect(finance.get_by_text("Claim marked as paid")).to_be_visible()

    finance.goto(reverse("money:project", args=[slug]))
    row = finance.get_by_role("row", name=re.compile("Skills fund"))
    for cell in row.get_by_text("£12,345.67").all():
        expect(cell).to_be_visible()
    # Received and spent; nothing is held, and the rest of the award is outstanding.
    assert row.get_by_text("£12,345.67").count() == 2
    assert "£77,654.33" in row.inner_text()

"""Money in a browser: a bid is signed, submitted and won, its project gets a budget, the ledger
comes in, its month is signed by one person and locked by another, what was spent is claimed by one,
approved by the other, paid, and in the statement."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from diz_portal.imports import jobs
from projects.models import Claim, FundingSource
from projects.money import periods
from tests.factories.bids import sign as signed
from tests.factories.bids import signing
from tests.factories.claims import PDF
from tests.factories.ledger import last_month, ledger_file
from tests.factories.partners import certifier_of, finance_of, manager

from .test_bid import fill_day, press, sign

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def file(name: str) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def submit(page: Page) -> None:
    press(page, "Mark as submitted")
    press(page, "Mark as submitted")
    expect(page.get_by_text("Bid marked as submitted")).to_be_visible()


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


def work(page: Page) -> None:
    """What a worker does, whoever rang; the page notices by itself."""
    jobs.sweep()
    page.get_by_role("link", name="Refresh progress").wait_for(state="detached")


def bring_in_the_ledger(page: Page, slug: str) -> None:
    """A line of last month becomes a posting, and the month is signed."""
    page.goto(reverse("money:ledger", args=[slug]))
    press(page, "Import ledger")
    on = periods.month_end(last_month())
    content = ledger_file(["AP100", on, "12,345.67", "Stort Trainers", "First courses"]).read()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "ledger.csv", "mimeType": "text/csv", "buffer": content}
    )
    press(page, "Upload and check")
    work(page)
    press(page, "Apply import")
    work(page)
    page.goto(reverse("money:month", args=[slug, periods.slug_of(last_month())]))
    expect(page.get_by_text("1 line of the ledger not in the portal.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Create posting")).click()
    page.get_by_label("Funding source").select_option(label="Skills fund")
    page.get_by_label("Revenue").check()
    page.get_by_label("Budget line").select_option(index=1)
    press(page, "Create posting")
    page.goto(reverse("money:month", args=[slug, periods.slug_of(last_month())]))
    press(page, "Sign month")
    press(page, "Sign month")
    expect(page.get_by_text("Signed by")).to_be_visible()
    expect(page.get_by_role("button", name="Lock month")).to_have_count(0)


def lock(page: Page, slug: str) -> None:
    page.goto(reverse("money:month", args=[slug, periods.slug_of(last_month())]))
    press(page, "Lock month")
    press(page, "Lock month")
    expect(page.get_by_text("It cannot be unlocked")).to_be_visible()


def claim(page: Page) -> None:
    page.get_by_role("link", name="Start claim").click()
    fill_day(page, "Period from", last_month())
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


def test_from_a_bid_to_the_statement(open_page):
    one = signing(title="Skills for all")
    (partner,) = one.partners
    signed(one, one.lead)
    its_bid = reverse("money:bid", args=[one.bid.reference])
    boss = open_page(user=manager())
    boss.goto(its_bid)
    expect(boss.get_by_role("button", name="Mark as submitted")).to_have_count(0)
    signer = open_page(user=one.signers[partner.pk])
    signer.goto(its_bid)
    sign(signer, str(partner))
    boss.goto(its_bid)
    submit(boss)
    win(boss)
    source = FundingSource.objects.get(title__startswith="Skills fund")
    slug = source.project.slug

    finance = open_page(user=finance_of(one.lead))
    certifier = open_page(user=certifier_of(one.lead))
    here = reverse("money:source", args=[slug, source.reference])
    finance.goto(here)
    set_a_budget(finance)
    bring_in_the_ledger(finance, slug)
    lock(certifier, slug)
    finance.goto(here)
    claim(finance)

    made = Claim.objects.get()
    its_page = reverse("money:claim", args=[slug, made.reference])
    # Whoever submitted it is not asked to approve it.
    expect(finance.get_by_role("button", name="Approve claim")).to_have_count(0)
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

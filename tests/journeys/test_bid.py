"""A bid in a browser: drafted, signed by two partners, submitted, won, funding a project."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from projects.models import Bid, Project
from tests.factories.money import days_ago
from tests.factories.partners import OrganisationFactory, lead_of, manager

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill_day(page: Page, legend: str, on) -> None:
    boxes = page.get_by_role("group", name=legend)
    for box, part in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        boxes.get_by_label(box, exact=True).fill(str(part))


def sign(page: Page, of: str) -> None:
    page.get_by_role("link", name=re.compile(f"Sign share.*{of}")).click()
    page.get_by_label(f"I sign for {of}").check()
    press(page, "Sign share")
    expect(page.get_by_text("Share signed")).to_be_visible()


def test_from_draft_to_a_project_with_its_funding(open_page):
    council = OrganisationFactory(name="Ashby Council")
    charity = OrganisationFactory(name="Kettle Trust")
    page = open_page(user=lead_of(council))
    page.goto(reverse("money:bids"))

    page.get_by_role("button", name="Add bid").click()
    page.get_by_label("Name of the bid").fill("Skills for all")
    page.get_by_label("Funder", exact=True).fill("Ministry of Skills")
    page.get_by_label("Amount requested, revenue").fill("90,000")
    fill_day(page, "Deadline", days_ago(-20))
    press(page, "Add bid")
    press(page, "Start drafting")
    press(page, "Start drafting")
    page.get_by_text("Other actions").click()
    page.get_by_role("link", name="Add partner").click()
    page.get_by_label("Partner", exact=True).select_option(label="Kettle Trust")
    press(page, "Add partner")
    press(page, "Ask partners to sign")
    press(page, "Ask partners to sign")
    sign(page, "Ashby Council")
    expect(page.get_by_text("Not signed yet: Kettle Trust")).to_be_visible()
    expect(page.get_by_role("button", name="Mark as submitted")).to_have_count(0)

    bid = Bid.objects.get()
    partner = open_page(user=lead_of(charity))
    partner.goto(reverse("money:bid", args=[bid.reference]))
    partner.get_by_role("link", name=re.compile("Edit.*Kettle Trust")).click()
    partner.get_by_label("Revenue (£)").fill("4,500")
    press(partner, "Save share")
    sign(partner, "Kettle Trust")

    page.reload()
    press(page, "Mark as submitted")
    press(page, "Mark as submitted")
    expect(page.get_by_text("Bid marked as submitted")).to_be_visible()

    boss = open_page(user=manager())
    boss.goto(reverse("money:bid", args=[bid.reference]))
    press(boss, "Mark as won")
    fill_day(boss, "Date of the award letter", timezone.localdate())
    boss.get_by_label("Name of the fund").fill("Skills fund")
    press(boss, "Mark as won")
    boss.get_by_role("link", name="Skills fund, Skills for all").click()
    expect(boss.get_by_role("heading", name="Skills fund")).to_be_visible()

    boss.goto(reverse("money:project", args=[Project.objects.get().slug]))
    expect(boss.get_by_text("£94,500").first).to_be_visible()
    expect(boss.get_by_role("link", name="Cash from Kettle Trust")).to_be_visible()

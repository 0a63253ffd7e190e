"""A resident asks for help on an old phone, and looks up how far it has got."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from inclusion.models import Referral
from tests.factories.inclusion import team_of
from tests.factories.places import PartnershipFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _partnership(settings):
    cache.clear()
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory(phone="01632 960 001")
    team_of(is_default=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_resident_asks_for_help(open_page, axe, no_sideways_scroll, photograph, javascript):
    page = open_page(width=360, height=740, javascript=javascript)

    def look(name):
        if javascript:
            axe(page)
            no_sideways_scroll(page, 320)
            page.set_viewport_size({"width": 360, "height": 740})
            photograph(page, f"help-{name}")

    def go_on(name):
        look(name)
        page.get_by_role("button", name="Continue").click()

    page.goto("/help/")
    expect(page.get_by_role("button", name="Exit this page")).to_be_visible()
    look("start")
    page.get_by_role("button", name="Ask for help").click()

    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Select at least one thing")
    look("error")
    page.get_by_label("A device: a laptop").check()
    go_on("what")
    page.get_by_label("In your own words").fill("Order a repeat prescription")
    go_on("story")
    page.get_by_label("Full name").fill("Ada Example")
    go_on("name")
    for part, number in (("Day", "2"), ("Month", "3"), ("Year", "1948")):
        page.get_by_label(part, exact=True).fill(number)
    go_on("born")
    page.get_by_label("Postcode").fill("cm20 1aa")
    go_on("home")
    page.get_by_label("Phone call").check()
    go_on("contact")
    page.get_by_label("Phone number").fill("01632 960 123")
    go_on("reach")
    page.get_by_label("Large print").check()
    go_on("easier")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    look("check")
    page.get_by_role("link", name="Change your answer to: What is your name?").click()
    page.get_by_label("Full name").fill("Ada Mary Example")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send my request").click()

    referral = Referral.objects.select_related("person").get()
    assert referral.person.name == "Ada Mary Example"
    expect(page.locator("[data-outcome=sent]")).to_contain_text(referral.reference)
    look("sent")
    page.get_by_role("link", name="Answer 4 questions about you").click()
    look("equality")
    page.get_by_label("65 to 79").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    page.goto("/help/progress/")
    page.get_by_label("Your reference").fill(referral.reference)
    for part, number in (("Day", "2"), ("Month", "3"), ("Year", "1948")):
        page.get_by_label(part, exact=True).fill(number)
    page.get_by_role("button", name="Check progress").click()
    expect(page.get_by_role("heading", name="We have your request")).to_be_visible()
    look("progress")


def test_from_the_landline_page_to_a_request_without_javascript(open_page):
    page = open_page(width=360, height=740, javascript=False)

    def go_on():
        page.get_by_role("button", name="Continue").click()

    page.goto("/help/landline/")
    page.get_by_role("button", name="Ask us to check yours").click()
    expect(page.get_by_label("Checking my landline or alarm")).to_be_checked()
    go_on()
    go_on()
    page.get_by_label("Full name").fill("Ada Example")
    go_on()
    for part, number in (("Day", "2"), ("Month", "3"), ("Year", "1948")):
        page.get_by_label(part, exact=True).fill(number)
    go_on()
    page.get_by_label("Postcode").fill("cm20 1aa")
    go_on()
    page.get_by_label("Phone call").check()
    go_on()
    page.get_by_label("Phone number").fill("01632 960 123")
    go_on()
    go_on()
    page.get_by_role("button", name="Send my request").click()

    referral = Referral.objects.get()
    expect(page.locator("[data-outcome=sent]")).to_contain_text(referral.reference)
    assert referral.wanted == ["landline"]

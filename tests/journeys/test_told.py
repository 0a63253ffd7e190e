"""A resident with only a telephone asks for help, and hears what becomes of it."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from inclusion.models import Referral
from tests.factories.inclusion import HelpPlaceFactory, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of
from tests.factories.places import PartnershipFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NAME = "Doris Wetherby-Featherstonehaugh of Hatfield Broad Oak"


@pytest.fixture(autouse=True)
def _world(settings):
    cache.clear()
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory(phone="01632 960 001")


@pytest.fixture
def look(axe, no_sideways_scroll, photograph):
    def look(page: Page, name: str) -> None:
        held = page.viewport_size
        axe(page)
        photograph(page, f"{name}-1280")
        page.set_viewport_size({"width": 360, "height": 740})
        photograph(page, f"{name}-360")
        no_sideways_scroll(page, 360)
        page.set_viewport_size(held)

    return look


def write_down(staff: Page, look, wanted: str) -> Referral:
    """On the telephone, on one page."""
    staff.goto("/workspace/cases/waiting/")
    staff.get_by_role("link", name="Take a request by phone").click()
    staff.get_by_label(wanted).check()
    staff.get_by_label("in their own words").fill("See my grandson on a call")
    staff.get_by_label("Urgent").check()
    look(staff, "caller")
    staff.get_by_label("Full name").fill(NAME)
    for part, number in (("Day", "2"), ("Month", "3"), ("Year", "1948")):
        staff.get_by_label(part, exact=True).fill(number)
    staff.get_by_label("Postcode").fill("CM20 1AA")
    staff.get_by_label("Phone call").check()
    staff.get_by_role("button", name="Send the request").click()
    expect(staff.get_by_role("main")).to_contain_text("Enter the phone number")
    look(staff, "caller-error")
    staff.get_by_label("Phone number").fill("01632 960 123")
    staff.get_by_role("button", name="Send the request").click()
    expect(staff.get_by_role("main")).to_contain_text("01632 960 123")
    referral = Referral.objects.latest("pk")
    expect(staff.get_by_role("main")).to_contain_text(referral.reference)
    return referral


def find_it(staff: Page, referral: Referral) -> None:
    staff.goto("/workspace/cases/find/")
    staff.get_by_label("Name, phone").fill("01632 960123")
    staff.get_by_role("button", name="Find").click()
    staff.get_by_role("link", name=referral.reference).click()


def looks_up(open_page, referral: Referral) -> Page:
    page = open_page(width=360, height=740)
    page.goto("/help/progress/")
    page.get_by_label("Your reference").fill(referral.reference)
    for part, number in (("Day", "2"), ("Month", "3"), ("Year", "1948")):
        page.get_by_label(part, exact=True).fill(number)
    page.get_by_role("button", name="Check progress").click()
    return page


def test_a_resident_with_only_a_telephone_is_told(open_page, look):
    kettle = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    HelpPlaceFactory(name="Harlow Library", postcode="CM20 1HA")
    staff = open_page(user=caseworker_of(kettle.organisation, name="Cass Worker"))
    staff.goto("/workspace/cases/letters-and-calls/")
    expect(staff.get_by_role("main")).to_contain_text("No letters to post or calls to make")
    look(staff, "to-tell-empty")

    # Declined: rung at once, with the words at hand.
    declined = write_down(staff, look, "Mobile data")
    find_it(staff, declined)
    look(staff, "referral-opened")
    staff.get_by_role("button", name="Decline referral").click()
    staff.get_by_label("Another reason").check()
    staff.get_by_role("button", name="Decline referral").click()
    expect(staff.get_by_role("main")).to_contain_text("Enter the reason")
    look(staff, "decline-error")
    staff.get_by_label("Lives outside the area").check()
    staff.get_by_role("button", name="Decline referral").click()
    main = staff.get_by_role("main")
    expect(main).to_contain_text("Referral declined. Make the call")
    expect(main).to_contain_text("You live outside the area where we can help.")
    expect(main).to_contain_text("Harlow Library")
    look(staff, "call-declined")
    staff.get_by_role("button", name="Record call: no answer").click()
    staff.get_by_role("button", name="Record call: spoke to them").click()
    page = looks_up(open_page, declined)
    expect(page.get_by_role("main")).to_contain_text("You live outside the area where we can help.")
    look(page, "progress-declined")

    # Accepted in another try.
    accepted = write_down(staff, look, "Someone to show me how")
    find_it(staff, accepted)
    staff.get_by_role("button", name="Accept referral").click()
    staff.get_by_role("button", name="Accept referral").click()
    expect(staff.get_by_role("main")).to_contain_text("See my grandson on a call")
    look(staff, "case-accepted")
    staff.goto("/workspace/")
    expect(staff.get_by_role("main")).to_contain_text("Call 1 person")
    look(staff, "home")
    staff.goto("/workspace/cases/letters-and-calls/")
    look(staff, "to-tell")
    staff.get_by_role("table").get_by_role("link").first.click()
    expect(staff.get_by_role("main")).to_contain_text("Kettle and Keyboard is helping you")
    look(staff, "call-accepted")
    staff.get_by_role("button", name="Record call: left a message").click()
    page = looks_up(open_page, accepted)
    expect(page.get_by_role("main")).to_contain_text("We are helping you")
    expect(page.get_by_role("main")).to_contain_text("Learning digital skills")
    look(page, "progress-accepted")

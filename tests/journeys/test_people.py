"""People come in: by invitation, and as a new partner."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from diz_portal.outbox.models import Message
from partners.models import JoinRequest, Organisation
from tests.factories.partners import OrganisationFactory, lead_of
from tests.factories.places import PartnershipFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _partnership():
    cache.clear()
    PartnershipFactory()


def test_invited_person_opens_an_account_and_arrives_in_the_workspace(open_page, live_server):
    organisation = OrganisationFactory(name="Lea Fibre")
    lead = open_page(user=lead_of(organisation, name="Priya Lead"))

    lead.goto("/workspace/partners/")
    lead.get_by_role("link", name="Lea Fibre").click()
    lead.get_by_role("button", name="Invite someone").click()
    lead.get_by_label("Their name").fill("Tom Wren")
    lead.get_by_label("Their email address").fill("tom@lea.example")
    lead.get_by_label("Contributor").check()
    lead.get_by_role("button", name="Send invitation").click()
    expect(lead.get_by_text("Invitation sent")).to_be_visible()

    words = Message.objects.get(to="tom@lea.example").words.split()
    link = next(word for word in words if "/partners/invitation/" in word)
    tom = open_page(width=360)
    tom.goto(link[link.index("/partners/") :])
    tom.get_by_label("Password", exact=True).fill("three plain words")
    tom.get_by_label("Confirm password").fill("three plain wordz")
    tom.get_by_role("button", name="Accept and create my account").click()
    expect(tom.get_by_text("The passwords do not match").first).to_be_visible()
    tom.get_by_label("Password", exact=True).fill("three plain words")
    tom.get_by_label("Confirm password").fill("three plain words")
    tom.get_by_role("button", name="Accept and create my account").click()

    expect(tom.get_by_text("Welcome. You are now a member of Lea Fibre")).to_be_visible()
    tom.goto("/workspace/partners/")
    expect(tom.get_by_role("link", name="Lea Fibre")).to_be_visible()

    second_tab = open_page()
    second_tab.goto(link[link.index("/partners/") :])
    expect(second_tab.get_by_role("heading", name="already been used")).to_be_visible()


def test_organisation_that_asks_twice_is_there_once(open_page, settings):
    settings.PUBLIC_FORM_LIMITS = False

    for name in ("Ann", "Bob"):
        page = open_page(width=360, javascript=name == "Ann")
        page.goto("/partners/")
        page.get_by_role("button", name="Become a partner").click()
        page.get_by_label("Name of your organisation").fill(f"Lea Fibre, says {name}")
        page.get_by_label("Private").check()
        page.get_by_label("Company number").check()
        page.get_by_label("Number or code").fill("12")
        page.get_by_label("Your name").fill(name)
        page.get_by_label("Your work email address").fill(f"{name}@lea.example")
        page.get_by_role("button", name="Send request").click()
        expect(page.get_by_text("Enter a company number").first).to_be_visible()
        page.get_by_label("Number or code").fill("1234567")
        page.get_by_role("button", name="Send request").click()
        expect(page.locator("[data-outcome=sent]")).to_be_visible()

    assert Organisation.objects.filter(identifier="01234567").count() == 1
    assert JoinRequest.objects.count() == 2

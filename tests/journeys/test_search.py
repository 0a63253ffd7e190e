"""Somebody looks for something, and opens it."""

import pytest
from playwright.sync_api import expect

from tests.factories.inclusion import CaseFactory, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _partnership():
    PartnershipFactory()


@pytest.mark.parametrize("javascript", [True, False])
def test_manager_finds_a_site_by_its_postcode_and_opens_it(open_page, axe, javascript):
    SiteFactory(name="Elm House", postcode="CM20 1AA", project=ProjectFactory(title="Stort fibre"))
    page = open_page(user=manager(), width=360, javascript=javascript)

    page.goto("/workspace/")
    box = page.get_by_role("search", name="Search the workspace")
    box.get_by_label("Search").fill("cm201aa")
    box.get_by_role("button").click()

    expect(page.get_by_role("heading", name="Sites")).to_be_visible()
    expect(page.get_by_text("Stort fibre, CM20 1AA")).to_be_visible()
    assert page.url.endswith("/workspace/search/")
    if javascript:
        axe(page)
    page.get_by_role("link", name="Elm House").click()
    expect(page.get_by_role("heading", name="Elm House")).to_be_visible()


def test_manager_searches_from_the_admin(open_page):
    SiteFactory(name="Elm House")
    page = open_page(user=manager(), width=360)

    page.goto("/admin/")
    box = page.get_by_role("search", name="Search the workspace")
    box.get_by_label("Search").fill("elm")
    box.get_by_role("button").click()

    expect(page.get_by_role("link", name="Elm House")).to_be_visible()


def test_caseworker_finds_someone_by_name(open_page):
    organisation = OrganisationFactory()
    team_of(organisation)
    case = CaseFactory(handled_by=organisation, person__name="Petra Quince")
    page = open_page(user=caseworker_of(organisation))

    page.goto("/workspace/cases/")
    box = page.get_by_role("search", name="Search the workspace")
    box.get_by_label("Search").fill("quince")
    box.get_by_role("button").click()
    page.get_by_role("link", name=f"Case {case.reference}").click()

    expect(page.get_by_role("heading", name=case.reference)).to_be_visible()
    assert "quince" not in page.url.lower()

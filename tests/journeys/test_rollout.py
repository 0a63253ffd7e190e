"""A reader follows the rollout from the front page to a site, with and without JavaScript."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import expect

from projects.models import Milestone
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import (
    ProjectFactory,
    SiteFactory,
    WayleaveFactory,
    enter,
    put_in_scope,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LONG = (
    "Sheering, Hatfield Broad Oak and Hatfield Heath Community Primary Care Medical Centre and Br"
)
# The front page and the list of projects are walked in test_every_page.
ADDRESSES = [
    "/projects/fibre/",
    "/projects/fibre/?as_at=2999-01-01",
    "/projects/fibre/sites/",
    "/projects/fibre/sites/?q=nowhere",
    "/projects/empty/",
    "/projects/empty/sites/",
    "/projects/candidates/",
]
FOR_MEMBERS = ["/workspace/projects/fibre/rollout/"]


@pytest.fixture(autouse=True)
def rollout():
    for cache in caches.all():
        cache.clear()
    lead = PartnershipFactory().lead_organisation
    harlow = DistrictFactory(code="E07000073", name="Harlow")
    epping = DistrictFactory(code="E07000072", name="Epping Forest")
    fibre = ProjectFactory(slug="fibre", title="Local Full Fibre Network", lead=lead)
    fibre.partners.add(OrganisationFactory(name="Fibre Supplier"))
    ProjectFactory(slug="empty", title="Village halls", lead=lead)
    candidates = ProjectFactory(slug="candidates", lead=lead)
    SiteFactory(project=candidates, district=harlow, latitude=51.77, longitude=0.1)
    stages = ["in_service", "connected", "wayleave", "on_hold", "civils", "in_scope", "descoped"]
    today = timezone.localdate()
    for number, stage in enumerate(stages):
        SiteFactory(
            project=fibre,
            stage=stage,
            district=harlow if number % 2 else epping,
            name=f"{LONG} {number} ".ljust(120, "x"),
            latitude=51.7 + number / 100,
            longitude=0.1 + number / 50,
            planned_live_on=today + timedelta(days=60 * number - 200),
            on=today - timedelta(days=200),
        )
    left = fibre.sites.get(stage="descoped")
    put_in_scope(left, on=today - timedelta(days=300))
    put_in_scope(left, on=today - timedelta(days=100), step=-1)
    WayleaveFactory(site=fibre.sites.get(stage="wayleave"))
    Milestone.objects.create(
        project=fibre, title=LONG, baseline_on=date(2027, 1, 1), forecast_on=date(2027, 2, 1)
    )
    return fibre


@pytest.mark.parametrize("addresses", [ADDRESSES, FOR_MEMBERS], ids=["public", "workspace"])
def test_pages_pass_axe_and_fit_every_width(open_page, axe, no_sideways_scroll, addresses):
    page = open_page(user=manager() if addresses is FOR_MEMBERS else None)
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        for details in page.locator("details").all():
            details.locator("summary").click()

        axe(page)
        for width in (1280, 360, 320):
            no_sideways_scroll(page, width)
        axe(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_reader_follows_a_figure_to_its_site(open_page, javascript):
    page = open_page(width=360, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="surgeries live on full fibre").click()
    # The rows that both numbers are added up from.
    expect(page.get_by_role("table", name="Rows behind the figure")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="See progress").click()
    page.get_by_role("img", name="2 of 6 surgeries are live").wait_for()
    assert page.get_by_role("img").count() == 2  # the drawings for wide screens are hidden

    page.get_by_text("Show these figures as a table").last.click()
    expect(page.get_by_role("table", name="Sites by month")).to_be_visible()
    page.get_by_role("button", name="See all sites").click()
    page.get_by_label("Stage").select_option(label="On hold")
    page.get_by_role("button", name="Show sites").click()

    page.get_by_text("1 site.").wait_for()
    page.get_by_role("link", name=LONG).click()
    page.get_by_role("heading", level=1, name=LONG).wait_for()


def test_page_shows_the_new_figure_at_once_after_a_move(open_page, rollout):
    page = open_page()
    page.goto("/projects/fibre/")
    assert "2 of 6 surgeries are live" in page.inner_text("main")

    enter(rollout.sites.get(stage="civils"), "connected", timezone.localdate())
    page.reload()

    assert "3 of 6 surgeries are live" in page.inner_text("main")


def test_page_of_another_day_is_reached_from_the_page(open_page):
    page = open_page(javascript=False)
    page.goto("/projects/fibre/")
    boxes = page.get_by_role("group", name="Show progress as at")
    for part, value in (("Day", "1"), ("Month", "1"), ("Year", "2020")):
        boxes.get_by_label(part).fill(value)
    page.get_by_role("button", name="Show this date").click()

    page.get_by_text("No sites had been added.").wait_for()
    page.get_by_role("link", name="Back to today").click()
    page.get_by_role("img", name="2 of 6 surgeries are live").first.wait_for()

"""A partner moves a site on; a colleague is told; many move at once after a look."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Site
from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import (
    ProjectFactory,
    SiteFactory,
    WayleaveFactory,
    enter,
    put_in_scope,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


@pytest.fixture
def supplier():
    PartnershipFactory()
    return OrganisationFactory(name="Northline Networks")


@pytest.fixture
def project(supplier):
    return ProjectFactory(
        title="Local Full Fibre Network",
        slug="full-fibre",
        partners=[supplier],
    )


@pytest.fixture
def priya(supplier):
    return contributor_of(supplier, name="Priya Shah")


@pytest.fixture
def site(project):
    site = SiteFactory(
        project=project,
        name="Elm House Surgery",
        district=DistrictFactory(code="E07000073", name="Harlow"),
        stage=Stage.CANDIDATE,
        on=days_ago(400),
        supplier="Northline Networks",
        order_ref="NL-20417",
        download_before_mbps=Decimal("17.4"),
        upload_before_mbps=Decimal("1.2"),
        cost_estimate=Decimal("23500"),
        planned_live_on=days_ago(-120),
    )
    put_in_scope(site, on=days_ago(380), value_change=Decimal("2100000"))
    for stage, ago, words in [
        (Stage.IN_SCOPE, 380, "Board of May, item 4"),
        (Stage.ORDERED, 300, "Order NL-20417"),
        (Stage.SURVEYED, 120, ""),
    ]:
        enter(site, stage, days_ago(ago), evidence=words)
    site.refresh_from_db()
    return site


def address(name, *more):
    return reverse(f"projects_workspace:{name}", args=["full-fibre", *more])


def test_partner_moves_a_site_on_and_a_colleague_is_told(open_page, site, priya, supplier):
    tom = contributor_of(supplier, name="Tom Reed")
    priyas, toms = open_page(user=priya), open_page(user=tom)
    for page in (priyas, toms):
        page.goto(address("site", site.reference))
        page.get_by_role("button", name="Move to Designed").click()

    priyas.get_by_label("Evidence", exact=True).fill("Drawing 4471")
    priyas.get_by_role("button", name="Update stage").click()
    toms.get_by_role("button", name="Update stage").click()

    assert "updated to “Designed”" in priyas.get_by_role("alert").inner_text()
    assert "Drawing 4471" in priyas.locator(".app-timeline").inner_text()
    told = toms.locator(".govuk-error-summary").inner_text()
    assert "Priya Shah updated Elm House Surgery to “Designed”" in told
    site.refresh_from_db()
    assert site.entries.count() == 5


@pytest.mark.parametrize("javascript", [True, False])
def test_partner_moves_several_sites_after_a_preview(open_page, project, priya, site, javascript):
    for number in range(3):
        SiteFactory(project=project, name=f"Fern {number}", stage=Stage.ORDERED, on=days_ago(60))
    page = open_page(user=priya, javascript=javascript)
    page.goto(address("sites") + "?stage=ordered")

    if javascript:
        page.get_by_label("Select all sites on this page").check()
    else:
        for number in range(3):
            page.get_by_label(f"Select Fern {number}").check()
    page.get_by_role("button", name="Update selected sites").click()
    page.get_by_label("New stage").select_option("surveyed")
    page.get_by_label("Evidence", exact=True).fill("Survey pack 12")
    page.get_by_role("button", name="Preview").click()

    assert "3 sites will move to “Surveyed”" in page.locator("main").inner_text()
    page.get_by_role("button", name="Update 3 sites").click()

    assert "3 sites updated to “Surveyed”" in page.get_by_role("alert").inner_text()
    assert Site.objects.filter(stage=Stage.SURVEYED).count() == 4


def test_what_the_walk_does_not_show_passes_axe_and_never_scrolls_sideways(
    open_page, project, site, priya, axe, no_sideways_scroll
):
    """Of a site on hold, two at once, and a wayleave with a next step; the rest is in
    test_every_page."""
    held = SiteFactory(
        project=project, name="Oak Lane Practice", stage=Stage.CIVILS, on=days_ago(90)
    )
    enter(held, Stage.ON_HOLD, days_ago(50), reason="Ducts are full at the junction", by=priya)
    wayleave = WayleaveFactory(
        site=site,
        grantor="Hunsdon Estate",
        opened_on=days_ago(95),
        next_action="Send the revised plan to the agent",
        owner=project.lead,
    )
    wayleave.events.create(state="required", happened_on=days_ago(95), by=priya, note="Verge")
    page = open_page(user=manager(name="Ada Fenn"), width=360)

    for there in (
        address("site", held.reference),
        address("sites_move") + f"?site={site.reference}&site={held.reference}",
        address("scope"),
        address("wayleave", wayleave.reference),
    ):
        page.goto(there)
        axe(page)
        for width in (360, 320, 1280):
            no_sideways_scroll(page, width)

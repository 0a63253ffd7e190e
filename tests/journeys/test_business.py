"""A business finds its front door, and somebody tests their speed and compares it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from diz_portal.demand.models import Connection, Need, Register
from tests.factories.demand import (
    BusinessNeedFactory,
    CompanyFactory,
    ConnectionFactory,
    SectorFactory,
    SupportFactory,
)
from tests.factories.partners import manager
from tests.factories.places import (
    AreaFactory,
    DistrictFactory,
    FigureFactory,
    PartnershipFactory,
    PostcodeFactory,
    ReleaseFactory,
)
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Health Centre"


@pytest.fixture
def harlow(settings):
    settings.PUBLIC_FORM_LIMITS = False
    cache.clear()
    PartnershipFactory()
    district = DistrictFactory(code="E07000073", name="Harlow", is_ours=True)
    PostcodeFactory(code="CM201AA", district=district)
    FigureFactory(
        area=AreaFactory(code=district.code, name="Harlow"),
        release=ReleaseFactory(publisher="ofcom"),
    )
    SupportFactory(name=f"Voucher of {LONG}")
    SiteFactory(
        project=ProjectFactory(),
        name=LONG,
        latitude=51.771,
        longitude=0.091,
        in_scope=True,
        district=district,
    )
    CompanyFactory.create_batch(3, district=district)
    Register.objects.create(pk=1, file="BasicCompanyDataAsOneFile.csv", companies=3)
    sector = SectorFactory(code="CM20 1", district=district)
    BusinessNeedFactory.create_batch(6, sector=sector)
    for day in range(5):
        told_on = timezone.localdate() - timedelta(days=day)
        ConnectionFactory(sector=sector, district=district, told_on=told_on)
    return district


def test_a_business_says_what_it_needs(open_page, harlow, axe, no_sideways_scroll, photograph):
    page = open_page(width=360)
    page.goto("/business/")
    page.get_by_label("Postcode of your business").fill("cm20 1aa")
    page.get_by_role("button", name="Show what is near").click()

    expect(page.get_by_role("link", name=LONG, exact=True)).to_be_visible()
    axe(page)
    photograph(page, "business-found-360")
    no_sideways_scroll(page, 320)
    page.get_by_role("button", name="Tell us you need it").click()
    page.get_by_role("button", name="Tell us you need it").click()
    expect(page.get_by_role("link", name="Select what you need most")).to_be_visible()
    photograph(page, "business-need-error-360")
    page.get_by_label("A leased line").check()
    page.get_by_label("10 to 49").check()
    page.get_by_role("button", name="Tell us you need it").click()

    page.get_by_text("We have counted your business").wait_for()
    assert Need.objects.filter(wanted="leased", sector__code="CM20 1").count() == 1


def test_a_speed_is_tested_in_the_browser_and_compared(open_page, harlow, axe, photograph):
    page = open_page(width=360)
    page.goto("/connection/")
    page.get_by_role("button", name="Test my speed").click()
    page.get_by_text(re.compile("at least [0-9.]+ Mbit/s")).wait_for()
    axe(page)
    photograph(page, "connection-360")
    page.get_by_label("Your postcode").fill("CM20 1AA")
    page.get_by_label("An ordinary phone line").check()
    page.get_by_role("button", name="Compare my connection").click()

    page.get_by_text("We have your answers for CM20 1").wait_for()
    axe(page)
    photograph(page, "connection-told-360")
    assert Connection.objects.latest("pk").at_least_mbps > 0


def test_pages_fit(open_page, harlow, axe, no_sideways_scroll, photograph):
    for width in (360, 1280):
        page = open_page(width=width)
        for name in ("business", "companies", "connection", "areas", "need"):
            page.goto(reverse(f"demand:{name}") + "?postcode=CM20+1AA")
            axe(page)
            photograph(page, f"{name}-{width}")
            no_sideways_scroll(page, 320)
            page.set_viewport_size({"width": width, "height": 900})
        page.goto(reverse("enquiries:relocate"))
        axe(page)
        photograph(page, f"relocate-{width}")
        no_sideways_scroll(page, 320)
    page = open_page(user=manager(), width=360)
    page.goto(reverse("demand_workspace:areas"))
    axe(page)
    photograph(page, "demand-360")
    no_sideways_scroll(page, 320)

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from diz_portal.demand import selectors, services
from diz_portal.demand.attention_items import unchecked_support
from diz_portal.demand.counting import in_steps, said
from diz_portal.demand.models import Need, Sector
from diz_portal.privacy import kinds
from tests.factories.demand import BusinessNeedFactory, SectorFactory, SupportFactory
from tests.factories.partners import manager
from tests.factories.places import (
    AreaFactory,
    DistrictFactory,
    FigureFactory,
    PostcodeFactory,
    ReleaseFactory,
)
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.seminars import SeminarFactory, TopicFactory

pytestmark = pytest.mark.django_db

HOME = reverse("demand:business")


@pytest.fixture
def harlow():
    district = DistrictFactory(code="E07000073", name="Harlow", is_ours=True)
    PostcodeFactory(code="CM201AA", district=district)
    return district


def read(client, postcode=""):
    return client.get(HOME, {"postcode": postcode} if postcode else {}).content.decode()


def test_says_what_can_be_had_in_the_district(client, harlow):
    FigureFactory(
        area=AreaFactory(code=harlow.code, name="Harlow"),
        release=ReleaseFactory(publisher="ofcom"),
        measure="full_fibre",
        share="88.10",
    )

    page = read(client, "cm201aa")

    assert "88.1%" in page
    assert "of premises can get full fibre" in page
    assert "for the whole of Harlow" in page


def test_says_where_nothing_is_loaded_or_known(client, harlow):
    assert "No figures loaded yet" in read(client, "CM20 1AA")
    assert "cannot find this postcode" in read(client, "CM20 1AB")
    assert "Enter a full postcode" in read(client, "CM20")


def test_says_so_before_postcodes_are_loaded(client):
    assert "We cannot look up postcodes yet" in read(client, "CM20 1AA")


def test_lists_public_sites_near_it_and_no_others(client, harlow):
    near = {"latitude": 51.771, "longitude": 0.091, "in_scope": True, "district": harlow}
    public = ProjectFactory(published=True)
    SiteFactory(project=public, name="Near surgery", **near)
    SiteFactory(project=ProjectFactory(published=False), name="Secret surgery", **near)
    SiteFactory(project=public, name="Far surgery", **{**near, "latitude": 51.9})

    page = read(client, "CM20 1AA")

    assert "Near surgery" in page
    assert "Less than a mile" in page
    assert "Secret surgery" not in page
    assert "Far surgery" not in page


def test_lists_seminars_for_businesses(client):
    SeminarFactory(title="Cables for shops", topic=TopicFactory(slug="high-streets"))
    SeminarFactory(title="Something else", topic=TopicFactory(slug="garden-towns"))

    page = read(client)

    assert "Cables for shops" in page
    assert "Something else" not in page


def test_lists_support_with_the_day_it_was_checked(client):
    SupportFactory(name="Gigabit voucher")
    SupportFactory(name="Ended", is_listed=False)

    page = read(client)

    assert "Gigabit voucher" in page
    assert "We last checked this on" in page
    assert "Ended" not in page


def test_staff_are_asked_to_check_support_after_six_months():
    today = timezone.localdate()
    SupportFactory(name="Old", checked_on=today - timedelta(days=200))
    SupportFactory(name="New")

    assert [one.title for one in unchecked_support(manager(), today)] == [
        "Check the details of Old"
    ]


@pytest.fixture
def tell(client, settings):
    settings.PUBLIC_FORM_LIMITS = False
    cache.clear()

    def send(**values):
        asked = {"postcode": "CM20 1AA", "wanted": "gigabit", "size": "2_9"}
        return client.post(reverse("demand:need"), {**asked, **values})

    return send


def test_a_business_is_counted_by_its_sector(tell, harlow):
    answer = tell()

    assert answer.url == reverse("demand:need_sent")
    found = Need.objects.get()
    assert (found.sector.code, found.sector.district, found.email) == ("CM20 1", harlow, "")


def test_a_business_is_counted_once_a_day_from_one_browser(tell, harlow):
    tell()
    tell(wanted="mobile")

    assert Need.objects.count() == 1


def test_a_form_with_errors_comes_back(tell, harlow):
    answer = tell(wanted="")

    assert answer.status_code == 422
    assert "Select what you need most" in answer.content.decode()


def test_fewer_than_the_threshold_are_hidden_from_suppliers(client):
    BusinessNeedFactory.create_batch(4, sector=SectorFactory(code="CM20 1"))
    BusinessNeedFactory.create_batch(7, sector=SectorFactory(code="CM20 2"))
    known = Sector.objects.get(code="CM20 2")
    BusinessNeedFactory(sector=known, wanted="mobile", email="a@b.example")

    client.force_login(manager())
    page = client.get(reverse("demand_workspace:areas")).content.decode()

    assert [one.code for one in selectors.sectors_in_need()] == ["CM20 2"]
    assert "CM20 1" not in page
    assert "at least 5" in page
    assert "fewer than 5" in page
    assert "a@b.example" not in page


def test_what_is_older_than_a_year_is_not_demand():
    BusinessNeedFactory.create_batch(
        5, sector=SectorFactory(), told_at=timezone.now() - timedelta(days=400)
    )

    assert not selectors.sectors_in_need().exists()


@pytest.mark.parametrize(
    ("number", "step", "words"),
    [(0, None, "0"), (4, None, "fewer than 5"), (5, 5, "at least 5"), (14, 10, None)],
)
def test_numbers_are_in_steps(number, step, words):
    assert in_steps(number) == step
    assert said(number) == (words or f"at least {step}")


def test_a_sector_is_in_the_district_of_most_of_its_postcodes(harlow):
    other = DistrictFactory(code="E07000077", name="Uttlesford", is_ours=True)
    for code in ("CM201AB", "CM201AD"):
        PostcodeFactory(code=code, district=other)
    PostcodeFactory(code="CM20AA", district=harlow)

    assert services.need(postcode="CM20 1AA", wanted="gigabit", size="1").sector.district == other


def test_a_sector_is_placed_again_when_postcodes_come_in(harlow):
    sector = SectorFactory(code="CM20 1", district=None)

    assert services.place_sectors() == 1
    sector.refresh_from_db()
    assert sector.district == harlow
    assert services.place_sectors() == 0


def test_an_email_is_found_and_erased_and_the_business_still_counts():
    row = BusinessNeedFactory(email="shop@test.example")
    kind = kinds.kind("business-need")

    assert list(kind.find(kinds.Wanted.of("SHOP@test.example"))) == [row]
    kind.erase(row)
    assert list(Need.objects.values_list("email", flat=True)) == [""]

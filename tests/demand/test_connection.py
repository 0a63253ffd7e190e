from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from diz_portal import limits
from diz_portal.demand import selectors, services, speed, views
from diz_portal.demand.models import Connection
from tests.factories.demand import ConnectionFactory, SectorFactory
from tests.factories.places import (
    AreaFactory,
    DistrictFactory,
    FigureFactory,
    PostcodeFactory,
    ReleaseFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def harlow():
    district = DistrictFactory(code="E07000073", name="Harlow", is_ours=True)
    PostcodeFactory(code="CM201AA", district=district)
    return district


@pytest.fixture
def tell(client, settings):
    settings.PUBLIC_FORM_LIMITS = False

    def send(**values):
        asked = {"postcode": "CM20 1AA", "technology": "copper"}
        return client.post(reverse("demand:connection"), {**asked, **values})

    return send


def told(days, speeds, sector="CM20 1", **values):
    """One test a speed, on each of the days before today."""
    where = SectorFactory(code=sector)
    for day in range(days):
        on = timezone.localdate() - timedelta(days=day)
        for mbps in speeds:
            ConnectionFactory(sector=where, at_least_mbps=mbps, told_on=on, **values)


def test_keeps_the_sector_and_the_day_and_nothing_closer(tell, harlow):
    answer = tell(provider="sky", pounds_a_month="£29.50", measured_mbps="12.34")

    assert answer.url == reverse("demand:connection_told")
    found = Connection.objects.get()
    assert (found.sector.code, found.district, found.told_on) == (
        "CM20 1",
        harlow,
        timezone.localdate(),
    )
    assert (found.at_least_mbps, found.pounds_a_month, found.server_was_limit) == (
        Decimal("12.3"),
        Decimal("29.50"),
        False,
    )
    assert "CM201AA" not in str(Connection.objects.values().get())


def test_the_same_browser_is_one_voice_a_day(tell, harlow):
    tell(technology="copper")
    tell(technology="fibre")

    assert Connection.objects.get().technology == "fibre"


def test_a_speed_that_is_none_is_left_out(tell, harlow):
    for words in ("", "NaN", "-3", "Infinity", "fast", "1e9", "0"):
        tell(measured_mbps=words)

        assert Connection.objects.get().at_least_mbps is None, words


def test_compares_with_the_district(tell, client, harlow):
    area = AreaFactory(code=harlow.code, name="Harlow")
    FigureFactory(
        area=area, release=ReleaseFactory(publisher="ofcom"), measure="full_fibre", share="88.10"
    )

    tell(measured_mbps="12")
    page = client.get(reverse("demand:connection_told")).content.decode()

    assert "88.1%" in page
    assert "for the whole of Harlow" in page
    assert "At least 12" in page
    assert "You may be able to get a faster connection" in page


def test_is_not_compared_where_the_server_was_the_limit(tell, client, harlow, settings):
    settings.SPEED_TEST_MBPS = 100
    tell(measured_mbps="50")
    page = client.get(reverse("demand:connection_told")).content.decode()

    assert Connection.objects.get().server_was_limit
    assert "Our website could not send any faster" in page


def test_says_so_where_no_figures_are_loaded(tell, client, harlow):
    tell()

    assert "No figures loaded yet" in client.get(reverse("demand:connection_told")).content.decode()


def test_an_area_is_hidden_below_the_threshold():
    told(4, [30, 30], sector="CM20 1")
    told(5, [30], sector="CM20 2")
    told(1, [30] * 9, sector="CM20 3")

    assert [(one.area, one.median) for one in selectors.sectors_heard()] == [("CM20 2", 30)]


def test_a_flood_does_not_move_an_area():
    told(9, [30, 40, 50])
    today = timezone.localdate()
    before = selectors.sectors_heard()[0].median
    ConnectionFactory.create_batch(
        300, sector=SectorFactory(code="CM20 1"), at_least_mbps=10_000, told_on=today
    )

    assert selectors.sectors_heard()[0].median == before == 40


def test_what_is_older_than_a_year_does_not_count():
    told(5, [30])

    assert selectors.sectors_heard(timezone.localdate() + timedelta(days=360)) != []
    assert selectors.sectors_heard(timezone.localdate() + timedelta(days=366)) == []


def test_numbers_are_said_in_steps(client):
    told(5, [30, 40])
    told(1, [50])

    page = client.get(reverse("demand:areas")).content.decode()
    assert "Not enough tests yet" in page  # in no district that we know
    assert selectors.sectors_heard()[0].how_many == "at least 10"


def test_one_network_is_full_after_a_day(client, harlow, monkeypatch, settings):
    settings.PUBLIC_FORM_LIMITS = True
    cache.clear()
    monkeypatch.setattr(views, "MOST_A_DAY", 1)
    monkeypatch.setattr("diz_portal.public_forms.SHORTEST", 0)
    asked = {"postcode": "CM20 1AA", "technology": "copper"}
    client.post(reverse("demand:connection"), asked)
    answer = client.post(reverse("demand:connection"), asked)

    assert "has sent us many answers today" in answer.content.decode()
    assert Connection.objects.count() == 1


class TestSpeed:
    @pytest.fixture(autouse=True)
    def _empty(self):
        cache.clear()

    def test_sends_10_mb_and_gives_its_place_back(self, client):
        answer = client.get(reverse("demand:speed"))

        assert sum(map(len, answer.streaming_content)) == 10_000_000
        assert "no-store" in answer["Cache-Control"]
        assert limits.held(speed.WHAT, speed.WHO, tries=2) == 0

    def test_two_at_a_time(self, client):
        first, second, late = (client.get(reverse("demand:speed")) for _ in range(3))
        for one in (first, second):
            next(iter(one.streaming_content))

        assert b"".join(late.streaming_content) == b""
        assert client.get(reverse("demand:speed")).status_code == 429
        first.streaming_content.close() if hasattr(first.streaming_content, "close") else None

    def test_a_slow_line_is_not_waited_for(self, monkeypatch):
        times = iter([0, 1, 100])
        monkeypatch.setattr(speed.time, "monotonic", lambda: next(times))

        assert len(b"".join(speed._bytes())) == 64 * 1024

    def test_a_setting_switches_it_off(self, client, settings):
        settings.SPEED_TEST_MBPS = 0

        assert client.get(reverse("demand:speed")).status_code == 404
        assert "Test my speed" not in client.get(reverse("demand:connection")).content.decode()

    def test_no_other_page_has_its_script(self, client):
        assert "js/speed.js" in client.get(reverse("demand:connection")).content.decode()
        assert "js/speed.js" not in client.get(reverse("demand:business")).content.decode()


def test_half_of_what_the_server_can_is_the_limit(settings, harlow):
    settings.SPEED_TEST_MBPS = 100
    found = [
        services.tell(postcode="CM20 1AA", technology="fibre", at_least_mbps=mbps).server_was_limit
        for mbps in (Decimal("49.9"), Decimal(50), None)
    ]

    assert found == [False, True, False]

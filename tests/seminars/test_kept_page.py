"""The page of a seminar is kept whole, and is right at once all the same."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import Organisation
from seminars import services
from seminars.models import Mode, Place, Seminar
from seminars.selectors import version
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, SeriesFactory, TopicFactory, registered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(partnership):
    caches["pages"].clear()


@pytest.fixture
def seminar():
    return SeminarFactory(capacity_in_person=2, topic=TopicFactory(), series=SeriesFactory())


def text(seminar, client=None):
    response = (client or Client()).get(seminar.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_page_costs_one_query_while_nothing_changes(seminar, django_assert_num_queries):
    first = text(seminar)

    with django_assert_num_queries(1):
        assert text(seminar) == first


def test_page_counts_places_to_the_last_one(seminar):
    seen = [text(seminar)]
    holders = []
    for _ in range(3):
        holders.append(registered(seminar))
        seen.append(text(seminar))
    services.give_back(registration=holders[2])
    seen.append(text(seminar))
    services.change_capacity(by=None, seminar=seminar, in_person=5, online=0)
    seen.append(text(seminar))

    words = [re.search(r"(\d+ places? left|Full: join[^<]*)<", one).group(1) for one in seen]
    assert words == [
        "2 places left",
        "1 place left",
        "Full: join the waiting list",
        "Full: join the waiting list (1 booking ahead of you)",
        "Full: join the waiting list",
        "3 places left",
    ]


def test_page_is_drawn_with_the_figures_it_is_kept_under(seminar, monkeypatch):
    read = version.of

    def overtaken(slug):
        found = read(slug)
        # Somebody takes a place between the version and the drawing, and gives it back later.
        services.give_back(registration=registered(Seminar.objects.get(slug=slug)))
        registered(Seminar.objects.get(slug=slug))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(version, "of", overtaken)
        assert "2 places left" in text(seminar)
    assert "1 place left" in text(seminar)


def test_page_follows_every_row_behind_it(seminar, partnership):
    text(seminar)

    Seminar.objects.filter(pk=seminar.pk).update(title="Another title")
    assert "Another title" in text(seminar)
    type(seminar.topic).objects.update(title="Another topic")
    assert "Another topic" in text(seminar)
    type(seminar.series).objects.update(title="Another series")
    assert "Another series" in text(seminar)
    type(partnership).objects.update(phone="01992 555 0199")
    assert "01992 555 0199" in text(seminar)
    Organisation.objects.update(name="Another council")
    assert "Another council" in text(seminar)


def test_page_reads_no_table_that_its_version_does_not_know(seminar):
    with CaptureQueriesContext(connection) as queries:
        text(seminar)

    read = {
        table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])
    }
    known = set(re.findall(r"(?:FROM|JOIN) (\w+_\w+)", version.SQL))
    assert read
    assert read <= known


def test_page_notices_the_time(seminar, monkeypatch):
    assert "2 places left" in text(seminar)

    monkeypatch.setattr(timezone, "now", lambda: seminar.starts_at + timedelta(minutes=1))

    assert "Started" in text(seminar)


def test_page_of_a_manager_is_their_own(seminar):
    client = Client()
    client.force_login(manager())

    theirs, public = text(seminar, client), text(seminar)

    assert "Open in the workspace" in theirs
    assert "Open in the workspace" not in public
    assert "Open in the workspace" in text(seminar, client)


def test_version_tells_the_ways_apart():
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_in_person=1, capacity_online=1)
    registered(seminar, place=Place.ONLINE)
    registered(seminar, place=Place.ONLINE)

    standings = version.of(seminar.slug).standings(seminar)

    assert [(one.place, one.held, one.waiting) for one in standings] == [
        (Place.IN_PERSON, 0, 0),
        (Place.ONLINE, 1, 1),
    ]

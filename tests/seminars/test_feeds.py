"""Feeds: what a reader is told of, and when it is told again."""

import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.utils import timezone

from seminars import services
from tests.factories.seminars import SeminarFactory, TopicFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = {
    "/seminars/feed.rss": "application/rss+xml; charset=utf-8",
    "/seminars/feed.atom": "application/atom+xml; charset=utf-8",
    "/seminars/feed.json": "application/feed+json; charset=utf-8",
}


def titles(client, address) -> list[str]:
    content = client.get(address).content
    if address.endswith("json"):
        return [one["title"] for one in json.loads(content)["items"]]
    root = ET.fromstring(content)
    if address.endswith("rss"):
        return [one.findtext("title") for one in root.iter("item")]
    return [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")]


@pytest.mark.parametrize("address", FEEDS)
def test_feed_tells_the_newest_announcement_first_and_no_draft(client, partnership, address):
    now = timezone.now()
    SeminarFactory(title="Announced before <&>", published_at=now - timedelta(days=3))
    SeminarFactory(title="Announced now", published_at=now)
    SeminarFactory(title="Draft", state="draft", published_at=None)

    assert titles(client, address) == ["Announced now", "Announced before <&>"]
    assert client.get(address)["Content-Type"] == FEEDS[address]
    assert client.get(address)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", FEEDS)
def test_feed_says_that_a_seminar_is_cancelled(client, partnership, address):
    seminar = SeminarFactory(title="Called off")
    services.cancel_seminar(by=None, seminar=seminar, reason="The hall is flooded.")

    assert titles(client, address) == ["Cancelled: Called off"]


@pytest.mark.parametrize("address", FEEDS)
def test_feed_is_sent_again_only_when_something_changed(client, partnership, address):
    seminar = SeminarFactory()
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    services.cancel_seminar(by=None, seminar=seminar, reason="")
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_json_feed_is_of_version_1_1_and_names_each_seminar_for_ever(client, partnership):
    SeminarFactory(slug="care", topic=TopicFactory(title="Health"), promise="Come <b>and</b> see.")

    told = client.get("/seminars/feed.json").json()

    assert told["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = told["items"]
    assert item["id"] == item["url"]
    assert item["url"].endswith("/seminars/care/")
    assert item["tags"] == ["Health"]
    assert item["content_text"].endswith("Harlow Playhouse. Come <b>and</b> see.")


def test_atom_dates_an_entry_by_its_last_change(client, partnership):
    seminar = SeminarFactory(published_at=timezone.now() - timedelta(days=9))

    def updated():
        root = ET.fromstring(client.get("/seminars/feed.atom").content)
        return root.find(f"{ATOM}entry/{ATOM}updated").text[:10]

    assert updated() == seminar.published_at.date().isoformat()
    services.cancel_seminar(by=None, seminar=seminar, reason="")
    assert updated() == timezone.now().date().isoformat()


def test_feeds_are_found_from_the_list_of_seminars(client, partnership):
    page = client.get("/seminars/").content.decode()

    for address in FEEDS:
        kind = FEEDS[address].partition(";")[0]
        assert f'<link rel="alternate" type="{kind}"' in page
        assert page.count(f'href="{address}"') == 2


def test_calendar_is_sent_again_only_when_something_changed(client, partnership):
    seminar = SeminarFactory()
    with time_machine.travel("2026-03-02 10:00:01 +0000", tick=False):
        tag = client.get("/seminars/calendar.ics")["ETag"]
    with time_machine.travel("2026-03-02 10:00:09 +0000", tick=False):
        again = client.get("/seminars/calendar.ics", headers={"if-none-match": tag})
        assert again.status_code == 304

        services.cancel_seminar(by=None, seminar=seminar, reason="")
        changed = client.get("/seminars/calendar.ics", headers={"if-none-match": tag})
        assert changed.status_code == 200

"""The open data about seminars: what it says, what it never says, and how it answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from seminars import services
from seminars.models import Mode, Registration, RegistrationState
from tests.factories.seminars import SeminarFactory, TopicFactory, registered
from tests.words import says

pytestmark = pytest.mark.django_db
LIST = "/api/v1/seminars/"


def get(client, address, **headers):
    return client.get(address, headers=headers)


def slugs(client, query=""):
    return [one["slug"] for one in client.get(LIST + query).json()["items"]]


def test_seminar_says_where_it_stands(client, partnership):
    topic = TopicFactory(slug="high-streets")
    seminar = SeminarFactory(slug="after-five", title="After five", capacity_in_person=2)
    seminar.topic = topic
    seminar.save()
    registered(seminar)
    registered(seminar)
    registered(seminar)

    told = client.get(f"{LIST}after-five/").json()

    assert told.pop("starts_at").endswith("Z")
    assert told.pop("ends_at").endswith("Z")
    assert told == {
        "slug": "after-five",
        "title": "After five",
        "promise": "",
        "timezone": "Europe/London",
        "mode": "in_person",
        "state": "published",
        "venue": "Harlow Playhouse",
        "topic": "high-streets",
        "series": None,
        "capacity": 2,
        "confirmed": 2,
        "waiting": 1,
        "places_left": 0,
        "ways": [
            {"place": "in_person", "capacity": 2, "confirmed": 2, "waiting": 1, "places_left": 0}
        ],
        "url": told["url"],
    }
    assert told["url"].endswith("/seminars/after-five/")


def test_seminar_counts_an_open_offer_as_taken_but_not_as_confirmed(client, partnership):
    seminar = SeminarFactory(capacity_in_person=2)
    first = registered(seminar)
    Registration.objects.filter(pk=first.pk).update(
        state=RegistrationState.OFFERED, offer_expires_at=timezone.now() + timedelta(hours=1)
    )

    told = client.get(f"{LIST}{seminar.slug}/").json()

    assert (told["confirmed"], told["waiting"], told["places_left"]) == (0, 0, 1)


def test_seminar_counts_the_guest(client, partnership):
    seminar = SeminarFactory(capacity_in_person=5)
    registered(seminar, guest_name="Robin")

    told = client.get(f"{LIST}{seminar.slug}/").json()

    assert (told["confirmed"], told["places_left"]) == (2, 3)


def test_seminar_keeps_its_ways_apart(client, partnership):
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_in_person=1, capacity_online=10)
    registered(seminar, place="in_person")
    registered(seminar, place="online")

    told = client.get(f"{LIST}{seminar.slug}/").json()

    assert told["places_left"] == 9
    assert [(way["place"], way["places_left"]) for way in told["ways"]] == [
        ("in_person", 0),
        ("online", 9),
    ]


def test_seminar_has_no_places_left_once_registration_is_closed(client, partnership):
    seminar = SeminarFactory()
    services.close(by=None, seminar=seminar)

    told = client.get(f"{LIST}{seminar.slug}/").json()

    assert (told["state"], told["places_left"]) == ("closed", 0)


@pytest.mark.parametrize("address", [LIST, f"{LIST}quiet/"])
def test_open_data_never_gives_away_people_or_the_joining_link(client, partnership, address):
    seminar = SeminarFactory(
        slug="quiet",
        mode=Mode.ONLINE,
        capacity_in_person=0,
        capacity_online=9,
        joining_link="https://meet.example/secret",
    )
    registered(seminar, name="Marker Person", email="marker@test.example")

    body = client.get(address).content.decode()

    assert "quiet" in body
    assert "secret" not in body
    assert "arker" not in body


def test_a_draft_is_not_there_for_anybody(client, partnership):
    draft = SeminarFactory(state="draft", published_at=None)

    assert slugs(client) == []
    answer = client.get(f"{LIST}{draft.slug}/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "title": "Not Found",
        "status": 404,
        "detail": "Not found",
    }


def test_list_is_narrowed_by_time_and_topic(client, partnership):
    topic = TopicFactory(slug="health")
    now = timezone.now()
    SeminarFactory(slug="later", starts_at=now + timedelta(days=9))
    SeminarFactory(slug="soon", starts_at=now + timedelta(days=2), topic=topic)
    SeminarFactory(slug="old", starts_at=now - timedelta(days=9), state="held")
    SeminarFactory(slug="older", starts_at=now - timedelta(days=19), state="held")

    assert slugs(client) == ["later", "soon", "old", "older"]
    assert slugs(client, "?when=upcoming") == ["soon", "later"]
    assert slugs(client, "?when=past") == ["old", "older"]
    assert slugs(client, "?topic=health") == ["soon"]


def test_list_comes_in_pages_that_lead_to_each_other(client, partnership):
    SeminarFactory.create_batch(3)

    first = client.get(f"{LIST}?per_page=2&when=upcoming").json()
    second = client.get(first["next"]).json()

    assert (first["count"], len(first["items"]), first["previous"]) == (3, 2, None)
    assert (len(second["items"]), second["next"]) == (1, None)
    assert client.get(second["previous"]).json()["items"] == first["items"]
    assert client.get(f"{LIST}?page=9").json()["items"] == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("page=0", "page"),
        ("per_page=201", "per_page"),
        ("page=x", "page"),
        ("when=soon", "when"),
        ("topic=%00", "topic"),
    ],
)
def test_list_says_which_part_of_the_address_is_wrong(client, partnership, query, name):
    answer = client.get(f"{LIST}?{query}")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [one["field"] for one in answer.json()["errors"]] == [name]


@pytest.mark.parametrize("rows", [1, 4])
def test_list_costs_the_same_at_any_length(client, partnership, rows, django_assert_num_queries):
    for _ in range(rows):
        registered(SeminarFactory(topic=TopicFactory()))

    with django_assert_num_queries(2):
        assert len(slugs(client)) == rows


def test_seminar_costs_one_query(client, partnership, django_assert_num_queries):
    seminar = SeminarFactory(topic=TopicFactory())

    with django_assert_num_queries(1):
        client.get(f"{LIST}{seminar.slug}/")


def test_answer_is_sent_again_only_when_it_has_changed(client, partnership):
    seminar = SeminarFactory()
    address = f"{LIST}{seminar.slug}/"
    tag = client.get(address)["ETag"]

    again = get(client, address, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"

    registered(seminar)
    assert get(client, address, if_none_match=tag).status_code == 200


@pytest.mark.parametrize("address", [LIST, "/api/v1/openapi.json", "/api/v1/nothing/"])
def test_answer_may_be_read_by_other_sites(client, partnership, address):
    assert client.get(address)["Access-Control-Allow-Origin"] == "*"


def test_answer_to_what_asks_first_whether_it_may(client, partnership):
    answer = client.options(LIST)

    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_head_is_answered_without_a_body(client, partnership):
    answer = client.head(LIST)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_open_data_is_not_changed_by_anybody(client, partnership, method):
    answer = getattr(client, method)(LIST)

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["detail"] == "This address only accepts GET, HEAD, OPTIONS"


def test_an_address_that_is_not_there_is_said_as_a_problem(client, partnership):
    answer = client.get("/api/v1/nothing/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_openapi_describes_every_address_and_what_it_answers(client, partnership):
    schema = client.get("/api/v1/openapi.json").json()

    assert schema["openapi"].startswith("3.")
    assert {"/api/v1/seminars/", "/api/v1/seminars/{slug}/"} <= set(schema["paths"])
    item = schema["components"]["schemas"]["SeminarOut"]["properties"]
    told = client.get(LIST)
    SeminarFactory()
    assert set(client.get(LIST).json()["items"][0]) == set(item)
    assert told.status_code == 200


def test_docs_name_every_field_without_a_script_or_another_machine(client, partnership):
    page = client.get(reverse("data:docs")).content.decode()

    assert "GET /api/v1/seminars/{slug}/" in page
    for words in ("items[].places_left", "per_page", "one of upcoming, past, all", "time (ISO"):
        assert words in page
    assert not says(page, "cdn")

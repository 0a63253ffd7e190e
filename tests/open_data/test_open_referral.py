"""Open Referral UK, walked as its validator walks it: what it is, every page, every service."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from diz_portal.open_data import checking
from diz_portal.open_data.declaring import standard_named
from inclusion.help.attention_items import unchecked_places
from inclusion.help.models import HelpPlace
from inclusion.help.open_referral_data import SCHEMA
from tests.factories.inclusion import HelpPlaceFactory
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.places import PartnershipFactory

from .judges import STANDARDS

pytestmark = pytest.mark.django_db
BASE = "/data/open-referral/"


@pytest.fixture(autouse=True)
def _places():
    PartnershipFactory()
    HelpPlaceFactory(name="Hidden hub", is_listed=False)
    for number in range(5):
        HelpPlaceFactory(
            name=f"Library {number}",
            services=["wifi", "people"],
            access=["step_free"],
            opening_times="Monday, 10am to 4pm\nFriday, 10am to 1pm",
            phone="01279 555 010",
            run_by=OrganisationFactory() if number else None,
        )


def judged(document, name: str) -> list[str]:
    folder = STANDARDS / "open_referral" / "schema"
    if not folder.is_dir():
        return []
    schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    others = [(f"{SCHEMA}{one}", schema) for one, schema in schemas.items()]
    return [one.words for one in checking.by_schema(document, schemas[name], others)]


def walked(client, size: int = 2) -> list[dict]:
    """Page after page, to the last."""
    found, number = [], 1
    while True:
        page = client.get(f"{BASE}services", {"page": number, "per_page": size}).json()
        assert judged(page, "service_list.json") == []
        assert page["size"] == len(page["contents"])
        found += page["contents"]
        if page["last_page"]:
            assert page["total_items"] == len(found)
            assert page["total_pages"] == number
            return found
        number += 1


def test_the_base_says_what_it_is(client):
    said = client.get(BASE).json()

    assert judged(said, "api_details.json") == []
    assert said["version"] == "HSDS-UK-3.0"


def test_every_page_and_every_service_is_as_the_schema_asks(client):
    listed = walked(client)

    assert [one["name"] for one in listed] == [f"Library {number}" for number in range(5)]
    for one in listed:
        whole = client.get(f"{BASE}services/{one['id']}").json()
        assert judged(whole, "service.json") == []
        assert {name: whole[name] for name in one} == one
        assert len(whole["schedules"]) == 2
        assert whole["contacts"][0]["phones"][0]["number"] == "01279 555 010"
        assert {each["taxonomy_term"]["code"] for each in whole["attributes"]} == {"wifi", "people"}
        assert whole["assured_date"] == timezone.localdate().isoformat()


def test_the_schema_is_a_judge():
    assert bool(judged({"name": "A service"}, "service.json")) == STANDARDS.is_dir()


def test_identifiers_never_change(client):
    before = {one["name"]: one["id"] for one in walked(client)}
    place = HelpPlace.objects.get(name="Library 1")
    place.slug, place.name = "another-address", "Library 1 and hub"
    place.save()

    after = client.get(f"{BASE}services/{before['Library 1']}").json()

    assert after["name"] == "Library 1 and hub"
    assert UUID(after["id"]) == HelpPlace.objects.get(pk=place.pk).public_id


def test_a_place_that_is_not_shown_is_not_there(client):
    hidden = HelpPlace.objects.get(name="Hidden hub")

    assert client.get(f"{BASE}services/{hidden.public_id}").status_code == 404


def test_it_is_narrowed_by_words_and_by_day(client):
    place = HelpPlace.objects.get(name="Library 3")
    HelpPlace.objects.exclude(pk=place.pk).update(checked_on="2026-01-01")

    def names(**query):
        page = client.get(f"{BASE}services", query).json()
        return [one["name"] for one in page["contents"]]

    assert names(search="library 3") == ["Library 3"]
    assert names(modified_after="2026-02-01") == ["Library 3"]
    assert names(search="nothing of the kind") == []
    full = client.get(f"{BASE}services", {"full": "true"}).json()["contents"][0]
    assert "service_at_locations" in full


@pytest.mark.parametrize("query", ["page=0", "page=x", "per_page=-1", "modified_after=soon"])
def test_what_cannot_be_read_is_said(client, query):
    answer = client.get(f"{BASE}services?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_past_the_end_it_is_empty(client):
    page = client.get(f"{BASE}services?page=9").json()

    assert (page["empty"], page["contents"], page["last_page"]) == (True, [], True)


def test_details_that_are_six_months_old_are_found(client):
    HelpPlace.objects.update(checked_on=timezone.localdate() - timedelta(days=190))
    one = standard_named("open-referral-uk")
    found = [each for each in one.findings({}) if each.check == "assured"]

    assert len(found) == 5
    assert found[0].url.startswith("/admin/inclusion/helpplace/")


def test_those_who_keep_the_places_are_asked_to_check_them(django_assert_num_queries):
    keeper = manager()
    today = timezone.localdate()
    assert list(unchecked_places(keeper, today)) == []

    old = HelpPlace.objects.get(name="Library 2")
    HelpPlace.objects.filter(pk=old.pk).update(checked_on=today - timedelta(days=184))
    [item] = unchecked_places(keeper, today)
    assert item.title == "Check the details of Library 2"
    assert item.url == f"/admin/inclusion/helpplace/{old.pk}/change/"

    HelpPlace.objects.exclude(pk=old.pk).update(checked_on=today - timedelta(days=183))
    assert len(list(unchecked_places(keeper, today))) == 1
    HelpPlace.objects.update(checked_on=today - timedelta(days=400))
    with django_assert_num_queries(1):
        [item] = unchecked_places(keeper, today)
    assert item.title.endswith("and 4 other places")
    assert list(unchecked_places(contributor_of(OrganisationFactory()), today)) == []

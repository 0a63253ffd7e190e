"""The page of results: its sentences, what it keeps out of addresses, and its box everywhere."""

import logging

import pytest
from django.urls import reverse

from diz_portal.accounts.models import UnsentForm, Visit
from diz_portal.search import reading
from tests.factories.accounts import UserFactory
from tests.factories.partners import contributor_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import SiteFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _partnership():
    PartnershipFactory()


@pytest.fixture
def ann(client):
    ann = manager()
    client.force_login(ann)
    return ann


PAGE = "/workspace/search/"


def said(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_link_finds_things_and_offers_people(client, ann):
    SiteFactory(name="Elm House")

    response = client.get(PAGE, {"q": "elm"})

    assert response.status_code == 200
    assert "Elm House" in said(response)
    assert "Search again, including people" in said(response)


def test_nothing_found_says_what_to_try(client, ann):
    assert "Nothing found" in said(client.get(PAGE, {"q": "zzqx"}))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter what you are looking for"),
        ("a", "Enter at least 2 letters or numbers"),
        ("x" * 10_000, "Enter 100 characters or fewer"),
    ],
)
@pytest.mark.parametrize("verb", ["get", "post"])
def test_what_cannot_be_looked_for_gets_a_sentence(client, ann, verb, typed, sentence):
    response = getattr(client, verb)(PAGE, {"q": typed})

    assert response.status_code == 422
    assert sentence in said(response)


@pytest.mark.parametrize(
    "typed", ["'; --", ":* & !", "\\", "a\x00b", "\u202eabc", "%_%", "🙂🙂", "((((", "a & | b"]
)
@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_words_break_it(client, ann, verb, typed):
    assert getattr(client, verb)(PAGE, {"q": typed, "in": "\x00"}).status_code in {200, 422}


def test_the_page_of_one_group_shows_it_whole(client, ann):
    for _ in range(7):
        SiteFactory(name="Elm House")

    assert said(client.post(PAGE, {"q": "elm"})).count("Elm House<") == 5
    assert said(client.post(PAGE, {"q": "elm", "in": "sites"})).count("Elm House<") == 7
    assert said(client.get(PAGE, {"q": "elm", "in": "sites"})).count("Elm House<") == 7


def test_a_name_is_in_no_title_log_session_or_kept_form(client, ann, caplog):
    caplog.set_level(logging.DEBUG)
    registered(SeminarFactory(), name="Petra Quince", email="petra@quince.example")

    response = client.post(PAGE, {"q": "Petra Quince"})

    page = said(response)
    assert "Petra Quince" in page
    assert "Petra" not in page[page.index("<title>") : page.index("</title>")]
    assert "Petra" not in caplog.text
    assert "Petra" not in str(client.session.items())
    client.logout()
    client.post(PAGE, {"q": "Petra Quince"})
    assert not UnsentForm.objects.exists()
    assert not Visit.objects.filter(session_data__contains="Petra").exists()


def test_a_search_that_takes_too_long_says_so(client, ann, monkeypatch):
    def slow(*_):
        raise reading.TooSlow

    monkeypatch.setattr(reading, "found", slow)

    response = client.post(PAGE, {"q": "elm"})

    assert response.status_code == 422
    assert "The search took too long" in said(response)


def test_no_form_of_it_carries_the_mark_that_keeps_words(client, ann):
    for response in (client.get(PAGE, {"q": "zzqx"}), client.get(reverse("workspace:home"))):
        page = response.content.decode()
        for form in page.split("<form")[1:]:
            if PAGE in form.partition(">")[0]:
                assert "_whose" not in form.partition("</form>")[0]


def test_the_box_is_for_those_who_have_a_part_here(client):
    client.force_login(UserFactory())
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/accounts/2fa/").content.decode()

    client.force_login(contributor_of())
    assert PAGE in client.get("/workspace/").content.decode()


def test_the_admin_has_the_box_too(client, ann):
    assert f'action="{PAGE}"' in client.get(reverse("admin:index")).content.decode()

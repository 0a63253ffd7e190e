"""The public page: seven wishes, no account, and no word of whom the portal knows."""

import re

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from diz_portal import public_forms, words
from diz_portal.outbox.models import Message
from diz_portal.privacy.models import Complaint, DataRequest
from diz_portal.privacy.registers import clock
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db

TYPED = {
    "wish": "access",
    "words": "What do you hold?",
    "name": "Ada Example",
    "channel": "email",
    "email": "Ada@Test.example",
}


@pytest.fixture(autouse=True)
def long_shown(monkeypatch):
    """The form was shown a minute ago."""
    shown = signing.dumps(int(timezone.now().timestamp()) - 60, salt=public_forms.SALT)
    monkeypatch.setitem(TYPED, "shown_at", shown)


def send(client, **changes):
    return client.post(reverse("your_data:ask"), {**TYPED, **changes})


def test_the_privacy_page_leads_to_the_form(client):
    assert reverse("your_data:ask") in client.get(reverse("privacy")).content.decode()
    assert client.get(reverse("your_data:ask")).status_code == 200


def test_a_request_is_kept_and_confirmed_with_reference_and_day(client):
    response = send(client)

    assert response.status_code == 302
    one = DataRequest.objects.get()
    assert (one.kind, one.email, one.came_by, one.written_by) == (
        "access",
        "ada@test.example",
        "page",
        None,
    )
    page = client.get(response.url).content.decode()
    assert one.reference in page
    assert words.uk_day(one.due_on) in page
    assert 'data-outcome="request"' in page
    # The link of the page is random letters, in which a short name may turn up by chance.
    shown = response.url.lower() + page.lower()
    assert not re.search(r"\bada\b", shown)


def test_a_complaint_is_kept_and_confirmed_with_the_day_of_its_acknowledgement(client):
    response = send(client, wish="complain")

    one = Complaint.objects.get()
    assert not DataRequest.objects.exists()
    page = client.get(response.url).content.decode()
    assert one.reference in page
    assert words.uk_day(clock.acknowledge_by(one.received_on)) in page
    assert 'data-outcome="complaint"' in page


@pytest.mark.parametrize("wish", ["access", "complain"])
def test_the_answer_is_the_same_for_known_and_unknown(client, wish):
    registered(SeminarFactory(), name="Known Person", email="known@test.example")
    pages = []
    for email in ("known@test.example", "unknown@test.example"):
        response = send(client, wish=wish, email=email)
        page = client.get(response.url)
        found = re.sub(r"<strong>[a-z0-9]{10}</strong>", "", page.content.decode())
        pages.append((response.status_code, page.status_code, found))

    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("changes", "name", "sentence"),
    [
        ({"wish": ""}, "wish", "Select what you want to do"),
        ({"wish": "fame"}, "wish", "Select an answer"),
        ({"name": " "}, "name", "Enter your name"),
        ({"channel": ""}, "channel", "Select how we should answer"),
        ({"email": ""}, "email", "Enter an email address"),
        ({"email": "ada"}, "email", "correct form"),
        ({"channel": "text", "mobile": ""}, "mobile", "Enter a mobile number"),
        (
            {"channel": "text", "mobile": "01279 446611"},
            "mobile",
            "Enter a mobile number for texts",
        ),
        ({"channel": "phone", "phone": "12"}, "phone", "UK phone number"),
        ({"channel": "letter"}, "postal_address", "Enter a postal address"),
        ({"channel": "letter", "postal_address": "a\n" * 7}, "postal_address", "6 lines or fewer"),
        ({"channel": "letter", "postal_address": "a" * 46}, "postal_address", "45 characters"),
        ({"wish": "complain", "words": ""}, "words", "Enter what it is about"),
        ({"wish": "rectification", "words": " "}, "words", "Enter what it is about"),
        ({"words": "a" * 4001}, "words", "4000"),
        ({"name": "a\x00b"}, "name", "Remove the null"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_kept(client, changes, name, sentence):
    response = send(client, **changes)

    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[name])
    assert not DataRequest.objects.exists()
    assert not Complaint.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("wish", ["access", "erasure", "portability"])
def test_some_wishes_need_no_words(client, wish):
    assert send(client, wish=wish, words="").status_code == 302


@pytest.mark.parametrize(
    ("channel", "typed", "kept"),
    [
        ("text", {"mobile": "07700 900 982"}, {"phone": "+447700900982"}),
        ("phone", {"phone": "01279 446 611"}, {"phone": "+441279446611"}),
        (
            "letter",
            {"postal_address": " 1 Example  Street \n\n Harlow"},
            {"postal_address": "1 Example Street\nHarlow"},
        ),
    ],
)
def test_only_the_chosen_way_is_kept_whatever_stands_in_the_others(client, channel, typed, kept):
    left_there = {"email": "not an address", "mobile": "12", "phone": "13", "postal_address": "x"}

    response = send(client, channel=channel, **{**left_there, **typed})

    assert response.status_code == 302
    one = DataRequest.objects.values("email", "phone", "postal_address").get()
    assert one == {"email": "", "phone": "", "postal_address": "", **kept}


def test_too_many_tries_are_refused(client, settings):
    settings.PUBLIC_FORM_LIMITS = True

    answers = [
        send(client, email=f"ada{n}@test.example", words=f"{n}").status_code for n in range(11)
    ]

    assert answers == [302] * 10 + [422]
    assert DataRequest.objects.count() == 10


def test_the_same_form_sent_twice_is_kept_once(client):
    pages = [send(client, attempt="bcdfgh2345").url for _ in range(2)]

    assert DataRequest.objects.count() == 1
    # Each is signed at its own time.
    assert DataRequest.objects.get().reference in client.get(pages[1]).content.decode()


def test_a_made_up_receipt_is_not_found(client):
    assert client.get(reverse("your_data:sent", args=["made-up"])).status_code == 404


def test_somebody_signed_in_may_ask_too(client):
    client.force_login(manager(), "allauth.account.auth_backends.AuthenticationBackend")

    assert send(client).status_code == 302

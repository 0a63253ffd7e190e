"""What stands in a visit: what was not sent yet, what was just sent, and of whom each is."""

import pytest
from django.urls import reverse

from diz_portal.accounts.models import Visit
from diz_portal.accounts.visits import SessionStore
from diz_portal.privacy import erasure
from diz_portal.privacy.kinds import Wanted
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def made(name, email):
    return {
        "reference": "abc123",
        "outcome": "confirmed",
        "email": email,
        "ahead": 0,
        "at": 1,
        "details": {"name": name, "access_needs": "A ramp"},
    }


@pytest.fixture
def library():
    """A browser in which two people registered and a third asks for help."""
    visit = SessionStore()
    visit["registered"] = {
        "safety": made("Ada Example", "ada@test.example"),
        "email": made("Otto Else", "otto@test.example"),
    }
    visit["asking_self"] = {
        "attempt": "xyz",
        "answers": {"name": "Mina Third", "phone": "01279 446 611", "story": "My laptop broke."},
        "done": ["name"],
    }
    visit["learner"] = "somebody"
    visit.save()
    return visit


@pytest.mark.parametrize(
    ("wanted", "kind", "name"),
    [
        ("ada@test.example", "just-sent", "Ada Example"),
        ("otto@test.example", "just-sent", "Otto Else"),
        ("01279 446611", "unsent", "Mina Third"),
    ],
)
def test_each_person_of_a_shared_browser_is_found_alone(library, wanted, kind, name):
    (found,) = erasure.find(Wanted.of(wanted))

    assert (found.kind.name, found.bearer.name) == (kind, name)
    assert erasure.record(kind, found.reference).bearer.name == name


def test_what_was_sent_is_said_in_words_without_the_portals_own_marks(library, client):
    (found,) = erasure.find(Wanted.of("ada@test.example"))
    (held,) = erasure.holdings(found)
    client.force_login(manager(), BACKEND)

    page = client.get(reverse("privacy:record", args=["just-sent", found.reference]))

    assert set(held.fields) == {"email address", "name", "access needs"}
    text = page.content.decode()
    assert "A form just sent from a browser" in text
    assert "not sent yet" not in text
    for words in ("confirmed", "outcome", "Otto", "Mina"):
        assert words not in text.split("<main", 1)[1].split("</main", 1)[0]


def test_marks_are_no_answers():
    visit = SessionStore()
    for name in ("learner", "asked", "seminars_door"):
        visit[name] = "abc"
    visit["asked_to_join"] = True
    visit.save()

    assert not Visit.objects.get(pk=visit.session_key).has_answers


def test_erasing_one_ends_the_visit_and_says_so(library, client):
    (found,) = erasure.find(Wanted.of("ada@test.example"))
    client.force_login(manager(), BACKEND)
    args = ["just-sent", found.reference]

    assert "This will end the person’s visit in this browser" in (
        client.get(reverse("privacy:erase", args=args)).content.decode()
    )
    client.post(reverse("privacy:erase", args=args))

    assert not Visit.objects.filter(pk=library.session_key).exists()

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.privacy import nightly
from diz_portal.privacy.attention_items import clearing
from diz_portal.privacy.copies import services as copies
from diz_portal.privacy.models import Decision, PreparedCopy
from inclusion.models import Person
from seminars.models import Registration
from tests.factories.inclusion import PersonFactory, team_of
from tests.factories.outbox import MessageFactory
from tests.factories.partners import OrganisationFactory, caseworker_of, contributor_of, manager
from tests.factories.privacy import read_through
from tests.factories.seminars import SeminarFactory, registered
from tests.words import says

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_register_shows_managers_what_is_held(client):
    client.force_login(manager(), BACKEND)
    MessageFactory(state="sent", sent_at=timezone.now() - timedelta(days=31))

    response = client.get(reverse("privacy:register"))

    overdue = {one["what"]: one["overdue"] for one in response.context["records"]}
    assert (overdue["Messages sent by the portal"], overdue["Uploaded documents"]) == (1, None)


def test_register_is_for_managers(client):
    client.force_login(contributor_of(), BACKEND)

    assert client.get(reverse("privacy:register")).status_code == 403


@pytest.fixture
def resident():
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"))
    return PersonFactory(
        kept_by=team.organisation,
        name="Ada Example",
        name_key="ada example",
        email="ada@test.example",
        email_key="ada@test.example",
    )


def search(client, words):
    return client.post(reverse("privacy:people"), {"wanted": words})


def page(name, kind, one):
    return reverse(f"privacy:{name}", args=[kind, one.reference])


def test_a_manager_learns_that_a_resident_is_there_and_whom_to_ask(client, resident):
    client.force_login(manager(), BACKEND)

    by_email = search(client, "ADA@test.example").content.decode()
    by_name = search(client, "Ada").content.decode()
    limited = client.get(page("record", "resident", resident)).content.decode()

    assert "controller Kettle and Keyboard" in by_email
    assert "Kettle" not in by_name
    assert not says(limited, "Ada")
    for name in ("erase", "hand_out", "refuse"):
        assert client.post(page(name, "resident", resident)).status_code == 404
    assert Person.objects.get().name == "Ada Example"


def test_asking_a_controller_writes_to_its_caseworkers_without_a_name(client, resident):
    caseworker = caseworker_of(resident.kept_by)
    client.force_login(manager(), BACKEND)

    for _ in range(2):
        client.post(page("ask", "resident", resident))

    (message,) = Message.objects.all()
    assert message.to == caseworker.email
    assert not says(message.subject + message.words, "Ada")


def test_a_caseworker_erases_a_resident_of_their_own_only(client, resident):
    client.force_login(caseworker_of(OrganisationFactory()), BACKEND)
    assert client.post(page("erase", "resident", resident)).status_code == 404
    client.force_login(caseworker_of(resident.kept_by), BACKEND)
    assert "Ada Example" in search(client, "ada").content.decode()

    client.get(page("erase", "resident", resident))
    assert Person.objects.get().name
    assert client.post(page("erase", "resident", resident)).status_code == 302
    assert client.post(page("erase", "resident", resident)).status_code == 422

    assert (Person.objects.get().name, Decision.objects.count()) == ("", 1)


def test_a_manager_hands_out_keeps_and_erases_a_registration(client):
    one = registered(SeminarFactory(), name="Ada Example", email="ada@test.example")
    client.force_login(manager(), BACKEND)

    assert "Ada Example" in search(client, "example ada").content.decode()
    client.post(page("hand_out", "registration", one))
    copy = PreparedCopy.objects.get()
    read_through(copy, copy.started_by)
    copies.finish(copy=copy, by=copy.started_by)
    handed = client.post(reverse("privacy:copy_file", args=[copy.reference]), {"as": "json"})
    assert handed.json()["records"][0]["held"][0]["rows"][0]["Email address"] == "ada@test.example"
    assert client.post(page("refuse", "registration", one), {"ground": ""}).status_code == 422
    client.post(page("refuse", "registration", one), {"ground": "claim", "words": "A dispute"})
    assert "A dispute" in client.get(page("record", "registration", one)).content.decode()
    client.post(page("erase", "registration", one))

    one.refresh_from_db()
    assert one.name == ""
    assert set(Decision.objects.values_list("outcome", flat=True)) == {
        "erased",
        "refused",
        "exported",
    }


def test_a_search_with_nothing_in_it_is_told_so(client):
    client.force_login(manager(), BACKEND)

    assert search(client, "").status_code == 422
    assert "No records found" in search(client, "nobody@test.example").content.decode()


def test_retention_page_counts_what_is_due_now_and_soon_and_shows_the_last_run(client):
    client.force_login(manager(), BACKEND)
    for days in (31, 32, 25, 5):
        MessageFactory(state="sent", sent_at=timezone.now() - timedelta(days=days))

    response = client.get(reverse("privacy:retention"))

    (mail,) = [r for r in response.context["rows"] if r["what"] == "Messages sent by the portal"]
    assert (mail["now"], mail["soon"]) == (2, 1)
    assert "The first retention run is tonight" in response.content.decode()

    nightly.run_retention()

    page = client.get(reverse("privacy:retention")).content.decode()
    assert "Messages sent by the portal 2" in page


def test_a_run_that_failed_is_kept_and_asks_for_attention(client, monkeypatch):
    boss = manager()
    client.force_login(boss, BACKEND)

    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("diz_portal.outbox.services.empty_old", fail)

    nightly.run_retention()

    assert "RuntimeError" in client.get(reverse("privacy:retention")).content.decode()
    assert [one.title for one in clearing(boss, timezone.localdate())] == [
        "Check failed retention run"
    ]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("confirmed", "They will lose their place at “Online safety” on"),
        ("waiting", "They will lose their turn on the waiting list for “Online safety” on"),
        ("cancelled", ""),
    ],
)
def test_before_a_live_place_is_erased_it_is_said_that_it_is_given_up(client, state, said):
    one = registered(SeminarFactory(title="Online safety"), email="otto@test.example")
    Registration.objects.filter(pk=one.pk).update(state=state)
    client.force_login(manager(), BACKEND)

    for name in ("record", "erase"):
        text = client.get(page(name, "registration", one)).content.decode()
        assert ("They will lose" in text) == bool(said)
        assert said in text

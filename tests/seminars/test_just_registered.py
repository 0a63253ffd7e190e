"""The page after registering: what was sent, to which address, and how to correct that."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from seminars import services
from seminars.models import Registration, RegistrationState, ReminderStep
from tests.factories.seminars import SeminarFactory, registered
from tests.seminars.test_pages import fields, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]
CONFIRMED, CANCELLED = RegistrationState.CONFIRMED, RegistrationState.CANCELLED
TYPED, RIGHT = "ann@tset.example", "ann@test.example"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("diz_portal.public_forms.SHORTEST", -1)


@pytest.fixture
def seminar():
    return SeminarFactory(title="First steps online")


def correct(client, seminar, email=RIGHT):
    url = reverse("seminars:correct", args=[seminar.slug])
    return client.post(url, {**fields(client, url), "email": email})


def shown(client, response) -> str:
    return client.get(response.url).content.decode()


def reference_on(page: str) -> str:
    return re.search(r"Your reference is <strong>(\w{10})</strong>", page).group(1)


def without_reference(page: str) -> str:
    return re.sub(r"csrfmiddlewaretoken.*?>", "", page.replace(reference_on(page), ""))


def test_page_shows_what_was_sent_where_and_what_to_call_it(client, seminar):
    page = shown(client, send(client, seminar, email=TYPED))

    assert 'data-outcome="confirmed"' in page
    for words in ("First steps online", "Harlow Playhouse", TYPED):
        assert words in page
    assert reference_on(page) == Registration.objects.get().reference


def test_page_promises_a_reminder_only_while_one_is_to_come(client, seminar):
    seminar.reminder_steps.all().delete()
    assert "We will remind you" not in shown(client, send(client, seminar, email=TYPED))

    step = ReminderStep(seminar=seminar, before=1, unit="days", subject="S", text="T")
    step.save()
    assert "We will remind you" in shown(client, send(client, seminar, email=RIGHT))

    step.before = 90
    step.save()
    assert "We will remind you" not in shown(
        client, send(client, seminar, email="bob@test.example")
    )


def test_page_does_not_tell_who_is_registered(client, seminar):
    for name in ("Ann", "Bob"):
        registered(seminar, name=name, email=RIGHT)

    again, third, new = (
        shown(browser, send(browser, seminar, name=name, email=email))
        for browser, name, email in (
            (Client(), "Ann", RIGHT),
            (Client(), "Cuthbert", RIGHT),
            (Client(), "Dan", "new@test.example"),
        )
    )

    assert without_reference(again) == without_reference(third)
    assert without_reference(again) == without_reference(new).replace("new@test.example", RIGHT)
    assert Registration.objects.count() == 3


def test_reference_of_a_repeat_is_not_the_mark_of_its_form(client, seminar):
    registered(seminar, name="Ann Resident", email=RIGHT)
    url = reverse("seminars:register", args=[seminar.slug])
    given = fields(client, url)

    response = client.post(url, {**given, "name": "Ann Resident", "email": RIGHT})

    assert reference_on(shown(client, response)) != given["attempt"]


def test_a_stranger_is_told_nothing_of_a_place(client, seminar):
    response = send(Client(), seminar)

    assert client.get(response.url).url == seminar.get_absolute_url()
    assert correct(client, seminar).url == seminar.get_absolute_url()
    assert Registration.objects.get().email == "ann@test.example"


def test_after_an_hour_the_page_says_nothing_any_more(client, seminar):
    response = send(client, seminar, email=TYPED)

    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=61), tick=False):
        assert client.get(response.url).url == seminar.get_absolute_url()
        assert correct(client, seminar).url == seminar.get_absolute_url()


def test_a_mistyped_address_is_corrected_and_the_first_link_is_worth_nothing(client, seminar):
    send(client, seminar, email=TYPED, access_needs="A chair")
    old = Registration.objects.get()

    page = shown(client, correct(client, seminar))

    new = Registration.objects.get()
    assert (new.pk, new.email, new.number, new.state) == (old.pk, RIGHT, 1, CONFIRMED)
    assert (RIGHT in page, TYPED in page) == (True, False)
    assert reference_on(page) == new.reference != old.reference
    letter = Message.objects.get(to=RIGHT)
    assert (letter.template, new.link in letter.words) == ("seminars/registered", True)
    assert not Message.objects.filter(to=TYPED).exists()
    assert client.get(reverse("seminars:registration", args=[old.token])).status_code == 404


def test_whoever_waits_keeps_their_turn_with_another_address(client):
    seminar = SeminarFactory(capacity_in_person=1)
    registered(seminar)
    registered(seminar)
    send(client, seminar, email=TYPED)
    registered(seminar)

    page = shown(client, correct(client, seminar))

    assert 'data-outcome="waiting"' in page
    assert "2 registrations were waiting" not in page
    assert "There was one booking ahead of yours" in page
    assert Registration.objects.get(email=RIGHT).number == 3
    assert Message.objects.get(to=RIGHT).template == "seminars/waiting"


@pytest.mark.parametrize("is_known", [True, False])
def test_correcting_tells_nobody_who_is_registered_and_alters_nothing_of_theirs(client, is_known):
    seminar = SeminarFactory(capacity_in_person=2)
    theirs = registered(seminar, name="Ann Resident", email=RIGHT if is_known else "x@test.example")
    send(client, seminar, email=TYPED)

    page = shown(client, correct(client, seminar))

    assert 'data-outcome="confirmed"' in page
    before = theirs.email, theirs.reference, theirs.state
    theirs.refresh_from_db()
    assert (theirs.email, theirs.reference, theirs.state) == before
    live = seminar.registrations.live()
    assert live.count() == (1 if is_known else 2)
    kind = "link_again" if is_known else "registered"
    assert Message.objects.filter(to=RIGHT).latest("pk").template == f"seminars/{kind}"
    # And once more, to one that nobody has.
    assert correct(client, seminar, "third@test.example").status_code == 302
    assert live.filter(email="third@test.example", name="Ann Resident").exists()


def test_a_request_that_made_nothing_registers_with_the_other_address(client, seminar):
    theirs = registered(seminar, name="Ann Resident", email=TYPED)
    send(client, seminar, email=TYPED, access_needs="A chair")

    correct(client, seminar)

    theirs.refresh_from_db()
    assert (theirs.email, theirs.state, theirs.access_needs) == (TYPED, CONFIRMED, "")
    mine = Registration.objects.get(email=RIGHT)
    assert (mine.name, mine.access_needs) == ("Ann Resident", "A chair")


def test_what_has_been_answered_belongs_to_whoever_answered(client, seminar):
    send(client, seminar, email=TYPED)
    services.answered(registration=Registration.objects.get())

    response = correct(client, seminar)

    assert response.status_code == 422
    assert "already used the link" in response.content.decode()
    assert Registration.objects.get().email == TYPED


def test_what_was_given_back_meanwhile_is_not_brought_back(client, seminar):
    send(client, seminar, email=TYPED)
    services.give_back(registration=Registration.objects.get())

    assert correct(client, seminar).status_code == 422
    assert Registration.objects.get().state == CANCELLED


def test_a_couple_in_one_browser_sees_the_second_and_corrects_only_that(client, seminar):
    send(client, seminar, name="Doris", email=RIGHT)
    send(client, seminar, name="Albert", email=TYPED)

    correct(client, seminar)

    assert set(seminar.registrations.values_list("name", "email")) == {
        ("Doris", RIGHT),
        ("Albert", RIGHT),
    }


def test_whoever_is_forgotten_leaves_nothing_in_the_browser(client, seminar):
    response = send(client, seminar)
    token = Registration.objects.get().token

    client.post(reverse("seminars:erase", args=[token]))

    assert client.get(response.url).url == seminar.get_absolute_url()
    assert "ann@test.example" not in str(dict(client.session))

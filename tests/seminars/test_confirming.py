"""Places that a stranger takes for an address: proved from the email, when it is asked for."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.reminders.models import Reminder
from seminars import services
from seminars.models import EventKind, Registration, RegistrationState
from seminars.selectors import places_record
from seminars.services.retention import clear_sooner
from tests.editing import opened
from tests.factories.accounts import UserFactory
from tests.factories.partners import contributor_of, manager
from tests.factories.seminars import SeminarFactory, registered
from tests.seminars.test_pages import fields

CONFIRMED, WAITING = RegistrationState.CONFIRMED, RegistrationState.WAITING
OFFERED, TO_CONFIRM = RegistrationState.OFFERED, RegistrationState.TO_CONFIRM

pytestmark = pytest.mark.django_db


def fresh(registration):
    return Registration.objects.get(pk=registration.pk)


def written(registration):
    found = Message.objects.filter(to=registration.email).order_by("pk")
    return [one.template.removeprefix("seminars/") for one in found]


def kinds(registration):
    return list(registration.events.values_list("kind", flat=True))


def press(client, registration, answer="accept"):
    return client.post(
        reverse("seminars:offer", args=[registration.token]), {"answer": answer}, follow=True
    )


# A sought-after seminar ---


def test_names_of_the_others_are_shown_once_the_place_is_confirmed(client):
    seminar = SeminarFactory(confirm_places=True)
    press(client, registered(seminar, name="Mina Greaves", listing_consent=True))
    one = services.register(seminar=seminar, name="Ann", email="ann@test.example").registration

    assert "Mina Greaves" not in client.get(one.get_absolute_url()).content.decode()

    press(client, one)
    assert "Mina Greaves" in client.get(one.get_absolute_url()).content.decode()


def test_place_is_kept_until_its_time_and_nothing_follows_before(client):
    seminar = SeminarFactory(confirm_places=True, joining_link="https://meet.example/x")

    answer = services.register(seminar=seminar, name="Ann", email="ann@test.example")

    one = answer.registration
    assert answer.is_new
    assert (answer.outcome, one.state, one.is_to_confirm) == (TO_CONFIRM, OFFERED, True)
    assert one.offer_expires_at - timezone.now() > timedelta(hours=23)
    assert services.registrations.queue.free_places(seminar, "in_person") == 19
    assert written(one) == ["to_confirm"]
    assert not Reminder.objects.exists()
    # To look changes nothing: scanners follow links.
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Confirm my place" in page
    assert "Add to your calendar" not in page
    assert "app-ticket__code" not in page
    assert fresh(one).answered_at is None

    press(client, one)
    press(client, one)

    one = fresh(one)
    assert (one.state, one.is_proved, one.is_to_confirm) == (CONFIRMED, True, False)
    assert written(one) == ["to_confirm", "registered"]
    assert one.reminders.filter(state="planned").exists()
    assert kinds(one) == [EventKind.TO_CONFIRM, EventKind.CONFIRMED]
    assert "Hello Ann," in Message.objects.get(template="seminars/registered").words


def test_place_that_nobody_confirms_goes_to_the_next_and_both_are_told():
    seminar = SeminarFactory(confirm_places=True, capacity_in_person=1)
    first, second = registered(seminar), registered(seminar)
    assert fresh(second).state == WAITING

    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert services.sweep_offers() == 1
        first, second = fresh(first), fresh(second)
        assert kinds(first) == [EventKind.TO_CONFIRM, EventKind.LAPSED]
        assert written(first) == ["to_confirm", "confirm_lapsed"]
        # The next has not answered either: a place is offered, until tomorrow.
        assert (second.state, written(second)) == (OFFERED, ["waiting", "offered"])
        assert second.offer_expires_at - timezone.now() > timedelta(hours=23)
        with pytest.raises(services.OfferOver):
            services.accept_offer(registration=first)
        services.accept_offer(registration=second)
    assert fresh(second).state == CONFIRMED


def test_whoever_waits_and_has_answered_is_given_the_place_at_once(client):
    seminar = SeminarFactory(confirm_places=True, capacity_in_person=1)
    first, second = registered(seminar), registered(seminar)
    client.post(reverse("seminars:choices", args=[second.token]), {"newsletter": "on"})

    services.decline_offer(registration=first)

    assert fresh(second).state == CONFIRMED
    assert written(second)[-1] == "promoted"


def test_staff_register_without_asking_for_proof():
    seminar = SeminarFactory(confirm_places=True)

    assert registered(seminar, by=UserFactory()).state == CONFIRMED
    assert registered(seminar, by=UserFactory(), email="", phone="+441279446611").state == CONFIRMED


def test_organiser_chooses_it_on_the_form_and_the_public_pages_say_so(client):
    seminar = SeminarFactory()
    client.force_login(manager())
    page = reverse("seminars_workspace:edit", args=[seminar.slug])

    response = client.post(page, {**opened(client, page), "confirm_places": "on"})

    assert response.status_code == 302
    seminar.refresh_from_db()
    assert seminar.confirm_places
    client.logout()
    for name in ("detail", "register"):
        page = client.get(reverse(f"seminars:{name}", args=[seminar.slug])).content.decode()
        assert "confirm your place within 24 hours" in page


def test_the_door_and_the_places_record_say_how_it_stands(client):
    seminar = SeminarFactory(confirm_places=True, starts_at=timezone.now() + timedelta(hours=1))
    one = registered(seminar)
    client.force_login(manager())

    door = reverse("seminars_workspace:door", args=[seminar.slug])
    listed = client.get(door, {"q": one.name}).content.decode()

    assert "Not yet confirmed" in listed
    (line,) = places_record.now(seminar)
    assert (line.offered, line.free) == (1, 19)
    with pytest.raises(services.attendance.NotConfirmed):
        services.check_in(registration=one, by=None)
    # Whoever stands there is proof enough.
    services.let_in(registration=one, by=manager())
    assert fresh(one).state == CONFIRMED


# Many from one address ---


@pytest.fixture
def few(settings):
    settings.SEMINARS_UNANSWERED_PLACES = 3
    settings.PUBLIC_FORM_LIMITS = True


@pytest.mark.usefixtures("few")
def test_whoever_confirms_comes_behind_those_who_wait_already():
    seminar = SeminarFactory(capacity_in_person=3)
    *holders, late = [registered(seminar, visitor="address 192.0.2.1") for _ in range(4)]
    waits = registered(seminar, visitor="address 192.0.2.2")

    services.accept_offer(registration=late)
    services.give_back(registration=holders[0])

    assert [fresh(one).state for one in (waits, late)] == [CONFIRMED, WAITING]


@pytest.mark.usefixtures("few")
def test_beyond_the_number_the_next_holds_nothing_until_its_address_answers():
    seminar = SeminarFactory(capacity_in_person=4)
    crowd = [registered(seminar, visitor="address 192.0.2.1") for _ in range(5)]
    neighbour = registered(seminar, visitor="address 192.0.2.2")

    assert [one.state for one in crowd] == [CONFIRMED] * 3 + [TO_CONFIRM] * 2
    assert neighbour.state == CONFIRMED
    assert written(crowd[3]) == ["to_confirm"]
    assert len({one.origin for one in [*crowd, neighbour]}) == 2

    # Full meanwhile: who confirms has a turn; who confirms after one gave back has a place.
    services.accept_offer(registration=crowd[3])
    assert fresh(crowd[3]).state == WAITING
    assert written(crowd[3]) == ["to_confirm", "waiting"]
    services.give_back(registration=neighbour)
    assert fresh(crowd[3]).state == CONFIRMED
    services.accept_offer(registration=crowd[4])
    assert fresh(crowd[4]).state == WAITING
    assert fresh(crowd[4]).number > fresh(crowd[3]).number


@pytest.mark.usefixtures("few")
def test_two_places_count_as_two_and_an_answer_makes_room_for_the_next(client):
    seminar = SeminarFactory()
    first = registered(seminar, visitor="a", guest_name="Bo")
    assert registered(seminar, visitor="a", guest_name="Cy").state == TO_CONFIRM

    client.post(reverse("seminars:choices", args=[first.token]), {})

    assert fresh(first).origin == ""
    assert registered(seminar, visitor="a", guest_name="Di").state == CONFIRMED


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("is_partner", [False, True])
def test_the_public_page_answers_to_confirm_and_asks_nothing_more(client, is_partner):
    seminar = SeminarFactory()
    if is_partner:
        client.force_login(contributor_of(), "allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("seminars:register", args=[seminar.slug])
    outcomes = []
    for number in range(4):
        with time_machine.travel(timezone.now() - timedelta(seconds=10)):
            given = fields(client, url)
        answers = {**given, "name": "Ann", "email": f"ann{number}@test.example"}
        response = client.post(url, answers)
        outcomes.append(response.url.rstrip("/").rpartition("/")[2])

    assert outcomes == ["confirmed"] * 3 + ["to-confirm"]
    page = client.get(response.url).content.decode()
    assert 'data-outcome="to-confirm"' in page
    assert "You do not have a place yet" in page
    # The same answer for an address that is known.
    with time_machine.travel(timezone.now() - timedelta(seconds=10)):
        given = fields(client, url)
    again = client.post(url, {**given, "name": "Ann", "email": "ann0@test.example"})
    assert again.url == response.url


@pytest.mark.usefixtures("few")
def test_whence_it_came_is_a_keyed_number_that_is_forgotten_in_a_week():
    seminar = SeminarFactory(starts_at=timezone.now() + timedelta(days=60))
    one = registered(seminar, visitor="address 192.0.2.1")
    assert len(one.origin) == 40
    assert registered(SeminarFactory(), visitor="address 192.0.2.1").origin != one.origin

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert clear_sooner(days=365, dry_run=True) == 2
        assert clear_sooner(days=365) == 2

    assert fresh(one).origin == ""
    assert fresh(one).name

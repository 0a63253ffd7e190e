"""Two people with one email address: each has a place, and the address is told the truth."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from diz_portal.outbox.models import Message
from seminars import services
from seminars.models import EventKind, Registration, RegistrationState
from seminars.selectors import seminars as selectors
from tests.factories.accounts import UserFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING = RegistrationState.CONFIRMED, RegistrationState.WAITING
ADDRESS = "wetherby@test.example"


def asks(seminar, name, **more):
    return services.register(seminar=seminar, name=name, email=ADDRESS, **more)


def told() -> Message:
    return Message.objects.filter(to=ADDRESS).latest("pk")


def test_a_couple_with_one_address_has_two_places_and_each_letter_names_both():
    seminar = SeminarFactory()

    doris = asks(seminar, "Doris Wetherby").registration
    answer = asks(seminar, "Albert Wetherby")

    albert = answer.registration
    assert answer.is_new
    assert (doris.state, albert.state) == (CONFIRMED, CONFIRMED)
    assert albert.link in told().words
    assert doris.link not in told().words
    for name in ("Doris Wetherby", "Albert Wetherby"):
        assert f"“{name}”" in told().words

    services.give_back(registration=doris)

    albert.refresh_from_db()
    assert albert.state == CONFIRMED


@pytest.mark.parametrize("name", ["doris WETHERBY", " Doris  Wetherby", "Doris\u200b Wetherby"])
def test_one_name_in_another_spelling_is_one_person(name):
    seminar = SeminarFactory()
    first = asks(seminar, "Doris Wetherby")

    again = asks(seminar, name)

    assert (again.registration, again.is_new) == (first.registration, False)
    assert again.reference != first.reference
    assert "You were already registered, so nothing has changed: you have a place" in told().words


def test_each_time_somebody_registers_again_a_letter_goes_and_a_double_click_is_one():
    seminar = SeminarFactory()
    asks(seminar, "Doris", attempt="bcdfg23456")

    answers = [asks(seminar, "Doris", attempt=mark) for mark in ("2345678923", "2345678923", "")]

    assert Message.objects.filter(template="seminars/link_again").count() == 2
    first, second, third = (one.reference for one in answers)
    assert first == second != third
    # By what the page called it, staff find whose it was.
    assert [one.name for one in selectors.of_words(seminar.registrations, third.upper())] == [
        "Doris"
    ]


def test_a_guest_who_has_a_place_is_not_given_a_second():
    seminar = SeminarFactory()
    asks(seminar, "Doris", guest_name="Albert")

    answer = asks(seminar, "Albert")

    assert not answer.is_new
    assert seminar.registrations.holding().seats() == 2


def test_a_guest_named_the_second_time_is_not_dropped_without_a_word():
    seminar = SeminarFactory()
    asks(seminar, "Doris", attempt="bcdfg23456")

    asks(seminar, "Doris", guest_name="Albert", attempt="bcdfg23456")

    assert "a guest, who does not have a place yet: “Albert”" in told().words
    assert seminar.registrations.holding().seats() == 1


def test_a_third_is_not_added_and_the_address_is_told_so():
    seminar = SeminarFactory()
    asks(seminar, "Doris")
    asks(seminar, "Albert")
    stranger = services.register(seminar=seminar, name="S", email="stranger@test.example")

    third = asks(seminar, "Cuthbert")

    assert not third.is_new
    assert third.outcome == stranger.outcome
    assert seminar.registrations.live().count() == 3
    assert told().template == "seminars/address_full"
    assert "for “Cuthbert”. They do not have a place" in told().words
    assert third.registration.events.last().kind == EventKind.ADDRESS_FULL


def test_an_organiser_allows_more():
    seminar = SeminarFactory(people_per_address=3)

    answers = [asks(seminar, name) for name in ("Doris", "Albert", "Cuthbert", "Daphne")]

    assert [one.is_new for one in answers] == [True, True, True, False]


def test_staff_are_told_what_stands_in_the_way():
    seminar, staff = SeminarFactory(), UserFactory()
    first = asks(seminar, "Doris", by=staff)
    asks(seminar, "Albert", by=staff)
    written = Message.objects.count()

    assert asks(seminar, "Doris", by=staff).registration == first.registration
    with pytest.raises(services.AddressFull):
        asks(seminar, "Cuthbert", by=staff)

    assert Message.objects.count() == written


def test_nobody_takes_the_name_or_the_address_of_the_other():
    seminar, staff = SeminarFactory(), UserFactory()
    asks(seminar, "Doris")
    albert = asks(seminar, "Albert").registration
    other = registered(seminar, name="Doris")

    with pytest.raises(services.AddressTaken):
        services.change(registration=albert, name="doris")
    with pytest.raises(services.AddressTaken):
        services.change_contact(registration=other, channel="email", email=ADDRESS, by=staff)
    third = registered(seminar, name="Cuthbert")
    with pytest.raises(services.AddressFull):
        services.change_contact(registration=third, channel="email", email=ADDRESS, by=staff)


def test_somebody_with_a_place_in_a_full_seminar_hears_the_truth_by_letter():
    seminar = SeminarFactory(capacity_in_person=1)
    asks(seminar, "Doris")

    answer = asks(seminar, "Doris")

    assert answer.outcome == WAITING
    assert "nothing has changed: you have a place" in told().words


def test_the_database_keeps_the_number_by_whatever_path():
    seminar = SeminarFactory()
    asks(seminar, "Doris")
    albert = asks(seminar, "Albert").registration
    other = registered(seminar)
    row = {"seminar": seminar, "place": "in_person", "state": CONFIRMED, "email": ADDRESS}

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(**row, name="ALBERT", number=8)
    with pytest.raises(DatabaseError, match="than the seminar allows"), transaction.atomic():
        Registration.objects.create(**row, name="Cuthbert", number=8)
    with pytest.raises(DatabaseError, match="than the seminar allows"), transaction.atomic():
        Registration.objects.filter(pk=other.pk).update(email=ADDRESS.upper())
    # A lowered number removes nobody, and who is there may be changed and leave.
    type(seminar).objects.filter(pk=seminar.pk).update(people_per_address=1)
    services.change(registration=albert, name="Albert", access_needs="A chair")
    services.give_back(registration=albert)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("names", "kept"), [("Doris Doris doris", 1), ("Ada Bea Cleo Dora", 2)])
def test_many_tabs_at_once_keep_one_a_name_and_two_an_address(names, kept):
    seminar = SeminarFactory()
    start, answers = threading.Barrier(len(names.split())), []

    def register(name):
        try:
            start.wait(timeout=10)
            answers.append(asks(seminar, name).is_new)
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=[name]) for name in names.split()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seminar.registrations.count() == kept
    assert sorted(answers) == sorted([True] * kept + [False] * (len(threads) - kept))

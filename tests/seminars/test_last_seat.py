"""Sixty people at once for twenty places: real threads, real transactions.

Negative control, tried: with `select_for_update` taken out of `queue.lock` the first arrivals
collide on `seminars_one_number_each`, and the run fails.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from diz_portal.outbox.models import Message
from seminars import services
from seminars.models import RegistrationState
from tests.factories.seminars import SeminarFactory, registered

CONTENDERS, PLACES = 60, 20


def at_once(acts):
    """Carry out everything from threads of its own, a dozen at a time, from one starting gun."""
    gun = threading.Barrier(12)

    def one(act):
        try:
            if act is None:
                gun.wait(timeout=20)
                return None
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=12) as pool:
        list(pool.map(one, [None] * 12))
        return list(pool.map(one, acts))


@pytest.mark.django_db(transaction=True)
def test_sixty_contend_for_twenty_places_and_exactly_twenty_get_one():
    seminar = SeminarFactory(capacity_in_person=PLACES)

    answers = at_once(
        [
            lambda number=number: services.register(
                seminar=seminar, name=f"Person {number}", email=f"p{number}@test.example"
            )
            for number in range(CONTENDERS)
        ]
    )

    rows = list(seminar.registrations.order_by("number").values_list("number", "state"))
    assert rows == [
        (number, RegistrationState.CONFIRMED if number <= PLACES else RegistrationState.WAITING)
        for number in range(1, CONTENDERS + 1)
    ]
    assert sum(one.outcome == RegistrationState.CONFIRMED for one in answers) == PLACES
    assert Message.objects.filter(template="seminars/registered").count() == PLACES
    assert Message.objects.filter(template="seminars/waiting").count() == CONTENDERS - PLACES


@pytest.mark.django_db(transaction=True)
def test_places_given_back_meanwhile_go_to_the_queue_and_stay_full():
    seminar = SeminarFactory(capacity_in_person=PLACES)
    holders = [registered(seminar) for _ in range(PLACES)]

    acts = []
    for number, holder in enumerate(holders):
        acts.append(lambda holder=holder: services.give_back(registration=holder))
        acts.append(
            lambda number=number: services.register(
                seminar=seminar, name="New", email=f"new{number}@test.example"
            )
        )
    acts.append(
        lambda: services.change_capacity(by=None, seminar=seminar, in_person=PLACES - 5, online=0)
    )
    at_once(acts)

    # All holders left and as many came; fifteen places are left for them.
    states = list(seminar.registrations.live().order_by("number").values_list("state", flat=True))
    held = sum(state == RegistrationState.CONFIRMED for state in states)
    assert PLACES - 5 <= held <= PLACES
    assert states == sorted(states), "nobody who waits is before somebody with a place"
    assert len(states) == PLACES


@pytest.mark.django_db(transaction=True)
def test_one_address_from_many_windows_gets_one_registration():
    seminar = SeminarFactory(capacity_in_person=PLACES)

    answers = at_once(
        [lambda: services.register(seminar=seminar, name="Ann", email="ann@test.example")] * 12
    )

    assert sum(one.is_new for one in answers) == 1
    assert seminar.registrations.count() == 1

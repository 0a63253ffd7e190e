"""Sixty people, twenty places, over HTTP from several processes; `make faults` sends 300 for 100.

Negative control, tried: with `select_for_update` taken out of `queue.lock` both tests fail.
"""

import threading
from collections.abc import Callable
from itertools import pairwise
from random import choice, randrange

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from seminars.models import (
    EventKind,
    Registration,
    RegistrationEvent,
    RegistrationState,
    Seminar,
)
from tests.examples import IN_FULL
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory

from .contender import Visitor
from .crowd import Crowd

# Two dozen come at once either way: the others only make it longer.
PEOPLE, PLACES = (300, 100) if IN_FULL else (60, 20)
MEANWHILE = 120 if IN_FULL else 40
CONFIRMED, WAITING = RegistrationState.CONFIRMED, RegistrationState.WAITING

# One after the other: each keeps both processors busy.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organiser() -> dict[str, str]:
    """The cookies of a manager who has signed in."""
    client = Client()
    client.force_login(manager())
    return {name: morsel.value for name, morsel in client.cookies.items()}


class Others(threading.Thread):
    """Somebody who keeps doing something, over HTTP, for as long as the crowd is busy."""

    def __init__(self, crowd: Crowd, visitor: Visitor, act: Callable[[Visitor], object]):
        super().__init__()
        self.crowd, self.visitor, self.act, self.done = crowd, visitor, act, 0
        self.start()

    def run(self) -> None:
        try:
            while self.crowd.is_busy() or self.done < 5:
                self.act(self.visitor)
                self.done += 1
        finally:
            self.visitor.close()
            connection.close()


def give_one_back(visitor: Visitor, seminar: Seminar) -> None:
    if rows := list(seminar.registrations.live()):
        visitor.send(f"{choice(rows).get_absolute_url()}cancel/")


def change_places(visitor: Visitor, seminar: Seminar) -> None:
    path = reverse("seminars_workspace:places", args=[seminar.slug])
    visitor.send(path, capacity_in_person=f"{randrange(MEANWHILE // 6, MEANWHILE // 3)}")


def were_answered(answers: list[dict]) -> bool:
    """Form, sent, told: three requests for everybody, and no error among them."""
    return {tuple(one["statuses"]) for one in answers} == {(200, 302, 200)}


def came_in_order(answers: list[dict], numbers: dict[str, int]) -> bool:
    """Whoever had an answer before another asked is before them in the queue."""
    latest = 0
    done = sorted(answers, key=lambda one: one["knew_at"])
    for one in sorted(answers, key=lambda one: one["asked_at"]):
        while done and done[0]["knew_at"] < one["asked_at"]:
            latest = max(latest, numbers[done.pop(0)["email"]])
        if numbers[one["email"]] < latest:
            return False
    return True


def test_three_times_as_many_contend_for_the_places(address):
    seminar = SeminarFactory(capacity_in_person=PLACES)

    answers = Crowd(address, seminar.slug, PEOPLE).answers()

    assert were_answered(answers)
    rows = list(seminar.registrations.order_by("number"))
    assert [row.number for row in rows] == list(range(1, PEOPLE + 1))
    waiting = PEOPLE - PLACES
    assert [row.state for row in rows] == [CONFIRMED] * PLACES + [WAITING] * waiting
    assert {one["email"]: one["told"] for one in answers} == {row.email: row.state for row in rows}
    assert came_in_order(answers, {row.email: row.number for row in rows})


def test_places_given_back_and_added_meanwhile_go_to_the_first_who_wait(address, organiser):
    seminar = SeminarFactory(capacity_in_person=MEANWHILE // 4)
    crowd = Crowd(address, seminar.slug, MEANWHILE)
    others = [
        Others(crowd, Visitor(address), lambda visitor: give_one_back(visitor, seminar)),
        Others(crowd, Visitor(address, organiser), lambda visitor: change_places(visitor, seminar)),
    ]

    answers = crowd.answers()
    for other in others:
        other.join()

    assert were_answered(answers)
    for other in others:
        assert set(other.visitor.statuses) <= {200, 302}
    seminar.refresh_from_db()
    live = list(seminar.registrations.live().order_by("number"))
    states = [row.state for row in live]
    held = states.count(CONFIRMED)
    # A lowered capacity removes nobody; nobody else comes in until it is kept again.
    assert held == seminar.capacity_in_person or (
        held > seminar.capacity_in_person and WAITING in states
    )
    assert states == [CONFIRMED] * held + [WAITING] * (len(live) - held)
    everybody = {row.email: row for row in Registration.objects.all()}
    assert len(everybody) == MEANWHILE
    for one in answers:
        events = everybody[one["email"]].events.order_by("pk").values_list("kind", flat=True)
        first = EventKind.REGISTERED if one["told"] == CONFIRMED else EventKind.QUEUED
        assert events[0] == first, "everybody was told at once what was so"
    promoted = RegistrationEvent.objects.filter(kind=EventKind.PROMOTED).order_by("pk")
    numbers = list(promoted.values_list("registration__number", flat=True))
    assert all(before < after for before, after in pairwise(numbers)), "the queue is in order"

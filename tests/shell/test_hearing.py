"""A worker is deaf only while messages wait that it could take."""

import pytest

from diz_portal import hearing


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(hearing.time, "monotonic", lambda: now[0])
    return now


def looked_at(ear, clock, *looks):
    """One look after another, ten seconds apart: how long it was deaf, each time."""
    found = []
    for waiting, room in looks:
        found.append(ear.deaf_for(waiting, room))
        clock[0] += 10
    return found


@pytest.mark.parametrize(
    ("looks", "deaf_for"),
    [
        ([(0, 2), (0, 2), (0, 2)], [0, 0, 0]),  # nothing to hear
        ([(5, 0), (5, 0), (5, 0)], [0, 0, 0]),  # its hands are full
        ([(5, 2), (5, 1), (6, 2)], [0, 10, 20]),
        ([(5, 2), (0, 2), (5, 2)], [0, 0, 0]),  # somebody took them
        ([(5, 2), (5, 0), (5, 2), (5, 2)], [0, 0, 0, 10]),
    ],
)
def test_a_worker_is_deaf_while_messages_wait_that_it_has_room_for(clock, looks, deaf_for):
    assert looked_at(hearing.Ear(), clock, *looks) == deaf_for


def test_a_message_shows_that_it_hears(clock):
    ear = hearing.Ear()
    assert looked_at(ear, clock, (5, 2), (5, 2)) == [0, 10]

    ear.heard()

    assert looked_at(ear, clock, (5, 2), (5, 2)) == [0, 10]


def test_a_broker_that_does_not_answer_makes_nobody_deaf(monkeypatch):
    from diz_portal.celery import app

    monkeypatch.setattr(app.conf, "broker_read_url", "redis://127.0.0.1:1")

    assert hearing.waiting(app) == 0

"""A broken bell costs nobody anything: neither a page nor whoever asks how the portal is."""

import threading
import time

import pytest

from diz_portal import doorbell, health, patience, servers
from tests.lines import Line


@pytest.fixture(autouse=True)
def _listening(monkeypatch):
    monkeypatch.setattr(doorbell, "_silent_until", 0.0)


@pytest.fixture
def web(monkeypatch):
    monkeypatch.setenv(patience.ROLE, "web")


def refuse():
    raise ConnectionError


def test_a_page_never_waits_for_the_bell(web):
    is_rung, goes_on = threading.Event(), threading.Event()

    def slow():
        is_rung.set()
        goes_on.wait(10)

    began = time.monotonic()
    for _ in range(doorbell.MOST_WAITING + 10):
        doorbell.ring(slow)

    assert time.monotonic() - began < 1
    assert is_rung.wait(5)
    # Leave nothing for the next test to ring.
    while not doorbell._ringing.waiting.empty():
        doorbell._ringing.waiting.get_nowait()
    goes_on.set()


def test_a_bell_of_a_page_is_rung(web):
    is_rung = threading.Event()

    doorbell.ring(is_rung.set)

    assert is_rung.wait(5)


@pytest.mark.parametrize("role", ["worker", "command"])
def test_others_ring_themselves_since_they_may_end_at_once(monkeypatch, role):
    monkeypatch.setenv(patience.ROLE, role)
    rung_by = []

    doorbell.ring(lambda: rung_by.append(threading.current_thread()))

    assert rung_by == [threading.current_thread()]


def test_after_a_failure_nobody_tries_for_a_while(monkeypatch):
    rings = []
    doorbell.ring(refuse)
    doorbell.ring(lambda: rings.append("too soon"))

    later = time.monotonic() + doorbell.SILENCE + 1
    monkeypatch.setattr(doorbell.time, "monotonic", lambda: later)
    doorbell.ring(lambda: rings.append("later"))

    assert rings == ["later"]


def test_a_broker_that_hangs_is_given_up_after_a_second(tmp_path, settings):
    broker = servers.Valkey(tmp_path, durable=False, dies_with_us=True)
    broker.start()
    try:
        with Line(str(broker.sockets / "valkey.sock")) as line:
            settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{line.port}/0"
            assert health.broker_answers()
            line.hang()

            began = time.monotonic()
            assert not health.broker_answers()

            assert time.monotonic() - began < 2
    finally:
        broker.stop()

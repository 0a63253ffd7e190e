"""A process that is stuck says so, and ends itself."""

import errno
import os
import signal
import threading
import time

import pytest

from diz_portal import uploads, watch


class Ended(Exception):
    """In place of the end of the test's own process."""


@pytest.fixture(autouse=True)
def _board(monkeypatch):
    def end(why):
        raise Ended(why)

    monkeypatch.setattr(watch, "board", watch.Board())
    monkeypatch.setattr(watch, "end_this_process", end)
    monkeypatch.setattr(watch, "_at_work", {})
    monkeypatch.setattr(watch, "_turned_at", 0.0)


def busy_for(*seconds):
    now = time.monotonic()
    watch._at_work.update({number: now - age for number, age in enumerate(seconds)})


def test_a_process_with_a_free_thread_is_not_stuck():
    busy_for(100, 100, 100)

    watch.look_at_threads(0, threads=4)

    assert not watch.board.is_anyone_stuck()


def test_a_process_whose_threads_all_wait_is_stuck_until_one_is_free():
    busy_for(16, 20, 25, 29)

    watch.look_at_threads(0, threads=4)

    assert watch.board.is_anyone_stuck()
    watch._at_work.popitem()
    watch.look_at_threads(0, threads=4)
    assert not watch.board.is_anyone_stuck()


def test_a_process_ends_itself_when_nobody_is_answered_any_more():
    busy_for(31, 32)

    with pytest.raises(Ended, match="All 2 threads"):
        watch.look_at_threads(0, threads=2)


def test_a_process_with_one_stuck_thread_finishes_what_the_others_do(monkeypatch):
    asked = []
    monkeypatch.setattr(os, "kill", lambda *what: asked.append(what))
    busy_for(121)

    watch.look_at_threads(0, threads=4)

    assert asked == [(os.getpid(), signal.SIGTERM)]


def test_a_process_that_has_grown_makes_way_but_not_beside_another():
    every = watch.LOOK_AT_MEMORY_EVERY

    assert not watch.should_make_way(every + 1, megabytes=1)
    assert not watch.should_make_way(every, megabytes=1_000_000)
    assert not watch.should_make_way(every, megabytes=0)
    assert watch.should_make_way(every, megabytes=1)
    assert not watch.should_make_way(2 * every, megabytes=1)


def test_a_slot_is_free_again_when_its_process_has_ended():
    watch.board.tell(watch.SLOTS + 5, stuck=True)

    watch.forget_process(watch.SLOTS + 5)

    assert not watch.board.is_anyone_stuck()


def test_a_slow_upload_is_no_stuck_thread(rf):
    with watch.at_work():
        watch._at_work[threading.get_ident()] -= 100
        assert watch.ages()[0] >= 100

        uploads.RefuseTheHuge(rf.post("/")).receive_data_chunk(b"a chunk", 0)

        assert watch.ages()[0] < 1
    assert watch.ages() == []


@pytest.mark.parametrize("role", watch.LOOP_STANDS_FOR)
def test_a_loop_that_stands_still_ends_its_process(monkeypatch, role):
    monkeypatch.setattr(watch, "_turned_at", time.monotonic() - watch.LOOP_STANDS_FOR[role] - 1)

    with pytest.raises(Ended, match=f"The {role} has not responded"):
        watch._look_at_loop(role)


def test_a_loop_that_was_asked_to_end_is_no_longer_watched():
    watch.turned()
    watch.stop_watching()

    watch._look_at_loop("worker")


@pytest.mark.parametrize(
    ("error", "is_noted"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (ValueError("anything else"), False),
        (None, False),
    ],
)
def test_a_write_refused_for_space_is_noted(error, is_noted):
    watch.note(error)

    assert watch.board.has_space() is not is_noted

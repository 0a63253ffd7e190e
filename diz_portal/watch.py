"""Each process notices that it is stuck, and ends itself; whoever supervises it starts it again.

A hung process is worse than a dead one: it keeps its connections, its locks and its place, and
nobody starts another. Nothing here needs a second process to be alive.

A web process counts the requests that its threads are in the middle of. A worker and a beat have
one loop, which shows that it still turns. The web processes of a host share a small board, laid out
by gunicorn before it forks, so that `/readyz` can tell of its neighbours what they cannot answer.
"""

import contextlib
import errno
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from multiprocessing.sharedctypes import RawArray
from types import FrameType

import psutil

from . import service_manager
from .patience import end_this_process

logger = logging.getLogger(__name__)

# Seconds in the middle of one request without any progress.
STUCK_AFTER = 15.0
# All threads stuck for so long: nobody is answered any more, so there is nothing to wait for.
ALL_STUCK_FOR = 30.0
# One of them: the others finish what they do before the process ends.
ONE_STUCK_FOR = 120.0
# How long the loop of a worker or a beat may stand still. A worker that looks for its broker
# again and again does nothing else meanwhile, and is no better when started again.
LOOP_STANDS_FOR = {"worker": 180.0, "beat": 60.0}

# How long beat may take to end when asked.
ENDS_WITHIN = 5.0

SLOTS = 64
NO_SPACE_REMEMBERED = 60.0
NO_SPACE = "53100"  # SQLSTATE disk_full

# How often a web process looks how much memory it has, in requests; and how long it takes until
# the next may be replaced: never all of them at once.
LOOK_AT_MEMORY_EVERY = 100
ONE_AT_A_TIME = 30.0


class Board:
    """What the web processes of this host know of one another, in memory that they share.

    A slot for each: 1 when all its threads are stuck. Times are of the clock that counts since the
    machine started, which all processes read alike.
    """

    def __init__(self) -> None:
        self._stuck = RawArray("d", SLOTS)
        self._no_space_at = RawArray("d", 1)
        self._made_way_at = RawArray("d", 1)

    def tell(self, slot: int, stuck: bool) -> None:
        self._stuck[slot % SLOTS] = float(stuck)

    def is_anyone_stuck(self) -> bool:
        return any(self._stuck)

    def stuck(self) -> int:
        return sum(map(bool, self._stuck))

    def may_make_way(self) -> bool:
        """Whether no other web process has gone to be replaced a moment ago; now this one has."""
        now = time.monotonic()
        if self._made_way_at[0] and now - self._made_way_at[0] < ONE_AT_A_TIME:
            return False
        self._made_way_at[0] = now
        return True

    def refused_for_space(self) -> None:
        self._no_space_at[0] = time.monotonic()

    def has_space(self) -> bool:
        """Whether no write was refused for want of space in the last minute."""
        at = self._no_space_at[0]
        return not at or time.monotonic() - at > NO_SPACE_REMEMBERED


board = Board()


# Web processes -----------------------------------------------------------------------

_at_work: dict[int, float] = {}


@contextlib.contextmanager
def at_work() -> Iterator[None]:
    """Around a request."""
    me = threading.get_ident()
    _at_work[me] = time.monotonic()
    try:
        yield
    finally:
        _at_work.pop(me, None)


def progress() -> None:
    """Something arrives: a visitor on a slow line is not a stuck thread."""
    me = threading.get_ident()
    if me in _at_work:
        _at_work[me] = time.monotonic()


def ages() -> list[float]:
    """For how long each request that is under way has shown no progress, the longest first."""
    now = time.monotonic()
    return sorted((now - since for since in list(_at_work.values())), reverse=True)


def watch_threads(slot: int, threads: int) -> None:
    """Called in a web process when it begins."""
    _at_work.clear()
    _start(_look_at_threads, slot, threads)


def _look_at_threads(slot: int, threads: int) -> None:
    while True:
        time.sleep(1)
        look_at_threads(slot, threads)


def look_at_threads(slot: int, threads: int) -> None:
    waiting = ages()
    # The thread that has waited least decides: as long as one is free, somebody is answered.
    least = waiting[threads - 1] if len(waiting) >= threads else 0.0
    board.tell(slot, least > STUCK_AFTER)
    if least <= STUCK_AFTER:
        service_manager.tell("WATCHDOG=1")
    if least > ALL_STUCK_FOR:
        end_this_process(f"All {threads} threads have been stuck for {ALL_STUCK_FOR:.0f} seconds.")
    if waiting and waiting[0] > ONE_STUCK_FOR:
        logger.error("A thread has been stuck for %.0f seconds. This process will end.", waiting[0])
        os.kill(os.getpid(), signal.SIGTERM)


def should_make_way(requests: int, megabytes: int) -> bool:
    """Whether this web process has grown too large, and it is its turn to be replaced."""
    if requests % LOOK_AT_MEMORY_EVERY or megabytes <= 0:
        return False
    return psutil.Process().memory_info().rss > megabytes * 1_000_000 and board.may_make_way()


def forget_process(slot: int) -> None:
    """Called in gunicorn's own process when a web process has ended."""
    board.tell(slot, stuck=False)


def note(error: BaseException | None) -> None:
    """Remember a write that was refused because the disk is full, here or at the database."""
    while error is not None:
        refused = getattr(error, "pgcode", None) == NO_SPACE
        if refused or (isinstance(error, OSError) and error.errno == errno.ENOSPC):
            board.refused_for_space()
            return
        error = error.__cause__ or error.__context__


# Loops ---------------------------------------------------------------------------------

_turned_at = 0.0


def turned() -> None:
    """The loop of this worker or beat turns."""
    global _turned_at
    _turned_at = time.monotonic()


def watch_loop(role: str) -> None:
    """Called when the loop begins to turn."""
    turned()
    service_manager.tell("READY=1")
    _start(_look_at_loop, role)
    _start(service_manager.keep_telling)


def stop_watching() -> None:
    """On the way out: what is under way is finished first, and the loop stands still for that."""
    global _turned_at
    service_manager.tell("STOPPING=1")
    _turned_at = 0.0


def end_in_time() -> None:
    """From now on SIGTERM ends this process within seconds. Beat would first write down what it
    has sent, and waits for a database that does not answer; nothing rests on what it writes."""
    if threading.current_thread() is not threading.main_thread():
        return
    before = signal.getsignal(signal.SIGTERM)

    def end(number: int, frame: FrameType | None) -> None:
        over = threading.Timer(ENDS_WITHIN, os._exit, [0])
        over.daemon = True
        over.start()
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, end)


def _look_at_loop(role: str) -> None:
    while _turned_at:
        if (stands := time.monotonic() - _turned_at) > LOOP_STANDS_FOR[role]:
            end_this_process(f"The {role} has not responded for {stands:.0f} seconds.")
        time.sleep(1)


def _start(what, *arguments) -> None:
    threading.Thread(target=what, args=arguments, daemon=True, name="watch").start()

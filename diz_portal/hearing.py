"""A worker that is deaf ends itself, and whoever supervises it starts it again.

It is alive, its loop turns and its broker answers, but no message reaches it: a library has lost
count, say. From inside that looks like an idle night. So each worker asks the broker, over another
connection, whether messages wait while it has room for them and takes none. Of several workers
only one that is needed is judged: while others take everything, nothing waits.
"""

import threading
import time
from typing import Any

from celery.signals import task_received
from celery.worker import state
from kombu.exceptions import OperationalError

from .patience import end_this_process

# Seconds. A worker that looks for its broker again waits up to half of this.
DEAF_AFTER = 60.0
LISTENS_EVERY = 5.0


class Ear:
    def __init__(self) -> None:
        self._since: float | None = None

    def heard(self) -> None:
        self._since = None

    def deaf_for(self, waiting: int, room: int) -> float:
        """For how many seconds messages have waited for a worker that had room for them."""
        if not waiting or room <= 0:
            self.heard()
            return 0.0
        now = time.monotonic()
        self._since = self._since or now
        return now - self._since


_stopped = threading.Event()


def listen(consumer: Any) -> None:
    """Called when a worker begins to take messages."""
    ear = Ear()
    task_received.connect(lambda **_: ear.heard(), weak=False)
    _stopped.clear()
    threading.Thread(target=_listen, args=(consumer, ear), daemon=True, name="ear").start()


def stop() -> None:
    """On the way out it takes no messages any more."""
    _stopped.set()


def _listen(consumer: Any, ear: Ear) -> None:
    while not _stopped.wait(LISTENS_EVERY):
        # After a lost connection it takes fewer at a time than it has processes.
        places = consumer.qos.value if consumer.qos else 0
        room = places - len(state.reserved_requests)
        deaf_for = ear.deaf_for(waiting(consumer.app), room)
        if deaf_for > DEAF_AFTER and not _stopped.is_set():
            end_this_process(f"The worker has heard nothing for {deaf_for:.0f} seconds.")


def waiting(app: Any) -> int:
    """How many messages wait in the queues that this worker takes from; none while the broker does
    not answer, which is no fault of the worker."""
    connection = app.connection_for_read()
    try:
        with connection:
            size = connection.default_channel._size
            return sum(size(name) for name in app.amqp.queues.consume_from)
    except (OperationalError, OSError, *connection.connection_errors):
        return 0

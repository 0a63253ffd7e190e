"""What a process does beside its work, one thing after another, and nobody waits for.

    errands = Errands("doorbell", do, most=1_000)
    errands.put(thing)

Of what comes faster than it is done, what is more than `most` is dropped: only for what may be.
"""

import contextlib
import os
import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Errands(Generic[T]):
    def __init__(self, name: str, do: Callable[[T], object], *, most: int):
        self._name, self._do = name, do
        self.waiting: queue.Queue[T] = queue.Queue(most)
        self._runs_in = 0
        self._starting = threading.Lock()

    def put(self, thing: T) -> None:
        """Later, by a thread of this process; never fails, never waits."""
        self._start()
        with contextlib.suppress(queue.Full):
            self.waiting.put_nowait(thing)

    def _start(self) -> None:
        """With the first errand, and after a fork once more: the child has no thread of it."""
        if self._runs_in == os.getpid():
            return
        with self._starting:
            if self._runs_in != os.getpid():
                threading.Thread(target=self._run, daemon=True, name=self._name).start()
                self._runs_in = os.getpid()

    def _run(self) -> None:
        while True:
            thing = self.waiting.get()
            try:
                self._do(thing)
            finally:
                self.waiting.task_done()

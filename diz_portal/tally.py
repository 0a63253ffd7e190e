"""How many requests were answered, how, and in how long: counted where they are answered.

The web processes of a host share the memory, laid out by gunicorn before it forks; each has rows of
its own, so that none waits for another, and whichever is asked adds them up. A process that takes
the place of one that ended counts on. Views and kinds of answers are known beforehand: no visitor
can make the numbers grow.
"""

import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.sharedctypes import RawArray
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

SLOTS = 64
OTHER = "other"
STATUSES = (200, 201, 204, 301, 302, 304, 400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 0)
# Seconds; the last is whatever takes longer.
BOUNDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, float("inf"))


class Tally:
    def __init__(self, views: list[str]):
        self.views = {name: number for number, name in enumerate([*views, OTHER])}
        self.slot = 0
        self._lock = threading.Lock()
        self._used = RawArray("b", SLOTS)
        self._answers = RawArray("Q", SLOTS * len(self.views) * len(STATUSES))
        self._seconds = RawArray("d", SLOTS * len(self.views))
        self._buckets = RawArray("Q", SLOTS * len(BOUNDS))

    def add(self, view: str, status: int, seconds: float) -> None:
        status = status if status in STATUSES else 0
        which = self.views.get(view, self.views[OTHER])
        row = self.slot * len(self.views) + which
        bucket = next(number for number, bound in enumerate(BOUNDS) if seconds <= bound)
        with self._lock:
            self._used[self.slot] = 1
            self._answers[row * len(STATUSES) + STATUSES.index(status)] += 1
            self._seconds[row] += seconds
            self._buckets[self.slot * len(BOUNDS) + bucket] += 1

    def answers(self) -> Iterator[tuple[str, str, int]]:
        """View, status and number, of those that there were."""
        rows = [slot * len(self.views) for slot in self._slots()]
        for view, which in self.views.items():
            for at, status in enumerate(STATUSES):
                found = (self._answers[(row + which) * len(STATUSES) + at] for row in rows)
                if number := sum(found):
                    yield view, str(status or OTHER), number

    def seconds(self) -> Iterator[tuple[str, float]]:
        rows = [slot * len(self.views) for slot in self._slots()]
        for view, which in self.views.items():
            if together := sum(self._seconds[row + which] for row in rows):
                yield view, together

    def _slots(self) -> list[int]:
        """Those that counted anything: most never do."""
        return [slot for slot in range(SLOTS) if self._used[slot]]

    def buckets(self) -> list[tuple[float, int]]:
        """How many took at most so long."""
        found, together = [], 0
        for at, bound in enumerate(BOUNDS):
            together += sum(self._buckets[at :: len(BOUNDS)])
            found.append((bound, together))
        return found


_tally: Tally | None = None


def lay_out() -> Tally:
    """The tally of this host; the first time, before gunicorn forks, its memory is taken."""
    global _tally
    if _tally is None:
        _tally = Tally(sorted(set(_names(get_resolver().url_patterns))))
    return _tally


def take_slot(number: int) -> None:
    """Called in a web process when it begins."""
    tally = lay_out()
    tally.slot = number % SLOTS
    # Not one that another thread held while the process was forked.
    tally._lock = threading.Lock()


def _names(patterns: list[Any], spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns, (*spaces, *filter(None, [one.namespace])))
        elif isinstance(one, URLPattern) and one.name:
            yield ":".join([*spaces, one.name])


def middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def counting(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = get_response(request)
        found = request.resolver_match
        lay_out().add(found.view_name if found else OTHER, response.status_code, _since(began))
        return response

    return counting


def _since(began: float) -> float:
    return time.monotonic() - began

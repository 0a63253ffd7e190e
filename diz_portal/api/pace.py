"""How often somebody may ask: counted in windows of a minute, and said with every answer.

Each web process counts for itself, in its memory: a count that all share would cost every answer
a write, and keep nobody out that this one lets in for long. It keeps a program that asks without
pause from filling a process; guessing is limited elsewhere (`diz_portal.limits`).
"""

import threading
import time
from dataclasses import dataclass
from math import ceil

from django.conf import settings

from .answers import Declined

WINDOW = 60
# So many askers are remembered; those of windows that are over are forgotten first.
MOST_ASKERS = 10_000

_lock = threading.Lock()
_used: dict[str, tuple[int, int]] = {}


@dataclass(frozen=True)
class Pace:
    limit: int
    left: int
    seconds: int
    is_over: bool

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.seconds),
        }


def count(who: str, limit: int) -> Pace:
    """One request more of theirs."""
    now = time.time()
    window = int(now // WINDOW)
    with _lock:
        known, used = _used.get(who, (window, 0))
        used = used + 1 if known == window else 1
        if who not in _used and len(_used) >= MOST_ASKERS:
            _forget(window)
        _used[who] = (window, used)
    seconds = max(1, ceil((window + 1) * WINDOW - now))
    return Pace(limit, max(limit - used, 0), seconds, used > limit and settings.PUBLIC_FORM_LIMITS)


def _forget(window: int) -> None:
    for who in [who for who, (known, _) in _used.items() if known != window]:
        del _used[who]
    if len(_used) >= MOST_ASKERS:
        _used.clear()


def forget_all() -> None:
    with _lock:
        _used.clear()


def too_often(counted: Pace) -> Declined:
    return Declined(
        429,
        "You have sent too many requests. Wait, then send fewer",
        headers={"Retry-After": str(counted.seconds)},
    )

"""The doorbell of the workers: rung by whoever stored work, and missed by nobody when it is broken.

The database is the truth (design §4.1): what no bell announced, the next sweep finds. So a bell is
never waited for by somebody who looks at a page, and after a failure nobody tries for a while: the
broker is down, or hangs, and each further attempt would only wait for it again.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from diz_portal import patience
from diz_portal.errands import Errands

logger = logging.getLogger(__name__)

Bell = Callable[[], Any]

# After the broker failed us, nobody here even tries for this long.
SILENCE = 30.0
# So many bells wait for one that is slow; what is more than that the sweep does.
MOST_WAITING = 1_000

_silent_until = 0.0


def ring(bell: Bell) -> None:
    """Tell a worker to look now. Never fails, and in a web process never waits: a broker that
    hangs, or is far away, costs a page nothing."""
    if is_silent():
        return
    if patience.role() != "web":
        ring_now(bell)
        return
    _ringing.put(bell)


def is_silent() -> bool:
    """Whether the broker failed so lately that it is not tried."""
    return time.monotonic() < _silent_until


def ring_now(bell: Bell) -> None:
    global _silent_until
    if is_silent():
        return
    try:
        bell()
    except Exception as error:  # noqa: BLE001  the row is stored: the sweep will find it
        _silent_until = time.monotonic() + SILENCE
        logger.warning(
            "The broker did not answer (%s). Messages will be sent by the next sweep.", type(error)
        )


def listen_again() -> None:
    """Forget that the broker failed."""
    global _silent_until
    _silent_until = 0.0


_ringing = Errands("doorbell", ring_now, most=MOST_WAITING)

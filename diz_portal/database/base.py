"""The engine of `DATABASES`; the name of this module is Django's."""

import select
import time
from typing import Any

from django.db.backends.postgresql import base

# Within so many seconds of an answer a line is believed to be there. After a longer silence a
# firewall may have forgotten it, and whoever comes next should not be the one to find out.
BELIEVED_FOR = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks once for each request whether the server is there: a journey that a request on
    a slow line can do without. A line that was closed shows it here, without being asked."""

    # Django's own, of which its stubs know nothing.
    health_check_enabled: bool
    health_check_done: bool
    _answered_at = float("-inf")

    def connect(self) -> None:
        super().connect()
        self._answered_at = time.monotonic()

    def close_if_health_check_failed(self) -> None:
        if self.connection is None or not self.health_check_enabled or self.health_check_done:
            return
        if was_closed(self.connection):
            self.close()
        elif time.monotonic() - self._answered_at > BELIEVED_FOR:
            super().close_if_health_check_failed()
            self._answered_at = time.monotonic()
        self.health_check_done = True


def was_closed(line: Any) -> bool:
    """Whether the server has ended this line: then there is something to read from it, though
    nothing was asked."""
    if line.closed:
        return True
    poll = select.poll()
    poll.register(line.fileno(), select.POLLIN)
    return bool(poll.poll(0))

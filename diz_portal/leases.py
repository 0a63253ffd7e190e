"""A lease that its holder renews for as long as it works, and that runs out soon after it is gone.

    with leases.kept(batch):
        …

Whoever dies in the middle is missed within seconds, however long the work would have taken.
"""

import contextlib
import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.utils import timezone

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
RENEW_EVERY = 4.0


@contextlib.contextmanager
def kept(row: Any, attempt: str) -> Iterator[None]:
    """Around the work on a row that has a `state`, a `lease_until`, and the number of the attempt
    in the column of that name. A lease that somebody else has taken meanwhile is left to them."""
    over = threading.Event()
    renewing = threading.Thread(target=_renew, args=(row, attempt, over), daemon=True, name="lease")
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()


def _renew(row: Any, attempt: str, over: threading.Event) -> None:
    sql = (
        f'UPDATE "{row._meta.db_table}" SET lease_until = %s '  # noqa: S608  names of ours
        f"WHERE id = %s AND state = %s AND {attempt} = %s"
    )
    held = [row.pk, row.state, getattr(row, attempt)]
    # Of its own: the work's is in the middle of a statement.
    line = connections[DEFAULT_DB_ALIAS].copy("lease")
    try:
        while not over.wait(RENEW_EVERY):
            # Whoever holds the row is about to finish the work.
            with contextlib.suppress(DatabaseError), line.cursor() as cursor:
                cursor.execute("SET lock_timeout = '500ms'")
                cursor.execute(sql, [timezone.now() + LEASE, *held])
    finally:
        line.close()

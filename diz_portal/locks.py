"""One at a time, where there is no row to lock yet."""

from django.db import connection


def one_at_a_time(key: int | str) -> None:
    """Whoever comes with the same key waits until the transaction of the first has ended.

    The key is what two could do at the same moment: the reference of a form that is sent twice, or
    a number of ours for something that only ever happens once in the portal.
    """
    _take(key, "pg_advisory_xact_lock")


def together(key: int | str) -> None:
    """Any number at once, while nobody holds the same key `one_at_a_time`."""
    _take(key, "pg_advisory_xact_lock_shared")


def _take(key: int | str, how: str) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("Start a transaction first: the lock lasts until it ends")
    lock = "%s" if isinstance(key, int) else "hashtextextended(%s, 0)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}({lock})", [key])

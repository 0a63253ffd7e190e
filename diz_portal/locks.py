"""One at a time, where there is no row to lock yet."""

from django.db import connection


def one_at_a_time(key: int | str) -> None:
    """Whoever comes with the same key waits until the transaction of the first has ended.

    The key is what two could do at the same moment: the reference of a form that is sent twice, or
    a number of ours for something that only ever happens once in the portal.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("The lock holds until a transaction ends, and there is none.")
    lock = "%s" if isinstance(key, int) else "hashtextextended(%s, 0)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({lock})", [key])

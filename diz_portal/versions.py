"""Whether anything behind a kept page has changed, in one cheap query (`diz_portal.kept`).

Whoever adds a part to such a page says by which queries of one value each it changes: the greatest
key of an append-only table, or the row versions of a small one. A query that several parts need is
asked once.
"""

import time
from collections.abc import Iterable
from functools import cache

from django.db import connection

from diz_portal.prepared import Prepared

Queries = str | tuple[str, ...]

# On every page: the name of the partnership and how to reach it, and its districts.
OF_THE_PLACE = (
    "SELECT concat(xmin, ctid) FROM places_partnership",
    "SELECT sum(hashtextextended(concat(id, xmin, ctid), 0)) FROM places_district WHERE is_ours",
)

# Nobody on this server is writing.
IS_QUIET = "pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())"


def rows_of(table: str) -> str:
    """The query for a table of few rows, which may change in place."""
    return f"SELECT sum(hashtextextended(concat(id, xmin, ctid), 0)) FROM {table}"  # noqa: S608


def newest_of(table: str) -> str:
    """The query for a table to which rows are only added."""
    return f"SELECT max(id) FROM {table}"  # noqa: S608


def read(name: str, asked: Iterable[Queries], day: str) -> tuple[str, bool]:
    """The version, and whether the page may be kept under it: nothing was being written, whose
    number might come below one that is already counted (`projects.rollout.version`).

    While no transaction has been committed since the last time, and for the minute by which a
    query tells the time, it is as it was: the tables need not be asked.
    """
    minute = int(time.time() // 60)
    last = _last.get(name)
    if last and not connection.in_atomic_block and last[1:] == (day, minute, snapshot()):
        return last[0], True
    each = [(one,) if isinstance(one, str) else one for one in asked]
    queries = tuple(dict.fromkeys(query for one in each for query in one))
    ((text, is_quiet, seen),) = _prepared(name, queries).rows(day)
    if is_quiet and not connection.in_atomic_block:
        _last[name] = (text, day, minute, seen)
    return text, is_quiet


def snapshot() -> str:
    """Which transactions are done: the same text, the same rows. Not within a transaction, which
    sees its own rows besides."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        [text] = cursor.fetchone()
    return text


# By name of page: version, day, minute and snapshot. Of this process, as the pages themselves.
_last: dict[str, tuple[str, str, int, str]] = {}


@cache
def _prepared(name: str, queries: tuple[str, ...]) -> Prepared:
    """One statement for all parts that the apps have declared."""
    parts = ", ".join(f"({one})" for one in queries)
    sql = f"""
        SELECT concat_ws('.', %s, {parts}),
          {IS_QUIET},
          pg_current_snapshot()::text
    """
    return Prepared(f"{name}_version_{len(queries)}", sql, "text")

"""Whether anything behind a kept page has changed, in one cheap query (`diz_portal.kept`).

Whoever adds a part to such a page says by which queries of one value each it changes: the greatest
key of an append-only table, or the row versions of a small one. A query that several parts need is
asked once.
"""

from collections.abc import Iterable
from functools import cache

from diz_portal.prepared import Prepared

Queries = str | tuple[str, ...]

# On every page: the name of the partnership and how to reach it, and its districts.
OF_THE_PLACE = (
    "SELECT concat(xmin, ctid) FROM places_partnership",
    "SELECT sum(hashtextextended(concat(id, xmin, ctid), 0)) FROM places_district WHERE is_ours",
)


def rows_of(table: str) -> str:
    """The query for a table of few rows, which may change in place."""
    return f"SELECT sum(hashtextextended(concat(id, xmin, ctid), 0)) FROM {table}"  # noqa: S608


def newest_of(table: str) -> str:
    """The query for a table to which rows are only added."""
    return f"SELECT max(id) FROM {table}"  # noqa: S608


def read(name: str, asked: Iterable[Queries], day: str) -> tuple[str, bool]:
    """The version, and whether the page may be kept under it: nothing was being written, whose
    number might come below one that is already counted (`projects.rollout.version`)."""
    each = [(one,) if isinstance(one, str) else one for one in asked]
    queries = tuple(dict.fromkeys(query for one in each for query in one))
    ((text, is_quiet),) = _prepared(name, queries).rows(day)
    return text, is_quiet


@cache
def _prepared(name: str, queries: tuple[str, ...]) -> Prepared:
    """One statement for all parts that the apps have declared."""
    parts = ", ".join(f"({one})" for one in queries)
    sql = f"""
        SELECT concat_ws('.', %s, {parts}),
          pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())
    """
    return Prepared(f"{name}_version_{len(queries)}", sql, "text")

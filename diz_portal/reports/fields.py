"""The table of a query: each column with what it takes of a row, in one place.

    SITES = (
        text("name", "Site"),
        text("district_code", "District code", "district.code"),
        typed(Kind.DAY, "planned_live_on", "Planned live date"),
    )
    table_of("sites", "Sites", SITES, Site.objects.select_related("district"))

Rows are read a few at a time, so that their number does not matter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from .paper import Column, Kind, Table

AT_A_TIME = 2000
# Of a table that is for programs, so many rows stand on the page.
A_LOOK = 20

Take = Callable[[Any], Any] | str
Field = tuple[Column, Callable[[Any], Any]]


def text(key: str, title: str, take: Take = "", about: str = "") -> Field:
    """`take` is what leads from a row to the value, dotted, or a function; the key where none is
    given."""
    return typed(Kind.TEXT, key, title, take, about)


def typed(kind: Kind, key: str, title: str, take: Take = "", about: str = "") -> Field:
    return Column(key, title, kind, about=about), _taking(take or key)


def named(field: str) -> Callable[[Any], str]:
    """The name of what a row points to, or nothing."""
    return lambda one: str(getattr(one, field) or "")


def _taking(take: Take) -> Callable[[Any], Any]:
    if not isinstance(take, str):
        return take
    # A method is called: what a choice is displayed as.
    return partial(_got, attrgetter(take))


def _got(get: Callable[[Any], Any], one: Any) -> Any:
    value = get(one)
    return value() if callable(value) else value


def table_of(
    key: str,
    title: str,
    fields: Sequence[Field],
    found: QuerySet[Any],
    *,
    note: str = "",
    unique_by: Sequence[str] = (),
    refers_to: Mapping[str, tuple[str, str]] | None = None,
) -> Table:
    takes = [take for _, take in fields]

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found.iterator(AT_A_TIME):
            yield tuple(take(one) for take in takes)

    return Table(
        key,
        title,
        [column for column, _ in fields],
        rows,
        found.count(),
        note=note,
        unique_by=unique_by,
        refers_to=refers_to or {},
        shown=A_LOOK,
    )

"""Which records have a page of their changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.urls import reverse


@dataclass(frozen=True)
class Part:
    """Tracked rows that belong to a record: `of(record)` narrows the trail of their model to them;
    `named` is the column that says which one it was."""

    model: type[Model]
    of: Callable[[Any], Mapping[str, Any]]
    what: str
    named: str


@dataclass(frozen=True)
class Tracked:
    """`find(user, reference)` is the record where the person may open it, else None: as wide as
    the record's own page, and never wider. `url` is that page. `key` is what addresses name it by.
    `hidden` are columns that say nothing to a reader; `own=False` is a record of which only the
    parts are tracked."""

    kind: str
    model: type[Model]
    find: Callable[[Any, str], Any]
    url: Callable[[Any], str]
    key: str = "reference"
    parts: tuple[Part, ...] = ()
    own: bool = True
    hidden: frozenset[str] = frozenset({"reference", "version", "id"})
    labels: Mapping[str, str] = field(default_factory=dict)
    # Column → what it is called when something is entered there, and when that is taken out again.
    verbs: Mapping[str, tuple[str, str]] = field(default_factory=dict)


_tracked: dict[str, Tracked] = {}


def register(one: Tracked) -> None:
    _tracked[one.kind] = one


def tracked_of(kind: str) -> Tracked | None:
    return _tracked.get(kind)


def url_of(record: Model) -> str:
    """The page of a record's changes; nothing when there is none."""
    for one in _tracked.values():
        if isinstance(record, one.model):
            return reverse("trail:history", args=[one.kind, getattr(record, one.key)])
    return ""


def may_read(user: Any, record: Model) -> bool:
    return any(
        isinstance(record, one.model) and one.find(user, getattr(record, one.key)) is not None
        for one in _tracked.values()
    )

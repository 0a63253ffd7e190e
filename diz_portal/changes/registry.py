"""What can change: each app registers its own, in its `what_changed.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .asked import Asked


@dataclass(frozen=True)
class Change:
    """One thing that happened.

    on: the day it happened, in the United Kingdom. recorded_at: when the portal was told.
    says: what happened, without a link and a full stop: "Brook Lane Surgery went live".
    url: the page of the record, as this reader may open it.
    why: the reason, where the sentence names it too.
    counts: what is added up for the sentence: {"went_live": 1}, {"days_slipped": 40}.
    corrects: what was recorded before, where this corrects it: "Connected, 3 May 2026".
    superseded_at: when it was corrected itself; of what was known on a past day alone.
    """

    kind: str
    on: date
    recorded_at: datetime
    says: str
    url: str
    project: Any = None
    organisation: Any = None
    why: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    corrects: str = ""
    superseded_at: datetime | None = None

    @property
    def fact(self) -> tuple[str, str, date, str]:
        """What makes two readings of the records speak of one thing."""
        return self.kind, self.url, self.on, self.says


Rows = Sequence[Change]
Find = Callable[[Asked], Iterable[Change]]


@dataclass(frozen=True)
class Kind:
    """A sentence of what changed.

    name: in forms, addresses and rows; never changed. title: the heading of its rows, a plural.
    room: the part of the portal it is of, as its door is called.
    says: the sentence, of one row or more; never asked of none.
    order: of the sentences, the lower first.
    counted: the sum that `restated` compares.
    """

    name: str
    title: str
    room: str
    says: Callable[[Rows], str] = field(compare=False)
    order: int
    counted: str = ""


_kinds: dict[str, Kind] = {}
_finders: dict[str, Find] = {}


def register(*kinds: Kind, find: Find) -> None:
    """`find(asked)` yields the changes of these kinds that `asked.reader` may read, in a number of
    statements that does not grow with them. Kinds that are found together are asked for once."""
    for kind in kinds:
        _kinds[kind.name] = kind
        _finders[kind.name] = find


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda one: (one.order, one.name))


def rooms() -> dict[str, list[Kind]]:
    """The kinds by the part of the portal they are of, as their sentences follow each other."""
    found: dict[str, list[Kind]] = {}
    for kind in kinds():
        found.setdefault(kind.room, []).append(kind)
    return found


def finders(wanted: Iterable[Kind]) -> list[Find]:
    """Each once, in the order of the kinds."""
    return list(dict.fromkeys(_finders[kind.name] for kind in wanted))


def total(rows: Rows, key: str) -> int:
    return sum(row.counts.get(key, 0) for row in rows)


def counted(one: str, several: str) -> Callable[[Rows], str]:
    """By the number of rows, `{}` in `several`."""
    return lambda rows: one if len(rows) == 1 else several.format(f"{len(rows):,}")

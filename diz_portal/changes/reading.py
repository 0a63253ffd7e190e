"""What changed, by kind, and the sentences that are drafted from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .asked import Asked
from .registry import Change, Kind, finders, kinds


@dataclass(frozen=True)
class Drafted:
    """A sentence without its full stop, and the rows it was drafted from."""

    says: str
    rows: tuple[Change, ...]
    kind: Kind


def between(
    reader: Any,
    *,
    since: date,
    until: date,
    project: Any = None,
    organisation: Any = None,
    as_known_at: datetime | None = None,
    late: bool = False,
    own: bool = False,
    without: Collection[str] = (),
) -> dict[Kind, tuple[Change, ...]]:
    """What this reader may know of what happened on these days, both inside: a kind of which there
    is nothing is not there. `own` leaves out projects that the reader only sees because they are
    published. `late` is what was recorded on them and had happened before;
    `without` names kinds that are not asked for. As many statements for one row as for many."""
    asked = Asked(reader, since, until, project, organisation, as_known_at, late, own)
    wanted = [kind for kind in kinds() if kind.name not in without]
    found: dict[str, list[Change]] = {kind.name: [] for kind in wanted}
    for find in finders(wanted):
        for change in find(asked):
            if change.kind in found:
                found[change.kind].append(change)
    return {
        kind: tuple(sorted(found[kind.name], key=lambda one: (one.on, one.says)))
        for kind in wanted
        if found[kind.name]
    }


def sentences(reader: Any, *, since: date, until: date, **more: Any) -> list[Drafted]:
    """The same, drafted: one sentence for each kind of which there is something."""
    return [
        Drafted(kind.says(rows), rows, kind)
        for kind, rows in between(reader, since=since, until=until, **more).items()
    ]

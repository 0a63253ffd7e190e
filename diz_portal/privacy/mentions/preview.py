"""What is shown before an erasure: where the person is named, room by room."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from .search import MOST_DOUBTFUL, Find, offered


@dataclass(frozen=True)
class Line:
    find: Find
    ticked: bool
    # Typed since the page was shown the first time.
    new: bool


@dataclass(frozen=True)
class Room:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Unread:
    """What the reader may not read, or what is too much for a page: counted only."""

    record: str
    goes: int
    stays: int


@dataclass(frozen=True)
class Preview:
    rooms: tuple[Room, ...]
    unread: tuple[Unread, ...]
    certain: int
    doubtful: int
    # The keys of all finds, for the form.
    keys: str
    # In some table there are more that may be theirs than are looked at.
    too_many: bool

    def __bool__(self) -> bool:
        return bool(self.rooms or self.unread)


def of(
    finds: Collection[Find], shown: Collection[str], ticked: Collection[str], *, again: bool
) -> Preview:
    """`again`: the page comes back, with the ticks that somebody has set on it."""
    lines = sorted(offered(finds), key=lambda one: (one.room, one.record, not one.certain))
    rooms = tuple(
        Room(name, tuple(_line(one, shown, ticked, again) for one in those))
        for name, those in groupby(lines, key=lambda one: one.room)
    )
    seen = {one.key for one in lines}
    return Preview(
        rooms=rooms,
        unread=tuple(_unread(one for one in finds if one.key not in seen)),
        certain=sum(one.certain for one in finds),
        doubtful=sum(not one.certain for one in finds),
        keys=" ".join(dict.fromkeys(one.key for one in finds)),
        too_many=max(Counter(one.model for one in finds if not one.certain).values(), default=0)
        >= MOST_DOUBTFUL,
    )


def _line(find: Find, shown: Collection[str], ticked: Collection[str], again: bool) -> Line:
    new = again and find.key not in shown
    return Line(find, find.certain if new or not again else find.key in ticked, new)


def _unread(finds: Iterable[Find]) -> Iterable[Unread]:
    counted: dict[str, list[int]] = {}
    for one in finds:
        counted.setdefault(one.record, [0, 0])[not one.certain] += 1
    return (Unread(record, goes, stays) for record, (goes, stays) in sorted(counted.items()))

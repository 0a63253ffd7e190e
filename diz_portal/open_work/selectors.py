"""What is in hand, and what was left behind: each read in one query, however many kinds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Sum, Value

from .endings import Ending
from .registry import ORGANISATION, Kind, kinds


@dataclass(frozen=True)
class Pile:
    """So much of one kind, as it was when it was counted."""

    kind: Kind
    ending: Ending
    number: int
    # Another row instead of one of them is noticed too.
    mark: str

    def __str__(self) -> str:
        return self.kind.counted(self.number)

    @property
    def what(self) -> str:
        return self.kind.one if self.number == 1 else self.kind.many

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def can_go(self) -> bool:
        return self.kind.hand_over is not None

    @cached_property
    def candidates(self) -> list[tuple[str, Any]]:
        """Key and organisation or person, of each to whom it may go."""
        return [(key_of(one), one) for one in self.kind.candidates(self.ending)]

    def url_for(self, user: Any) -> str:
        return self.kind.url(user, self.ending) if self.kind.url else ""


def key_of(one: Any) -> str:
    """An organisation's name in addresses, or a person's reference."""
    return one.slug if hasattr(one, "slug") else one.reference


def in_hand(ending: Ending) -> list[Pile]:
    """Everything that stops with it, in the order in which the apps registered it."""
    asked = {
        kind.name: (kind, rows) for kind in kinds() if (rows := kind.in_hand(ending)) is not None
    }
    counted = _one_query(
        _named(rows, name).annotate(number=Count("pk"), mark=Sum("pk"))
        for name, (_, rows) in asked.items()
    )
    found = {row["kind_name"]: row for row in counted if row["number"]}
    return [
        Pile(kind, ending, found[name]["number"], f"{found[name]['number']}-{found[name]['mark']}")
        for kind in kinds()
        if (name := kind.name) in found
    ]


def left_by_organisations(
    organisations: Collection[int] | QuerySet, *, hands: str = ""
) -> dict[int, list[tuple[Kind, int]]]:
    """What these still have, organisation by organisation; with `hands`, only what nobody else
    than somebody in that role can do."""
    parts = [
        _named(kind.rows().filter(**{f"{kind.owner}__in": organisations}), kind.name)
        .annotate(whose=F(kind.owner))
        .values("kind_name", "whose")
        .annotate(number=Count("pk"))
        for kind in kinds()
        if kind.whose == ORGANISATION and hands in ("", kind.hands)
    ]
    return _by_owner(parts)


def left_by_people(organisations: QuerySet) -> dict[int, list[tuple[Kind, int]]]:
    """What people have in hand for these organisations who can no longer do it, organisation by
    organisation."""
    parts = [
        _named(
            kind.stranded(kind.rows()).filter(**{f"{kind.inside}__in": organisations}), kind.name
        )
        .annotate(whose=F(kind.inside))
        .values("kind_name", "whose")
        .annotate(number=Count("pk"))
        for kind in kinds()
        if kind.stranded and kind.inside
    ]
    return _by_owner(parts)


def _by_owner(parts: Iterable[QuerySet]) -> dict[int, list[tuple[Kind, int]]]:
    by_name = {kind.name: kind for kind in kinds()}
    order = {name: number for number, name in enumerate(by_name)}
    found: dict[int, list[tuple[Kind, int]]] = {}
    for row in sorted(_one_query(parts), key=lambda row: order[row["kind_name"]]):
        found.setdefault(row["whose"], []).append((by_name[row["kind_name"]], row["number"]))
    return found


def _named(rows: QuerySet, name: str) -> QuerySet:
    return (
        rows.order_by()
        .annotate(kind_name=Value(name, output_field=CharField()))
        .values("kind_name")
    )


def _one_query(parts: Iterable[QuerySet]) -> Iterable[dict[str, Any]]:
    every = list(parts)
    if not every:
        return []
    first, *rest = every
    return first.union(*rest, all=True) if rest else first

"""What became of records in a period, all steps together: from what the trail keeps.

Read by what tells people of changes (`diz_portal.changes`), and by nothing that decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, Model, OuterRef, QuerySet, Subquery

from .reading import BEGINNING, events_of

Row = dict[str, Any]


@dataclass(frozen=True)
class Net:
    """A record before the period, where it is known, and its rows within it, the oldest first."""

    pk: int
    before: Row | None
    rows: Sequence[Row]

    @property
    def after(self) -> Row:
        return self.rows[-1]

    @property
    def is_new(self) -> bool:
        return self.before is None and self.rows[0]["pgh_label"] == BEGINNING

    @property
    def began_at(self) -> datetime:
        return self.rows[0]["pgh_created_at"]

    def change(self, of: Callable[[Row], Any]) -> tuple[Any, Any, datetime] | None:
        """What it was, what it is and since when; nothing where both are the same in the end."""
        first = self.before or self.rows[0]
        was, now = of(first), of(self.after)
        if was == now:
            return None
        at = self.after["pgh_created_at"]
        for row in reversed(self.rows):
            if of(row) != now:
                break
            at = row["pgh_created_at"]
        return was, now, at


def net(records: QuerySet, *columns: str, starts: datetime, ends: datetime) -> dict[int, Net]:
    """Of those of the records that were written in the period; two statements."""
    events = events_of(records.model)._default_manager
    names = ("pgh_obj_id", "pgh_label", "pgh_created_at", *columns)
    inside = events.filter(
        pgh_obj_id__in=records.order_by().values("pk"),
        pgh_created_at__gte=starts,
        pgh_created_at__lt=ends,
    )
    rows: dict[int, list[Row]] = {}
    for row in inside.order_by("pgh_id").values(*names):
        rows.setdefault(row["pgh_obj_id"], []).append(row)
    earlier = (
        events.filter(pgh_obj_id__in=inside.order_by().values("pgh_obj_id"))
        .filter(pgh_created_at__lt=starts)
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
    )
    before = {row["pgh_obj_id"]: row for row in earlier.values(*names)}
    return {pk: Net(pk, before.get(pk), found) for pk, found in rows.items()}


def known(records: QuerySet, column: str, *columns: str, until: datetime) -> QuerySet:
    """The last row of each record that was written before a moment, with `since_at`, from when its
    `column` said so, and `until_at`, when it said something else."""
    events = events_of(records.model)._default_manager
    same = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), **{column: OuterRef(column)})
    later = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    return (
        events.filter(pgh_obj_id__in=records.order_by().values("pk"), pgh_created_at__lt=until)
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
        .annotate(
            since_at=_first(same), until_at=_first(later.exclude(**{column: OuterRef(column)}))
        )
        .values("pgh_obj_id", "since_at", "until_at", column, *columns)
    )


def first_written(model: type[Model]) -> Subquery:
    """To annotate records: when each was written for the first time."""
    return _first(events_of(model)._default_manager.filter(pgh_obj_id=OuterRef("pk")))


def _first(events: QuerySet) -> Subquery:
    """The moment of the first of them."""
    return Subquery(
        events.order_by().values("pgh_obj_id").annotate(at=Min("pgh_created_at")).values("at")
    )

"""What is asked: by whom, of which days, of what, and as it was known when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone


def begins(day: date) -> datetime:
    """The first moment of a day in the United Kingdom."""
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Asked:
    """`since` and `until` are both inside. With `late`, what was recorded on these days and had
    happened before them; without it, what happened on them, whenever it was recorded. `own` leaves
    out what the reader is told only because anybody is."""

    reader: Any
    since: date
    until: date
    project: Any = None
    organisation: Any = None
    as_known_at: datetime | None = None
    late: bool = False
    own: bool = False
    _kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.reader is None:
            object.__setattr__(self, "reader", AnonymousUser())

    @property
    def starts(self) -> datetime:
        return begins(self.since)

    @cached_property
    def ends(self) -> datetime:
        """The first moment after the last day, or until which things are known."""
        after = begins(self.until + timedelta(days=1))
        return min(after, self.as_known_at) if self.as_known_at else after

    @cached_property
    def known(self) -> datetime:
        """What was recorded before this moment is known; what comes later is not."""
        return self.as_known_at or timezone.now() + timedelta(days=1)

    def once(self, find: Callable[["Asked"], Any]) -> Any:
        """What several kinds need, read for the first of them."""
        if find not in self._kept:
            self._kept[find] = find(self)
        return self._kept[find]

    def happened(self, on: str, recorded: str) -> Q:
        """Of a column of days and one of moments."""
        known = Q(**{f"{recorded}__lt": self.known})
        if self.late:
            return known & Q(
                **{f"{on}__lt": self.since},
                **{f"{recorded}__gte": self.starts, f"{recorded}__lt": self.ends},
            )
        return known & Q(**{f"{on}__range": (self.since, self.until)})

    def happened_sql(self, on: str, recorded: str) -> str:
        """The same for SQL, whose values are `self.values`."""
        if self.late:
            return (
                f"{on} < %(since)s AND {recorded} >= %(starts)s AND {recorded} < %(ends)s"
                f" AND {recorded} < %(known)s"
            )
        return f"{on} BETWEEN %(since)s AND %(until)s AND {recorded} < %(known)s"

    @property
    def values(self) -> dict[str, Any]:
        return {
            "since": self.since,
            "until": self.until,
            "starts": self.starts,
            "ends": self.ends,
            "known": self.known,
        }

    def noted(self, at: str) -> Q:
        """Of what happens at the moment it is recorded: nothing of that is ever late."""
        if self.late:
            return Q(pk__in=[])
        return Q(**{f"{at}__gte": self.starts, f"{at}__lt": self.ends})

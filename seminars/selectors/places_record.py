"""The places record: for every place to be had, who has it. Now, and at any past moment.

Reckoned from the histories of registrations and of the number of places, which nobody can change.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from seminars.models import (
    HOLDING,
    Place,
    Registration,
    RegistrationEvent,
    RegistrationState,
    Seminar,
    SeminarEvent,
)


@dataclass(frozen=True)
class Line:
    """One way of taking part: confirmed + offered + free = capacity, or it is over by some."""

    place: Place
    capacity: int
    confirmed: int
    offered: int
    waiting: int

    @property
    def held(self) -> int:
        return self.confirmed + self.offered

    @property
    def free(self) -> int:
        return max(self.capacity - self.held, 0)

    @property
    def over(self) -> int:
        """Held beyond the places: they were made fewer, and nobody's was taken away."""
        return max(self.held - self.capacity, 0)


def now(seminar: Seminar) -> list[Line]:
    """From the registrations themselves."""
    rows = Registration.objects.filter(seminar=seminar).values_list("place", "state")
    return _lines(
        seminar,
        {Place.IN_PERSON: seminar.capacity_in_person, Place.ONLINE: seminar.capacity_online},
        rows.annotate(total=Sum("seats")).order_by(),
    )


def as_at(seminar: Seminar, at: datetime) -> list[Line] | None:
    """From the histories, as they were at that moment; None before there was a seminar."""
    planned = (
        SeminarEvent.objects.filter(seminar=seminar, at__lte=at, capacity_in_person__isnull=False)
        .order_by("-at", "-pk")
        .values_list("capacity_in_person", "capacity_online")
        .first()
    )
    if planned is None:
        return None
    latest = (
        RegistrationEvent.objects.filter(registration__seminar=seminar, at__lte=at)
        .order_by("registration_id", "-at", "-pk")
        .distinct("registration_id")
    )
    rows = RegistrationEvent.objects.filter(pk__in=latest.values("pk")).values_list(
        "place", "state"
    )
    return _lines(
        seminar,
        {Place.IN_PERSON: planned[0] or 0, Place.ONLINE: planned[1] or 0},
        rows.annotate(total=Sum("seats")).order_by(),
    )


def _lines(seminar: Seminar, capacity: dict[Place, int], rows) -> list[Line]:
    seats = {(place, state): total for place, state, total in rows}
    confirmed, offered = HOLDING
    return [
        Line(
            place=way,
            capacity=capacity[way],
            confirmed=seats.get((way, confirmed), 0),
            offered=seats.get((way, offered), 0),
            waiting=seats.get((way, RegistrationState.WAITING), 0),
        )
        for way in seminar.ways
    ]


@dataclass(frozen=True)
class Change:
    """A moment at which the book changed, and by what."""

    at: datetime
    words: str
    by: str


def changes(seminar: Seminar, most: int = 50) -> list[Change]:
    """The latest changes, newest first."""
    events = (
        RegistrationEvent.objects.filter(registration__seminar=seminar)
        .select_related("registration", "by")
        .order_by("-at", "-pk")[:most]
    )
    own = seminar.events.select_related("by").order_by("-at", "-pk")[:most]
    found = [
        *(
            Change(
                one.at,
                f"{one.registration.reference}: {one.get_kind_display().lower()}",
                str(one.by or ""),
            )
            for one in events
        ),
        *(
            Change(one.at, f"{one.get_kind_display()}. {one.note}".strip(". "), str(one.by or ""))
            for one in own
        ),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]

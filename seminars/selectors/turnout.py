"""How many came: of one seminar, of a series, and who registered and did not."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Sum, Value, When
from django.db.models.functions import Coalesce

from seminars.models import (
    Attendance,
    EventKind,
    Place,
    Registration,
    RegistrationEvent,
    RegistrationState,
    Seminar,
)

AT_THE_DOOR = (EventKind.WALKED_IN, EventKind.LET_IN)


def _people(attendance: Attendance) -> Coalesce:
    """How many people of these registrations, guests counted."""
    mine = Case(When(attendance=attendance, then=1), default=0, output_field=IntegerField())
    theirs = Case(
        When(seats=2, guest_attendance=attendance, then=1),
        default=0,
        output_field=IntegerField(),
    )
    return Coalesce(Sum(mine + theirs), Value(0))


@dataclass(frozen=True)
class Here:
    """How a list stands: 23 of 40 here."""

    expected: int
    here: int
    missing: int

    @property
    def unknown(self) -> int:
        return self.expected - self.here - self.missing


def here(seminar: Seminar, place: str = "") -> Here:
    """Of everybody who has a place, or of one way of taking part."""
    people = seminar.registrations.filter(state=RegistrationState.CONFIRMED)
    if place:
        people = people.filter(place=place)
    row = people.aggregate(
        expected=Coalesce(Sum("seats"), Value(0)),
        here=_people(Attendance.ATTENDED),
        missing=_people(Attendance.NO_SHOW),
    )
    return Here(**row)


@dataclass(frozen=True)
class Tally:
    """People, from registering to coming. `came` counts those let in at the door too."""

    registered: int = 0
    at_the_start: int = 0
    came: int = 0
    at_the_door: int = 0
    missing: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(**{name: mine + getattr(other, name) for name, mine in vars(self).items()})

    @property
    def came_as_registered(self) -> int:
        return self.came - self.at_the_door

    @property
    def rate(self) -> float | None:
        """Of those who had a place and were expected, who did not come."""
        known = self.came_as_registered + self.missing
        return self.missing / known if known else None


@dataclass(frozen=True)
class Turnout:
    """One seminar. Figures are of the lists that were closed: elsewhere nothing is known."""

    seminar: Seminar
    tally: Tally
    recorded: list[Place]
    unrecorded: list[Place]
    ticked: int

    @property
    def words(self) -> str:
        """What is not known of it."""
        if not self.unrecorded:
            return ""
        what = "Attendance still open" if self.ticked else "Not recorded"
        if not self.recorded:
            return what
        return f"{self.unrecorded[0].label}: {what[0].lower()}{what[1:]}"

    @property
    def rate_words(self) -> str:
        return "" if self.tally.rate is None else f"{round(self.tally.rate * 100)}%"


def turnouts(seminars: Iterable[Seminar]) -> list[Turnout]:
    """Of many seminars in two queries, in their order."""
    found = list(seminars)
    keys = [one.pk for one in found]
    events = RegistrationEvent.objects.filter(registration=OuterRef("pk"))
    rows = (
        Registration.objects.filter(seminar__in=keys)
        .annotate(
            is_walk_in=Exists(events.filter(kind=EventKind.WALKED_IN)),
            is_door=Exists(events.filter(kind__in=AT_THE_DOOR)),
        )
        .values("seminar", "place", "is_walk_in", "is_door")
        .annotate(
            all_seats=Sum("seats"),
            here=_people(Attendance.ATTENDED),
            missing=_people(Attendance.NO_SHOW),
        )
        .order_by()
    )
    tallies: dict[tuple[int, str], Tally] = {
        key: Tally(at_the_start=total) for key, total in _at_the_start(keys).items()
    }
    for row in rows:
        key = row["seminar"], row["place"]
        tallies[key] = tallies.get(key, Tally()) + Tally(
            # Who simply came never registered.
            registered=0 if row["is_walk_in"] else row["all_seats"],
            came=row["here"],
            at_the_door=row["here"] if row["is_door"] else 0,
            missing=row["missing"],
        )
    return [_turnout(one, tallies) for one in found]


def _turnout(seminar: Seminar, tallies: dict[tuple[int, str], Tally]) -> Turnout:
    of = {way: tallies.get((seminar.pk, way), Tally()) for way in seminar.ways}
    recorded = [way for way in of if seminar.list_closed_at(way)]
    # Where nobody was expected there is nothing to record.
    unrecorded = [
        way
        for way, tally in of.items()
        if way not in recorded and (tally.at_the_start or tally.came)
    ]
    return Turnout(
        seminar=seminar,
        tally=sum((of[way] for way in recorded), Tally()),
        recorded=recorded,
        unrecorded=unrecorded,
        ticked=sum(of[way].came for way in unrecorded),
    )


def _at_the_start(keys: list[int]) -> dict[tuple[int, str], int]:
    """People who had a place when the seminar began, from the history."""
    latest = (
        RegistrationEvent.objects.filter(
            registration__seminar__in=keys, at__lte=F("registration__seminar__starts_at")
        )
        .order_by("registration_id", "-at", "-pk")
        .distinct("registration_id")
    )
    rows = (
        RegistrationEvent.objects.filter(
            pk__in=latest.values("pk"), state=RegistrationState.CONFIRMED
        )
        .values_list("registration__seminar", "place")
        .annotate(total=Sum("seats"))
        .order_by()
    )
    return {(seminar, place): total for seminar, place, total in rows}


def funnel(of: Iterable[Turnout]) -> Tally:
    """Together, over whatever was recorded."""
    return sum((one.tally for one in of), Tally())


def needs(seminar: Seminar) -> list[tuple[Place, int, list[str]]]:
    """For the venue: how many people take part, and what was asked for, without names."""
    people = seminar.registrations.filter(state=RegistrationState.CONFIRMED)
    rows = list(people.order_by("number").values_list("place", "seats", "access_needs"))
    return [
        (
            way,
            sum(seats for place, seats, _text in rows if place == way),
            [text for place, _seats, text in rows if place == way and text],
        )
        for way in seminar.ways
    ]

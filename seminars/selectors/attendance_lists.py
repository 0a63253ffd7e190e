"""What the door's pages show: who is expected, who is here, and what may be done with each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from seminars.models import (
    Attendance,
    AttendanceEvent,
    AttendanceKind,
    Registration,
    RegistrationState,
    Seminar,
    Who,
)

THERE = Attendance.ATTENDED
_ALL_HERE = Q(attendance=THERE) & (Q(seats=1) | Q(guest_attendance=THERE))


def at_the_door(
    seminar: Seminar, *, q: str = "", show: str = "", place: str = ""
) -> QuerySet[Registration]:
    """By name. A search finds everybody, also who waits or cancelled: they may stand
    there. Otherwise those who have a place of one kind: not here yet, or `show` "here" or "all"."""
    found = seminar.registrations.select_related("seminar").order_by(Lower("name"), "number")
    if place and not q:
        found = found.filter(place=place)
    if q:
        for word in q.split()[:6]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(guest_name__icontains=word)
                | Q(organisation__icontains=word)
                | Q(reference__iexact=word)
            )
        return found
    found = found.filter(state=RegistrationState.CONFIRMED)
    if show == "here":
        return found.attended()
    return found if show == "all" else found.exclude(_ALL_HERE)


@dataclass(frozen=True)
class Person:
    who: Who
    name: str
    attendance: str

    @property
    def is_here(self) -> bool:
        return self.attendance == THERE

    @property
    def did_not_come(self) -> bool:
        return self.attendance == Attendance.NO_SHOW


class Row:
    """A registration with its one or two people."""

    def __init__(self, registration: Registration):
        self.registration = registration
        self.people = [
            Person(Who.PERSON, registration.name or registration.reference, registration.attendance)
        ]
        if registration.seats == 2:
            self.people.append(
                Person(
                    Who.GUEST,
                    registration.guest_name or "Guest",
                    registration.guest_attendance,
                )
            )

    @property
    def has_place(self) -> bool:
        return self.registration.state == RegistrationState.CONFIRMED

    @property
    def waits(self) -> bool:
        """Whoever has no place, and may have a free one once it begins."""
        return self.registration.state in (
            RegistrationState.WAITING,
            RegistrationState.TO_CONFIRM,
        )

    @property
    def is_offered(self) -> bool:
        return (
            self.registration.state == RegistrationState.OFFERED and self.registration.offer_is_open
        )

    @property
    def missing(self) -> list[Person]:
        """Those to check in."""
        return [one for one in self.people if not one.is_here]

    @property
    def here(self) -> list[Person]:
        return [one for one in self.people if one.is_here]


def latest(seminar: Seminar, most: int = 3) -> list[AttendanceEvent]:
    """The last who were checked in and still are: where an undo is wanted, it is of these."""
    return list(
        AttendanceEvent.objects.filter(
            Q(who=Who.PERSON, registration__attendance=THERE)
            | Q(who=Who.GUEST, registration__guest_attendance=THERE),
            registration__seminar=seminar,
            kind=AttendanceKind.ATTENDED,
        )
        .select_related("registration__seminar")
        .order_by("-pk")[:most]
    )


def elsewhere(seminar: Seminar, reference: str) -> Registration | None:
    """Whose reference it is, when it is one of another seminar."""
    return (
        Registration.objects.filter(reference__iexact=reference)
        .exclude(seminar=seminar)
        .select_related("seminar")
        .first()
    )


def title_of(slug: str) -> str:
    return Seminar.objects.filter(slug=slug).values_list("title", flat=True).first() or ""


def pairs(values: Iterable[str]) -> set[tuple[str, Who]]:
    """`reference:person` and `reference:guest` as a form sends them; others are dropped."""
    found = set()
    for value in values:
        reference, _, who = value[:40].partition(":")
        if who in Who.values:
            found.add((reference, Who(who)))
    return found

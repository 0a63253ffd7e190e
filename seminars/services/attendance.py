"""Who was there: checked in at the door or ticked afterwards, undone, and the list closed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from diz_portal import words
from diz_portal.access import Refusal
from diz_portal.accounts.models import User, normalise_email
from diz_portal.outbox.models import Channel
from seminars.models import (
    ATTENDANCE_MOVES,
    LEADS_TO,
    Attendance,
    AttendanceEvent,
    AttendanceKind,
    EventKind,
    Place,
    Registration,
    RegistrationState,
    Seminar,
    SeminarEventKind,
    SeminarState,
    Who,
)
from seminars.models.standing import WITH_DEADLINE
from seminars.selectors.seminars import live_of
from seminars.services import addresses, letters, queue
from seminars.services.seminars import record

# Whoever sets up the room may let the first in; a tick the day before is a slip of the thumb.
OPENS_BEFORE = timedelta(hours=2)
# Paper lists come back late. After that, certificates and figures rely on what is written.
OPEN_AFTER = timedelta(days=14)


class NotOpen(Refusal):
    message = (
        "Check-in is not open. It opens 2 hours before the start and closes 14 days after the end"
    )


class HasNoPlace(Refusal):
    message = "They do not have a place at this seminar. Add them as a walk-in"


class StillWaiting(HasNoPlace):
    message = (
        "They are on the waiting list and do not have a place. If there is space, change the "
        "number of places first"
    )


class NotAnswered(HasNoPlace):
    message = "They have been offered a place but have not accepted it. Accept it for them first"


class NotConfirmed(HasNoPlace):
    message = "They have not confirmed their place. Confirm it for them first"


class GaveBack(HasNoPlace):
    message = "Their place was cancelled. If there is space, add them as a walk-in"


class NoFreeSeat(Refusal):
    message = "All places are taken. If there is space, change the number of places first"


class OthersWait(Refusal):
    message = (
        "Until the seminar starts, free places go to people on the waiting list. Try again after "
        "the start"
    )


class AlreadyOnTheList(Refusal):
    message = "Someone with this email address is already on the list. Search for them instead"


@dataclass(frozen=True)
class CheckedIn:
    """Result: who is newly here. Nobody is when they were here already."""

    registration: Registration
    newly: list[Who]


def opens_at(seminar: Seminar) -> datetime:
    return seminar.starts_at - OPENS_BEFORE


def open_until(seminar: Seminar) -> datetime:
    return seminar.ends_at + OPEN_AFTER


def is_open(seminar: Seminar, now: datetime | None = None) -> bool:
    """Whether attendance can be written down now."""
    return not why_not(seminar, now)


def why_not(seminar: Seminar, now: datetime | None = None) -> str:
    """Why attendance cannot be written down now; empty when it can."""
    now = now or timezone.now()
    if seminar.state == SeminarState.CANCELLED:
        return "The seminar was cancelled, so no one can be checked in"
    if seminar.state == SeminarState.DRAFT:
        return "The seminar is not published yet"
    if now < opens_at(seminar):
        return f"Check-in opens on {words.uk_datetime(opens_at(seminar))}, 2 hours before the start"
    if now > open_until(seminar):
        return "You cannot change attendance because the seminar was more than 14 days ago"
    return ""


def _ask_open(seminar: Seminar) -> None:
    if why := why_not(seminar, seminar.locked_at):
        raise NotOpen(why)


def everybody(registration: Registration) -> list[Who]:
    return list(Who) if registration.seats == 2 else [Who.PERSON]


def of(registration: Registration, who: Who) -> Attendance:
    mine = who == Who.PERSON
    return Attendance(registration.attendance if mine else registration.guest_attendance)


def _write(
    people: Iterable[tuple[Registration, Who]],
    kind: AttendanceKind,
    *,
    at: datetime,
    by: User | None,
) -> int:
    """Add events of one kind for those of whom it is news and the table of moves allows it."""
    events = [
        AttendanceEvent(registration=one, who=who, kind=kind, at=at, by=by)
        for one, who in people
        if LEADS_TO[kind] in ATTENDANCE_MOVES[of(one, who)]
    ]
    AttendanceEvent.objects.bulk_create(events, batch_size=2000)
    for event in events:
        mine = event.who == Who.PERSON
        name = "attendance" if mine else "guest_attendance"
        setattr(event.registration, name, LEADS_TO[kind])
    return len(events)


def _now(seminar: Seminar) -> datetime:
    return seminar.locked_at or timezone.now()


@transaction.atomic
def check_in(
    *, registration: Registration, whose: Collection[Who] | None = None, by: User
) -> CheckedIn:
    """Write down that they are here: both of two, unless one is named.

    A second tap, here or at the other door, changes nothing.
    """
    seminar, registration = queue.lock_for(registration)
    _ask_open(seminar)
    _ask_place(registration)
    return _check_in(registration, whose, by)


def _ask_place(registration: Registration) -> None:
    if registration.state == RegistrationState.WAITING:
        raise StillWaiting
    if registration.state in WITH_DEADLINE:
        raise NotConfirmed if registration.is_to_confirm else NotAnswered
    if registration.state != RegistrationState.CONFIRMED:
        raise GaveBack


def _check_in(registration: Registration, whose: Collection[Who] | None, by: User) -> CheckedIn:
    asked = [who for who in everybody(registration) if whose is None or who in whose]
    newly = [who for who in asked if of(registration, who) != Attendance.ATTENDED]
    people = [(registration, who) for who in newly]
    _write(people, AttendanceKind.ATTENDED, at=_now(registration.seminar), by=by)
    return CheckedIn(registration, newly)


@transaction.atomic
def undo(
    *, registration: Registration, whose: Collection[Who] | None = None, by: User
) -> Registration:
    """Take a check-in back. Twice does no harm.

    Whoever was let in without registering is taken off again, and the seat is free.
    """
    seminar, registration = queue.lock_for(registration)
    _ask_open(seminar)
    people = [
        (registration, who)
        for who in everybody(registration)
        if (whose is None or who in whose) and of(registration, who) == Attendance.ATTENDED
    ]
    walked_in = registration.events.filter(kind=EventKind.WALKED_IN).exists()
    is_closed = seminar.list_closed_at(registration.place) and not walked_in
    kind = AttendanceKind.NO_SHOW if is_closed else AttendanceKind.UNDONE
    _write(people, kind, at=_now(seminar), by=by)
    if people and walked_in and not registration.is_checked_in:
        queue.end(registration, EventKind.GIVEN_BACK, by=by, why="did not attend", tell=False)
        queue.settle(seminar)
    return registration


@transaction.atomic
def tick(
    *,
    seminar: Seminar,
    here: Iterable[tuple[str, Who]],
    not_here: Iterable[tuple[str, Who]],
    by: User,
) -> tuple[int, int]:
    """Many at once, from a paper list or a list of who joined: (newly here, taken back).

    People are named by reference; whoever has no place any more is passed over.
    """
    seminar = queue.lock(seminar)
    _ask_open(seminar)
    came, missing = list(here), list(not_here)
    references = {reference for reference, _who in came + missing}
    found = seminar.registrations.filter(
        reference__in=references, state=RegistrationState.CONFIRMED
    )
    people = {one.reference: one for one in found}

    def known(pairs: list[tuple[str, Who]]) -> list[tuple[Registration, Who]]:
        return [
            (people[reference], who)
            for reference, who in pairs
            if reference in people and who in everybody(people[reference])
        ]

    now = _now(seminar)
    added = _write(known(came), AttendanceKind.ATTENDED, at=now, by=by)
    taken_back = 0
    was_here = [(one, who) for one, who in known(missing) if of(one, who) == Attendance.ATTENDED]
    for place in Place:
        kind = AttendanceKind.NO_SHOW if seminar.list_closed_at(place) else AttendanceKind.UNDONE
        of_place = [(one, who) for one, who in was_here if one.place == place]
        taken_back += _write(of_place, kind, at=now, by=by)
    return added, taken_back


@transaction.atomic
def let_in(*, registration: Registration, by: User) -> CheckedIn:
    """Give somebody who waits, or has not answered an offer, a place at the door."""
    seminar, registration = queue.lock_for(registration)
    _ask_open(seminar)
    if registration.state == RegistrationState.OFFERED and registration.offer_is_open:
        queue.shift(registration, RegistrationState.CONFIRMED)
        queue.record(registration, EventKind.ACCEPTED, by)
    elif registration.state in (RegistrationState.WAITING, RegistrationState.TO_CONFIRM):
        if not seminar.has_started:
            raise OthersWait
        if queue.free_places(seminar, registration.place) < registration.seats:
            raise NoFreeSeat
        queue.shift(registration, RegistrationState.CONFIRMED)
        queue.record(registration, EventKind.LET_IN, by)
    _ask_place(registration)
    return _check_in(registration, None, by)


@transaction.atomic
def walk_in(
    *,
    seminar: Seminar,
    name: str,
    place: str = "",
    email: str = "",
    organisation: str = "",
    guest_name: str = "",
    by: User,
) -> CheckedIn:
    """Somebody at the door who is not on the list: a place if there is a free seat, and here."""
    seminar = queue.lock(seminar)
    _ask_open(seminar)
    place = Place(place if place in seminar.ways else seminar.ways[0])
    seats = 2 if guest_name else 1
    queue.settle(seminar)
    email = normalise_email(email)
    theirs = live_of(seminar, email)
    if addresses.of_this_name(theirs, name):
        raise AlreadyOnTheList
    addresses.require_room(seminar, theirs, name)
    if queue.free_places(seminar, place) < seats:
        raise NoFreeSeat
    if not (seminar.has_started or queue.has_room(seminar, place, seats)):
        raise OthersWait
    registration = Registration.objects.create(
        seminar=seminar,
        name=name,
        email=email,
        channel=Channel.EMAIL if email else "",
        organisation=organisation,
        guest_name=guest_name,
        place=place,
        seats=seats,
        state=RegistrationState.CONFIRMED,
        number=queue.next_number(seminar),
        registered_by=by,
    )
    queue.record(registration, EventKind.WALKED_IN, by)
    letters.send("registered", registration)
    return _check_in(registration, None, by)


@transaction.atomic
def close_list(*, seminar: Seminar, place: str, by: User) -> int:
    """From now on whoever is not checked in did not come. Answers how many; twice is harmless."""
    seminar = queue.lock(seminar)
    if seminar.list_closed_at(place):
        return 0
    _ask_open(seminar)
    if not seminar.has_started:
        raise NotOpen("You can close attendance when the seminar has started. Try again then")
    return _close(seminar, place, by)


def _close(seminar: Seminar, place: str, by: User | None) -> int:
    holders = seminar.registrations.filter(place=place, state=RegistrationState.CONFIRMED)
    people = [(one, who) for one in holders for who in everybody(one)]
    unknown = [(one, who) for one, who in people if of(one, who) == Attendance.UNKNOWN]
    missing = _write(unknown, AttendanceKind.NO_SHOW, at=_now(seminar), by=by)
    came = sum(of(one, who) == Attendance.ATTENDED for one, who in people)
    name = f"list_closed_{place}_at"
    setattr(seminar, name, _now(seminar))
    seminar.save(update_fields=[name])
    note = f"{Place(place).label}: {came} came, {len(people) - came} did not"
    record(seminar, SeminarEventKind.LIST, by, note)
    return missing


def sweep_lists(now: datetime | None = None) -> int:
    """Close the lists nobody closed in time. Where nobody was ever checked in nothing is known,
    and it stays so: silence is not absence."""
    now = now or timezone.now()
    closed = 0
    for place in Place:
        kept = Registration.objects.attended().filter(place=place)
        found = Seminar.objects.filter(
            state=SeminarState.HELD,
            ends_at__lte=now - OPEN_AFTER,
            pk__in=kept.values("seminar"),
            **{f"list_closed_{place}_at": None},
        )
        for seminar in found:
            with transaction.atomic():
                locked = queue.lock(seminar)
                if not locked.list_closed_at(place):
                    _close(locked, place, None)
                    closed += 1
    return closed

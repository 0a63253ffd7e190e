"""Example seminars that were held: rows with the dates they would have, some people missing."""

from datetime import datetime, timedelta
from typing import Any

from seminars.models import (
    AttendanceEvent,
    AttendanceKind,
    EventKind,
    Place,
    Registration,
    RegistrationEvent,
    RegistrationState,
    Seminar,
    SeminarEvent,
    SeminarEventKind,
    SeminarState,
    Who,
)

OPEN_FOR = timedelta(days=45)
BETWEEN = timedelta(hours=17)


def remember(seminar: Seminar, people: list[dict[str, Any]], *, missing: int) -> int:
    """Held with these people. One in `missing` of them did not come; 0: nobody kept a list."""
    opened = seminar.starts_at - OPEN_FOR
    seminar.state, seminar.published_at = SeminarState.HELD, opened
    seminar.save()
    made = Registration.objects.bulk_create(
        Registration(
            seminar=seminar,
            **answers,
            seats=2 if answers["guest_name"] else 1,
            # Now and then somebody gave the place back.
            state=RegistrationState.CANCELLED if number % 9 == 8 else RegistrationState.CONFIRMED,
            number=number,
            newsletter_at=opened + BETWEEN * number if answers["newsletter"] else None,
            registered_at=opened + BETWEEN * number,
        )
        for number, answers in enumerate(people, start=1)
    )
    RegistrationEvent.objects.bulk_create(_what_happened(made))
    if missing:
        _record(seminar, made, missing)
    for kind, at in (
        (SeminarEventKind.PUBLISHED, opened),
        (SeminarEventKind.HELD, seminar.ends_at),
    ):
        _note(seminar, kind, at)
    return len(made)


def _note(seminar: Seminar, kind: SeminarEventKind, at: datetime, note: str = "") -> None:
    SeminarEvent.objects.create(
        seminar=seminar,
        kind=kind,
        at=at,
        note=note,
        capacity_in_person=seminar.capacity_in_person,
        capacity_online=seminar.capacity_online,
    )


def _what_happened(people: list[Registration]) -> list[RegistrationEvent]:
    events = []
    for one in people:
        taken = RegistrationEvent.of(one, EventKind.REGISTERED, at=one.registered_at)
        taken.state = RegistrationState.CONFIRMED
        events.append(taken)
        if one.state == RegistrationState.CANCELLED:
            gone = one.seminar.starts_at - timedelta(days=3, hours=one.number % 24)
            events.append(RegistrationEvent.of(one, EventKind.GIVEN_BACK, at=gone))
    return events


def _record(seminar: Seminar, people: list[Registration], missing: int) -> None:
    """Checked in around the start; the list closed an hour after the end."""
    closed = seminar.ends_at + timedelta(hours=1)
    walked_in = Registration.objects.create(
        seminar=seminar,
        name="Wilf Passerby",
        place=seminar.ways[0],
        state=RegistrationState.CONFIRMED,
        number=len(people) + 1,
        registered_at=seminar.starts_at + timedelta(minutes=6),
    )
    RegistrationEvent.of(walked_in, EventKind.WALKED_IN, at=walked_in.registered_at).save()
    here = [one for one in [*people, walked_in] if one.state == RegistrationState.CONFIRMED]
    AttendanceEvent.objects.bulk_create(
        AttendanceEvent(
            registration=one,
            who=who,
            kind=AttendanceKind.NO_SHOW if _stays_away(one, missing) else AttendanceKind.ATTENDED,
            at=closed
            if _stays_away(one, missing)
            else seminar.starts_at + timedelta(minutes=one.number % 29 - 20),
        )
        for one in here
        for who in (list(Who) if one.seats == 2 else [Who.PERSON])
    )
    for way in seminar.ways:
        setattr(seminar, f"list_closed_{way}_at", closed)
        of_way = [one for one in here if one.place == way]
        came = sum(one.seats for one in of_way if not _stays_away(one, missing))
        rest = sum(one.seats for one in of_way) - came
        note = f"{Place(way).label}: {came} attended, {rest} did not"
        _note(seminar, SeminarEventKind.LIST, closed, note)
    seminar.save()


def _stays_away(one: Registration, missing: int) -> bool:
    # Whoever was let in at the door is there.
    return bool(one.email) and one.number % missing == missing - 1

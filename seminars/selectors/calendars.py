"""Seminars as calendar files (RFC 5545) that follow the truth.

An entry keeps its UID for ever, also when the portal moves to another host. Its SEQUENCE grows
whenever time, place or standing change: calendars then replace the entry they have. METHOD is
PUBLISH: REQUEST would be an invitation, which Outlook refuses to somebody whose address it
lacks.
"""

import hashlib
from collections.abc import Iterable
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.http import quote_etag

from seminars.models import Place, Registration, RegistrationState, Seminar, SeminarState

# UIDs are made of what never changes (RFC 7986 asks for a UUID); this keeps ours apart.
NAMESPACE = UUID("5a0f3c1e-7d0b-4f0e-9a55-0d1b6f3f6a2c")


def of_seminars(seminars: Iterable[Seminar], *, name: str = "") -> bytes:
    """The public calendar, or with one seminar its public entry."""
    # With the first calendar: icalendar is nothing to the other pages.
    from . import entries

    found = []
    organizer = entries.organizer()
    for seminar in seminars:
        # Where slugs and days of two partnerships are the same, their seconds are not.
        uid = _uid("seminar", seminar.slug, seminar.created_at.isoformat())
        entry = entries.written(seminar, uid, seminar.calendar_sequence, organizer)
        entry.add("url", _address(seminar))
        entry.add("location", _public_location(seminar))
        entry.add("description", "\n\n".join(filter(None, [seminar.promise, _address(seminar)])))
        entries.stand(entry, is_off=seminar.state == SeminarState.CANCELLED)
        found.append(entry)
    return entries.file(found, method="PUBLISH", name=name)


def of_registration(registration: Registration) -> bytes:
    """One person's entry: with the joining link while they have a place online, and
    METHOD:CANCEL once either side has cancelled."""
    from . import entries

    seminar = registration.seminar
    cancelled = is_off(registration)
    has_place = registration.state == RegistrationState.CONFIRMED and not cancelled
    entry = entries.written(
        seminar,
        _uid("registration", registration.reference),
        registration.calendar_sequence,
        entries.organizer(),
    )
    entry.add("url", registration.link)
    words = [seminar.promise, f"Your booking: {registration.link}"]
    if registration.place == Place.ONLINE:
        link = seminar.joining_link if has_place else ""
        entry.add("location", link or "Online")
        words.insert(1, f"Join online: {link}" if link else "")
    else:
        entry.add("location", _venue(seminar))
    entry.add("description", "\n\n".join(filter(None, words)))
    entries.stand(entry, is_off=cancelled, is_sure=has_place)
    return entries.file([entry], method="CANCEL" if cancelled else "PUBLISH")


def etag(content: bytes) -> str:
    """The same for as long as the calendar says the same: not when it was written."""
    lines = [line for line in content.splitlines() if not line.startswith(b"DTSTAMP")]
    return quote_etag(hashlib.sha256(b"\n".join(lines)).hexdigest()[:32])


def is_off(registration: Registration) -> bool:
    """Whether either side has cancelled."""
    return (
        registration.seminar.state == SeminarState.CANCELLED
        or registration.state == RegistrationState.CANCELLED
    )


def _uid(*what: str) -> str:
    return str(uuid5(NAMESPACE, " ".join(what)))


def _venue(seminar: Seminar) -> str:
    return ", ".join(filter(None, [seminar.venue_name, seminar.venue_address]))


def _public_location(seminar: Seminar) -> str:
    return _venue(seminar) or seminar.where


def _address(seminar: Seminar) -> str:
    return f"{settings.PORTAL_URL}{seminar.get_absolute_url()}"

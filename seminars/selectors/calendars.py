"""Seminars as calendar files (RFC 5545) that follow the truth.

An entry keeps its UID for ever, also when the portal moves to another host. Its SEQUENCE grows
whenever time, place or standing change: calendars then replace the entry they have. METHOD is
PUBLISH: REQUEST would be an invitation, which Outlook refuses to somebody whose address it
lacks.
"""

import hashlib
from collections.abc import Iterable
from email.utils import parseaddr
from functools import cache
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone
from django.utils.http import quote_etag
from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vText

from diz_portal.places.selectors import partnership
from seminars.models import Place, Registration, RegistrationState, Seminar, SeminarState

# Summer time from the last Sunday of March to that of October, both at 01:00 UTC.
LONDON = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
PRODUCT = "-//DIZ portal//Seminars//EN"
# UIDs are made of what never changes (RFC 7986 asks for a UUID); this keeps ours apart.
NAMESPACE = UUID("5a0f3c1e-7d0b-4f0e-9a55-0d1b6f3f6a2c")


def of_seminars(seminars: Iterable[Seminar], *, name: str = "") -> bytes:
    """The public calendar, or with one seminar its public entry."""
    entries = []
    organizer = _organizer()
    for seminar in seminars:
        # Where slugs and days of two partnerships are the same, their seconds are not.
        uid = _uid("seminar", seminar.slug, seminar.created_at.isoformat())
        entry = _entry(seminar, uid, seminar.calendar_sequence, organizer)
        entry.add("url", _address(seminar))
        entry.add("location", _public_location(seminar))
        entry.add("description", "\n\n".join(filter(None, [seminar.promise, _address(seminar)])))
        _stand(entry, is_off=seminar.state == SeminarState.CANCELLED)
        entries.append(entry)
    return _file(entries, method="PUBLISH", name=name)


def of_registration(registration: Registration) -> bytes:
    """One person's entry: with the joining link while they have a place online, and
    METHOD:CANCEL once either side has cancelled."""
    seminar = registration.seminar
    cancelled = is_off(registration)
    has_place = registration.state == RegistrationState.CONFIRMED and not cancelled
    entry = _entry(
        seminar,
        _uid("registration", registration.reference),
        registration.calendar_sequence,
        _organizer(),
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
    _stand(entry, is_off=cancelled, is_sure=has_place)
    return _file([entry], method="CANCEL" if cancelled else "PUBLISH")


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


def _entry(seminar: Seminar, uid: str, sequence: int, organizer: vCalAddress) -> Event:
    zone = timezone.get_default_timezone()
    entry = Event()
    entry.add("uid", uid)
    entry.add("sequence", sequence)
    entry.add("dtstamp", timezone.now())
    # RFC 5546 asks for it in PUBLISH and CANCEL alike.
    entry.add("organizer", organizer)
    # Wall time with its zone: the entry stays right on both sides of a change of the clocks.
    entry.add("dtstart", seminar.starts_at.astimezone(zone))
    entry.add("dtend", seminar.ends_at.astimezone(zone))
    entry.add("summary", seminar.title)
    return entry


def _uid(*what: str) -> str:
    return str(uuid5(NAMESPACE, " ".join(what)))


def _organizer() -> vCalAddress:
    us = partnership()
    address = us.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = us.name
    return organizer


def _stand(entry: Event, *, is_off: bool, is_sure: bool = True) -> None:
    if is_off:
        # Many calendars show no status, and a subscribed entry stays: its title says it.
        entry["summary"] = vText(f"Cancelled: {entry['summary']}")
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED" if is_sure else "TENTATIVE")


def _file(entries: Iterable[Event], *, method: str, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", vText(name))
    calendar.add_component(_london())
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical()


@cache
def _london() -> Component:
    """The zone by its rule, kept: working out its changes anew takes longer than all the rest."""
    return Timezone.from_ical(LONDON)


def _venue(seminar: Seminar) -> str:
    return ", ".join(filter(None, [seminar.venue_name, seminar.venue_address]))


def _public_location(seminar: Seminar) -> str:
    return _venue(seminar) or seminar.where


def _address(seminar: Seminar) -> str:
    return f"{settings.PORTAL_URL}{seminar.get_absolute_url()}"

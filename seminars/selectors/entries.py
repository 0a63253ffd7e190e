"""One entry of a calendar file, and the file around it, as icalendar writes them: loaded with the
first calendar that somebody asks for (`calendars.py` says what stands in one)."""

from collections.abc import Iterable
from email.utils import parseaddr
from functools import cache

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vText

from diz_portal.places.selectors import partnership
from seminars.models import Seminar

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


def written(seminar: Seminar, uid: str, sequence: int, organizer: vCalAddress) -> Event:
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


def organizer() -> vCalAddress:
    us = partnership()
    address = us.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    found = vCalAddress(f"mailto:{address}")
    found.params["CN"] = us.name
    return found


def stand(entry: Event, *, is_off: bool, is_sure: bool = True) -> None:
    if is_off:
        # Many calendars show no status, and a subscribed entry stays: its title says it.
        entry["summary"] = vText(f"Cancelled: {entry['summary']}")
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED" if is_sure else "TENTATIVE")


def file(entries: Iterable[Event], *, method: str, name: str = "") -> bytes:
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

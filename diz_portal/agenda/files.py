"""The calendar as a file that other calendars read."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from diz_portal.places.selectors import partnership

from .registry import Entry


def calendar_of(entries: Iterable[Entry]) -> bytes:
    name = partnership().name
    calendar = Calendar()
    calendar.add("prodid", "-//DIZ portal//Workspace//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{name}: workspace")
    host = settings.PORTAL_URL.split("//")[-1].split("/")[0]
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{host}")
        event.add("dtstamp", timezone.now())
        # All day long: what is due has no hour.
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", f"{entry.title}, {entry.about}" if entry.about else entry.title)
        event.add("url", settings.PORTAL_URL + entry.url)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()

"""Certificates of attendance: for each person who was checked in, in their own name."""

from django.utils import timezone

from diz_portal import pdf, words
from diz_portal.places.selectors import partnership
from seminars.models import Mode, Place, Registration, Who


def holders(registration: Registration) -> list[Who]:
    """Who of a registration gets one: whoever was there, and has a name to write on it."""
    found: list[Who] = []
    if registration.erased_at:
        return found
    if registration.has_attended and registration.name:
        found.append(Who.PERSON)
    if registration.guest_has_attended and registration.guest_name:
        found.append(Who.GUEST)
    return found


def make(registration: Registration, who: Who) -> bytes:
    seminar = registration.seminar
    us = partnership()
    minutes = round((seminar.ends_at - seminar.starts_at).total_seconds() / 60)
    is_online = registration.place == Place.ONLINE
    return pdf.render(
        "seminars/certificate",
        {
            "name": registration.name if who == Who.PERSON else registration.guest_name,
            "seminar": seminar.title,
            "promise": seminar.promise,
            "when": _when(seminar),
            "where": "Online"
            if is_online or seminar.mode == Mode.ONLINE
            else ", ".join(filter(None, [seminar.venue_name, seminar.venue_address])),
            "length": _length(minutes),
            "series": seminar.series.title if seminar.series else "",
            "organiser": us.name,
            # A number is not to be parted at the end of a line.
            "phone": us.phone.replace(" ", "\u00a0"),
            # The guest's is told apart: one registration, two papers.
            "reference": registration.reference + ("-2" if who == Who.GUEST else ""),
            "date": words.uk_date(timezone.localdate()),
        },
        title=f"Certificate of attendance: {seminar.title}",
    )


def _when(seminar) -> str:
    begins = words.uk_datetime(seminar.starts_at)
    if seminar.is_on_one_day:
        return f"{begins} to {words.uk_time(seminar.ends_at)}"
    return f"{begins} to {words.uk_datetime(seminar.ends_at)}"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} hour{'' if hours == 1 else 's'}")
    if rest:
        parts.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(parts)

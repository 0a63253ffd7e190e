"""The messages about a registration, in the form each person chose. Each is queued once: the key
says what it is about.

The words of all four forms stand in `templates/emails/seminars/`, one file for each message.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from diz_portal import outbox, words
from diz_portal.outbox import selectors
from diz_portal.outbox.models import Channel
from diz_portal.places.selectors import one_partnership
from seminars.models import Place, Registration, RegistrationState
from seminars.placeholders import CLOSING
from seminars.selectors import calendars

# Printed today, posted tomorrow, two days on its way.
POST_TAKES = timedelta(days=4)
# Of what comes after a seminar there is no hurry, but an end.
AFTERWARDS = {"materials", "feedback"}
STILL_NEWS = timedelta(days=60)
# News that makes what still waits to be posted or said untrue: all of it, or these messages.
OVERTAKES: dict[str, tuple[str, ...]] = {
    "called_off": (),
    "given_back": (),
    "offer_lapsed": (),
    "confirm_lapsed": (),
    "promoted": ("waiting",),
    "offered": ("waiting",),
    "moved": ("moved", "reminder"),
    "joining": ("joining",),
}
# These carry the entry for a calendar, or take it out again.
WITH_CALENDAR = {"registered", "promoted", "moved", "joining", "called_off", "given_back"}


def send(
    kind: str,
    registration: Registration,
    *,
    once: str = "",
    channel: Channel | None = None,
    **context: Any,
) -> None:
    """Queue a message in the caller's transaction; nothing for somebody we cannot reach.

    `once` tells messages of one kind apart, such as two moves of one seminar; `channel` is for
    what must go to where somebody has just asked for it, whatever they chose before.
    """
    if kind in OVERTAKES:
        overtake(registration, *OVERTAKES[kind])
    needed_by = _needed_by(kind, registration)
    channel = channel or way_to(registration, needed_by)
    if not channel:
        return
    if channel != Channel.EMAIL:
        context = _offline(registration, channel, context)
    with one_partnership():
        outbox.queue(
            f"seminars/{kind}",
            channel=channel,
            # Of a letter too: whoever finds that it comes too late can ring.
            to=registration.email if channel == Channel.EMAIL else registration.phone,
            reader="" if channel == Channel.EMAIL else registration.name,
            postal_address=registration.postal_address if channel == Channel.LETTER else "",
            needed_by=needed_by,
            large_print="large print" in registration.access_needs.lower(),
            key=f"{prefix(registration)}{kind}{f'-{once}' if once else ''}",
            context={"registration": registration, "seminar": registration.seminar, **context},
            attachments=_calendar(kind, registration, context) if channel == Channel.EMAIL else (),
            # The personal link lets somebody in, and so may the joining link.
            secret=True,
        )


def overtake(registration: Registration, *kinds: str) -> None:
    """Take what is true no more from the letters and calls that wait for staff."""
    outbox.overtake(
        key_prefix=prefix(registration), templates=[f"seminars/{kind}" for kind in kinds]
    )


def undelivered(people: Iterable[Registration]) -> dict[int, str]:
    """Why the last message did not reach somebody, where it did not, by registration: for staff,
    who can ask them for another address."""
    to = {prefix(one): one.email if one.channel == Channel.EMAIL else one.phone for one in people}
    found = selectors.undelivered({key: address for key, address in to.items() if address})
    return {one.pk: found[prefix(one)] for one in people if prefix(one) in found}


def prefix(registration: Registration) -> str:
    return f"seminar-{registration.reference}-"


def way_to(registration: Registration, needed_by: datetime) -> Channel | None:
    """How to reach them in time: a letter that would come too late is a call, given a number."""
    if not registration.channel:
        return None
    channel = Channel(registration.channel)
    if channel == Channel.LETTER and registration.phone and _is_too_late(needed_by):
        return Channel.PHONE
    return channel


def arrives_in_time(registration: Registration) -> bool:
    """Whether a message of now still helps somebody who is coming."""
    needed_by = registration.seminar.starts_at
    return way_to(registration, needed_by) != Channel.LETTER or not _is_too_late(needed_by)


def _is_too_late(needed_by: datetime) -> bool:
    now = timezone.now()
    # Four days are too few where bank holidays lie between.
    return now + POST_TAKES > needed_by or now > outbox.post_by(needed_by)


def _needed_by(kind: str, registration: Registration) -> datetime:
    if kind in {"offered", "to_confirm"} and registration.offer_expires_at:
        return registration.offer_expires_at
    if kind in AFTERWARDS:
        return registration.seminar.ends_at + STILL_NEWS
    if kind == "joining" and registration.seminar.has_started:
        # Who lost the room must find the new one until it ends.
        return registration.seminar.ends_at
    return registration.seminar.starts_at


def _offline(
    registration: Registration, channel: Channel, context: dict[str, Any]
) -> dict[str, Any]:
    """What the short and the spoken forms need; nobody types a personal link from paper."""
    seminar = registration.seminar
    more: dict[str, Any] = {
        "short_when": words.uk_short(seminar.starts_at),
        "short_where": "online" if registration.place == Place.ONLINE else seminar.venue_name,
    }
    if "text" in context:
        link = registration.link
        text = context["text"].replace(CLOSING.format(**{"my place": link}), "")
        more["text"] = "\n".join(line for line in text.split("\n") if link not in line).strip()
    return {**context, **more}


def _calendar(kind: str, registration: Registration, context: dict[str, Any]) -> list[Any]:
    """The entry that keeps their calendar true: PUBLISH, or CANCEL once either side cancelled.
    Whoever never had a place never had an entry, so there is none to change or take out."""
    has_or_had_place = RegistrationState.CONFIRMED in (registration.state, context.get("was"))
    if kind not in WITH_CALENDAR or not has_or_had_place:
        return []
    method = "CANCEL" if calendars.is_off(registration) else "PUBLISH"
    return [
        outbox.File(
            name="seminar.ics",
            content_type=f"text/calendar; method={method}; charset=utf-8",
            content=calendars.of_registration(registration),
        )
    ]

"""Example requests and complaints, one in each state. Every person is invented."""

from datetime import date, time, timedelta
from typing import Any

from diz_portal.accounts.models import User
from diz_portal.demo import example
from diz_portal.places.selectors import partnership
from diz_portal.privacy.processing import example as processing
from diz_portal.times import in_london

from .models import Complaint, ComplaintEvent, DataRequest, RequestEvent
from .registers import clock

__all__ = ["processing"]

# What happened, so many days ago, and what was written about it.
Happened = list[tuple[int, str, str]]

REQUESTS: list[tuple[dict[str, Any], Happened]] = [
    (
        {
            "kind": "access",
            "name": "Doreen Maddox",
            "channel": "email",
            "email": "doreen.maddox@home.example",
            "words": "I came to two of your seminars in spring. What do you hold about me?",
        },
        [(3, "received", "")],
    ),
    (
        {
            "kind": "erasure",
            "name": "Piers Lanyon",
            "channel": "phone",
            "phone": "+441632960181",
            "came_by": "phone",
            "words": "He gave an old laptop last year and wants his address deleted.",
            "pause_ground": "identity",
        },
        [
            (9, "received", ""),
            (5, "paused", "Which email address or phone number did you give us at that time?"),
        ],
    ),
    (
        {
            "kind": "portability",
            "name": "Marguerite Featherstonehaugh-Abernathy",
            "channel": "letter",
            "postal_address": "14 Example Street\nEpping\nCM16 4AA",
            "came_by": "letter",
            "words": "She would like everything she answered in the learning check, as a file.",
            "extension_ground": "complex",
        },
        [
            (44, "received", ""),
            (42, "started", "Called back on the number we hold."),
            (16, "extended", "Her answers are held by two organisations, and both must look."),
        ],
    ),
    (
        {
            "kind": "rectification",
            "name": "Tobias Wick",
            "channel": "text",
            "phone": "+447700900144",
            "words": "My surname is spelled wrong in every letter.",
        },
        [(41, "received", ""), (38, "started", "")],
    ),
    (
        {
            "kind": "access",
            "name": "Ottilie Brandreth",
            "channel": "email",
            "email": "ottilie.brandreth@home.example",
            "words": "Please send me what you have.",
        },
        [
            (75, "received", ""),
            (74, "started", "Answered from the address we hold."),
            (60, "answered", "Your registrations are in the file that we sent you today."),
        ],
    ),
    (
        {
            "kind": "objection",
            "name": "Casimir Holt",
            "channel": "email",
            "email": "casimir.holt@home.example",
            "words": "I do not want to be counted in your figures.",
            "refusal_ground": "exempt",
        },
        [
            (130, "received", ""),
            (128, "started", ""),
            (110, "refused", "The figures contain no names, and we must give them to the funder."),
        ],
    ),
    (
        {
            "kind": "restriction",
            "name": "Winifred Sallow",
            "channel": "phone",
            "phone": "+441632960177",
            "came_by": "in_person",
            "words": "Do not use her number until she has moved.",
        },
        [(33, "received", ""), (25, "withdrawn", "She has moved, and called to tell us.")],
    ),
]
COMPLAINTS: list[tuple[dict[str, Any], Happened]] = [
    (
        {
            "name": "Hester Vane",
            "channel": "phone",
            "phone": "+441632960162",
            "came_by": "phone",
            "words": "Someone left a message about her loan with her neighbour.",
        },
        [(25, "received", "")],
    ),
    (
        {
            "name": "Leopold Marsh",
            "channel": "email",
            "email": "leopold.marsh@home.example",
            "words": "I was sent a reminder for a seminar that I had cancelled.",
        },
        [(2, "received", ""), (2, "acknowledged", "")],
    ),
    (
        {
            "name": "Philippa Croft",
            "channel": "letter",
            "postal_address": "3 Example Lane\nSaffron Walden\nCB10 1AA",
            "came_by": "letter",
            "words": "Her name was on a list that was passed round the room.",
        },
        [
            (21, "received", ""),
            (18, "acknowledged", ""),
            (
                12,
                "note",
                "The sign-in sheet showed everyone’s name.",
            ),
        ],
    ),
    (
        {
            "name": "Edmund Farrow",
            "channel": "email",
            "email": "edmund.farrow@home.example",
            "words": "My email address could be seen by everyone on the list.",
            "outcome": "upheld",
        },
        [
            (95, "received", ""),
            (95, "acknowledged", ""),
            (90, "note", "It was sent by hand, with all the addresses in the open."),
            (
                80,
                "closed",
                "We are sorry. The portal now writes to each person separately.",
            ),
        ],
    ),
]


@example("Data protection requests and complaints", order=80)
def load(today: date) -> str:
    by = User.objects.get(email="manager@diz.example")
    for facts, happened in REQUESTS:
        _request(today, by, facts, {kind: days for days, kind, _ in happened}, happened)
    for facts, happened in COMPLAINTS:
        _complaint(today, by, facts, {kind: days for days, kind, _ in happened}, happened)
    return f"{len(REQUESTS)} requests, {len(COMPLAINTS)} complaints"


def _request(today: date, by: User, facts: Any, ago: dict[str, int], happened: Happened) -> None:
    def on(kind: str) -> date | None:
        return today - timedelta(days=ago[kind]) if kind in ago else None

    received_on = today - timedelta(days=ago["received"])
    last = next((kind for kind in ("answered", "refused", "withdrawn") if kind in ago), "")
    state = last or ("in_progress" if "started" in ago else "received")
    asked = DataRequest.objects.create(
        **{"came_by": "page", **facts},
        controller=partnership().lead_organisation,
        written_by=by if facts.get("came_by") else None,
        received_on=received_on,
        state="identity_asked" if "paused" in ago else state,
        due_on=clock.due_on(received_on, is_extended="extended" in ago),
        paused_on=on("paused"),
        extended_on=on("extended"),
        due_before=clock.due_on(received_on) if "extended" in ago else None,
        closed_on=on(last),
    )
    for days, kind, words in happened:
        RequestEvent.objects.create(
            request=asked,
            kind=kind,
            words=words,
            at=in_london(today - timedelta(days=days), time(10, 20)),
            by=None if kind == "received" and not asked.written_by else by,
        )


def _complaint(today: date, by: User, facts: Any, ago: dict[str, int], happened: Happened) -> None:
    def on(kind: str) -> date | None:
        return today - timedelta(days=ago[kind]) if kind in ago else None

    states = {"closed": "closed", "note": "investigating", "acknowledged": "acknowledged"}
    asked = Complaint.objects.create(
        **{"came_by": "page", **facts},
        controller=partnership().lead_organisation,
        written_by=by if facts.get("came_by") else None,
        received_on=today - timedelta(days=ago["received"]),
        state=next((state for kind, state in states.items() if kind in ago), "received"),
        acknowledged_on=on("acknowledged"),
        closed_on=on("closed"),
    )
    for days, kind, words in happened:
        ComplaintEvent.objects.create(
            complaint=asked,
            kind=kind,
            words=words,
            at=in_london(today - timedelta(days=days), time(11, len(words) % 60)),
            by=None if kind in ("received", "acknowledged") and not asked.written_by else by,
        )

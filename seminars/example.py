"""Example seminars: some that were held, some to come, one full, one cancelled. Every person,
speaker and venue is invented."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from diz_portal import outbox
from diz_portal.accounts.models import User
from diz_portal.bank_holidays import calendar
from diz_portal.demo import example
from diz_portal.outbox.models import Channel
from diz_portal.references import new_reference
from partners.models import Membership, Role
from seminars import example_afterwards, services
from seminars.example_held import remember
from seminars.models import (
    Mode,
    Seminar,
    Series,
    Topic,
)
from seminars.times import in_london

# Telephone numbers that are kept for stories.
HOW_ELSE: dict[int, dict[str, Any]] = {
    6: {"channel": Channel.PHONE, "phone": "+441632960206"},
    8: {
        "channel": Channel.LETTER,
        "phone": "+441632960208",
        "postal_address": "8 Example Street\nHarlow\nCM20 1AA",
    },
}
TOPICS = {
    "digital-skills": "Digital skills",
    "infrastructure": "Infrastructure",
    "health-and-social-care": "Health and social care",
    "garden-towns": "Garden towns",
    "digital-exclusion": "Digital exclusion",
    "high-streets": "High streets",
    "place-based-approaches": "Place-based approaches",
}
FIRST = [
    "Aisha",
    "Ben",
    "Carys",
    "Dev",
    "Elin",
    "Femi",
    "Grace",
    "Hari",
    "Isla",
    "Jonah",
    "Kezia",
    "Luca",
    "Mina",
    "Noel",
    "Orla",
    "Piotr",
]
LAST = [
    "Abara",
    "Bexley",
    "Corrigan",
    "Dunmow",
    "Easton",
    "Farrow",
    "Greaves",
    "Hollis",
    "Ingram",
    "Jarrold",
    "Kemble",
    "Lyle",
]
ORGANISATIONS = ["", "", "Kettle and Keyboard", "Harlow Council", "", "Stort Valley Fibre"]


@dataclass(frozen=True)
class Planned:
    slug: str
    title: str
    promise: str
    topic: str
    days: int
    at: time
    mode: Mode
    people: int
    in_person: int = 0
    online: int = 0
    hours: float = 2
    speakers: str = ""
    venue: tuple[str, str] = ("", "")
    in_series: bool = True
    # One in so many did not come; 0 where nobody kept a list.
    missing: int = 4
    needs: dict[int, str] = field(default_factory=dict)


HALL = ("The Maltings Hall", "Wharf Lane, Harlow")
LIBRARY = ("Lea Valley Library", "High Road, Hoddesdon")
ACCESS = (
    "Step-free from the street, with a lift to every floor and an accessible toilet. There is a "
    "hearing loop. Blue Badge parking is in front of the door. We take a break after an hour."
)

SEMINARS = [
    Planned(
        "what-a-library-can-lend",
        "What a library can lend: laptops, hotspots, time",
        "Three libraries on lending more than books.",
        "digital-exclusion",
        -152,
        time(18),
        Mode.IN_PERSON,
        24,
        30,
        missing=3,
        speakers="Hester Vane, librarian",
        venue=LIBRARY,
    ),
    Planned(
        "care-at-a-distance",
        "Care at a distance: what changed in our clinics",
        "What patients and nurses made of a year of video appointments.",
        "health-and-social-care",
        -96,
        time(10),
        Mode.HYBRID,
        46,
        30,
        60,
        speakers="Ruth Okafor, community nurse\nIvor Penhale, clinical lead",
        venue=HALL,
    ),
    Planned(
        "sensors-in-sheltered-homes",
        "Sensors in sheltered homes",
        "What residents said yes to, and what they did not.",
        "health-and-social-care",
        -68,
        time(11),
        Mode.IN_PERSON,
        18,
        30,
        missing=0,
        speakers="Basil Thorne, housing manager",
        venue=HALL,
    ),
    Planned(
        "fibre-to-the-village",
        "Fibre to the village: who pays for the last mile?",
        "Wayleaves, vouchers and patience, told by three parishes.",
        "infrastructure",
        -40,
        time(14),
        Mode.IN_PERSON,
        27,
        40,
        missing=5,
        speakers="Greta Holloway, parish clerk\nSunil Marsh, network planner",
        venue=LIBRARY,
    ),
    Planned(
        "first-steps-online",
        "First steps online: an hour with your own phone",
        "Bring your phone or tablet. You will leave with 3 things you could not do before.",
        "digital-skills",
        6,
        time(10, 30),
        Mode.IN_PERSON,
        9,
        25,
        hours=1.5,
        speakers="Volunteers who have time for every question",
        venue=LIBRARY,
        in_series=False,
        needs={2: "I use a wheelchair.", 5: "Large print, please."},
    ),
    Planned(
        "high-streets-after-five",
        "High streets after five",
        "What lights, wifi and late buses did for four town centres.",
        "high-streets",
        12,
        time(17, 30),
        Mode.IN_PERSON,
        19,
        12,
        speakers="Della Fenwick, town centre manager\nOmar Reddish, architect",
        venue=HALL,
        needs={1: "A seat near the front: I lip-read."},
    ),
    Planned(
        "nobody-left-offline",
        "Nobody left offline",
        "How referrals, devices and free data reach the people who need them.",
        "digital-exclusion",
        26,
        time(13),
        Mode.HYBRID,
        23,
        40,
        100,
        speakers="Maeve Stapleford, digital champion\nKwame Lindsey, housing officer",
        venue=HALL,
        needs={3: "Captions, please."},
    ),
    Planned(
        "garden-towns-that-listen",
        "Garden towns that listen",
        "Sensors, streams and the people who live beside them.",
        "garden-towns",
        33,
        time(10),
        Mode.ONLINE,
        8,
        0,
        150,
        hours=1,
        speakers="Petra Lindqvist, landscape planner",
    ),
    Planned(
        "five-districts-one-plan",
        "Five districts, one plan",
        "What working as one place has meant, and what it has not.",
        "place-based-approaches",
        47,
        time(9, 30),
        Mode.IN_PERSON,
        11,
        60,
        hours=3,
        speakers="Anneliese Grove, programme director",
        venue=HALL,
    ),
]
CALLED_OFF = "five-districts-one-plan"
WRITTEN_TO = "first-steps-online"


@example("Seminars", order=40)
def load(today: date) -> str:
    topics = {
        slug: Topic.objects.get_or_create(slug=slug, defaults={"title": title, "order": number})[0]
        for number, (slug, title) in enumerate(TOPICS.items())
    }
    series = Series.objects.create(
        slug="smart-place-seminars",
        title="Smart Place Seminars",
        summary="What technology does for a place, told by the people who did it.",
    )
    people = 0
    for number, planned in enumerate(SEMINARS):
        seminar = _seminar(planned, today, topics, series)
        answers = list(_answers(seminar, planned, number * 31))
        if planned.days < 0:
            people += remember(seminar, answers, missing=planned.missing)
            example_afterwards.load(seminar, _manager())
        else:
            people += _register(seminar, answers)
    services.cancel_seminar(
        by=None,
        seminar=Seminar.objects.get(slug=CALLED_OFF),
        reason="The speaker has been called away. We plan a new date.",
    )
    services.send_message(
        by=_manager(),
        seminar=Seminar.objects.get(slug=WRITTEN_TO),
        reference=new_reference(),
        subject="What to bring to “{title}”",
        text="Hello {name},\n\nPlease bring your own phone or tablet, charged, and its charger. "
        "We have spare glasses and plenty of time.\n\nSee you on {day} at {where}.",
        groups=["confirmed"],
        places=[],
    )
    # The example's people are invented: nothing is written to them.
    # Nobody of the example is written to; what staff would print and say is there to see.
    outbox.forget(key_prefix="seminar-", but_for_staff=True)
    return f"{len(SEMINARS)} seminars, {people} registrations"


def _manager() -> User | None:
    found = Membership.objects.filter(role=Role.MANAGER).select_related("person").first()
    return found.person if found else None


def _day_of(planned: Planned, today: date) -> date:
    """Nobody holds a seminar on a holiday or a Sunday: then it is the next working day."""
    return calendar().working_day_from(today + timedelta(days=planned.days))


def _seminar(planned: Planned, today: date, topics, series) -> Seminar:
    starts_at = in_london(_day_of(planned, today), planned.at)
    seminar = services.create(
        slug=planned.slug,
        title=planned.title,
        promise=planned.promise,
        description="Short talks, then time for questions, then tea.",
        speakers=planned.speakers,
        topic=topics[planned.topic],
        series=series if planned.in_series else None,
        mode=planned.mode,
        capacity_in_person=planned.in_person,
        capacity_online=planned.online,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=planned.hours),
        venue_name=planned.venue[0],
        venue_address=planned.venue[1],
        access=ACCESS if planned.venue[0] else "Captions are on. No camera is needed.",
        joining_link=f"https://meet.example/{planned.slug}" if planned.online else "",
    )
    return seminar if planned.days < 0 else services.publish(by=None, seminar=seminar)


def _answers(seminar: Seminar, planned: Planned, offset: int) -> Iterator[dict[str, Any]]:
    for number in range(planned.people):
        at = number + offset
        first, last = FIRST[at % len(FIRST)], LAST[(at * 5 + at // 12) % len(LAST)]
        # Some share a name, nobody an address; one is rung and one gets letters.
        email = f"{first}.{last}.{at}@resident.example".lower()
        yield {
            "name": f"{first} {last}",
            "email": "" if number in HOW_ELSE else email,
            **HOW_ELSE.get(number, {"channel": Channel.EMAIL}),
            "organisation": ORGANISATIONS[at % len(ORGANISATIONS)],
            "place": seminar.ways[number % len(seminar.ways)],
            "guest_name": f"Robin {last}" if number == 4 else "",
            "access_needs": planned.needs.get(number, ""),
            "newsletter": number % 4 == 0,
            "listing_consent": number % 3 == 0,
        }


def _register(seminar: Seminar, people: list[dict[str, Any]]) -> int:
    """Those to come, the way everybody registers; the second gives the place back."""
    made = [services.register(seminar=seminar, **answers).registration for answers in people]
    services.give_back(registration=made[1])
    return len(made)

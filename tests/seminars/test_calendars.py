"""Calendar files, as a calendar reads them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from diz_portal.outbox.models import Attachment
from seminars import services
from seminars.models import Mode
from seminars.selectors import calendars
from seminars.services import letters
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db


def read(content: bytes):
    calendar = Calendar.from_ical(content)
    (entry,) = calendar.walk("VEVENT")
    return calendar, entry


def mine(registration):
    registration.refresh_from_db()
    return read(calendars.of_registration(registration))


@pytest.mark.parametrize(
    ("start", "wall"),
    [
        # The day the clocks go forward, the day after, and the same in October.
        ("2026-03-29T09:00Z", "10:00 BST"),
        ("2026-03-28T10:00Z", "10:00 GMT"),
        ("2026-10-25T10:00Z", "10:00 GMT"),
        ("2026-10-24T09:00Z", "10:00 BST"),
    ],
)
def test_entry_says_the_time_of_the_clock_on_the_wall_with_its_zone(start, wall):
    seminar = SeminarFactory(starts_at=datetime.fromisoformat(start))

    content = calendars.of_seminars([seminar])

    calendar, entry = read(content)
    assert b"DTSTART;TZID=Europe/London:" in content
    assert entry.start.strftime("%H:%M %Z") == wall
    assert entry.start.astimezone(UTC) == seminar.starts_at
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    # The zone's own rules, as a calendar that knows no names of zones applies them.
    zone = calendar.walk("VTIMEZONE")[0].to_tz()
    naive = entry.start.replace(tzinfo=None)
    assert naive.replace(tzinfo=zone).utcoffset() == entry.start.utcoffset()


def test_entry_keeps_its_uid_and_raises_its_sequence_when_it_moves():
    seminar = SeminarFactory()
    person, other = registered(seminar), registered(seminar)
    calendar, before = mine(person)
    assert calendar["METHOD"] == "PUBLISH"
    assert before["UID"] != mine(other)[1]["UID"]

    new = timezone.now() + timedelta(days=30)
    services.move(by=None, seminar=seminar, starts_at=new, ends_at=new + timedelta(hours=1))

    _, after = mine(person)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_entries_keep_their_uids_when_the_portal_moves_to_another_host(settings):
    seminar = SeminarFactory()
    person = registered(seminar)

    def uids():
        public = Calendar.from_ical(calendars.of_seminars([seminar])).walk("VEVENT")[0]
        return mine(person)[1]["UID"], public["UID"]

    before = uids()
    settings.PORTAL_URL = "https://elsewhere.example"

    assert uids() == before
    assert len({*before, uids()[1]}) == 2


def test_a_cancelled_entry_says_so_in_its_title():
    seminar = SeminarFactory(title="Fibre")
    services.cancel_seminar(by=None, seminar=seminar)
    seminar.refresh_from_db()

    (entry,) = Calendar.from_ical(calendars.of_seminars([seminar])).walk("VEVENT")

    assert (str(entry["SUMMARY"]), entry["STATUS"]) == ("Cancelled: Fibre", "CANCELLED")


def attached(person) -> list[str]:
    found = Attachment.objects.filter(message__key__startswith=letters.prefix(person))
    return [one.content_type.split("method=")[1].split(";")[0] for one in found.order_by("pk")]


def test_whoever_never_had_a_place_gets_no_entry_and_none_to_take_out():
    seminar = SeminarFactory(capacity_in_person=1)
    holder, leaves, stays = (registered(seminar) for _ in range(3))

    services.give_back(registration=leaves)
    new = timezone.now() + timedelta(days=30)
    services.move(by=None, seminar=seminar, starts_at=new, ends_at=new + timedelta(hours=1))
    services.cancel_seminar(by=None, seminar=seminar)

    assert (attached(leaves), attached(stays)) == ([], [])
    assert attached(holder) == ["PUBLISH", "PUBLISH", "CANCEL"]


def test_entry_is_cancelled_by_either_side_with_a_greater_sequence():
    seminar = SeminarFactory()
    leaves, stays = registered(seminar), registered(seminar)
    before = mine(leaves)[1]["SEQUENCE"]

    services.give_back(registration=leaves)
    calendar, entry = mine(leaves)
    assert (calendar["METHOD"], entry["STATUS"]) == ("CANCEL", "CANCELLED")
    assert entry["SEQUENCE"] > before

    services.cancel_seminar(by=None, seminar=seminar)
    calendar, entry = mine(stays)
    assert (calendar["METHOD"], entry["STATUS"]) == ("CANCEL", "CANCELLED")
    assert entry["SEQUENCE"] > before


def test_joining_link_is_in_the_entry_of_somebody_with_a_place_online_only():
    link = "https://meet.example/secret"
    seminar = SeminarFactory(
        mode=Mode.HYBRID, capacity_online=1, capacity_in_person=1, joining_link=link
    )
    online = registered(seminar, place="online")
    waits = registered(seminar, place="online")
    in_person = registered(seminar, place="in_person")

    def whole(content):
        return content.replace(b"\r\n ", b"").decode()

    assert link in whole(calendars.of_registration(online))
    assert link not in whole(calendars.of_registration(waits))
    assert link not in whole(calendars.of_registration(in_person))
    assert link not in whole(calendars.of_seminars([seminar]))


def test_text_with_line_breaks_and_semicolons_stays_text():
    seminar = SeminarFactory(title="A; B, C\\ “D” 🎉", venue_name="Hall;1\nBEGIN:VEVENT")

    _, entry = read(calendars.of_seminars([seminar]))

    assert str(entry["SUMMARY"]) == seminar.title
    assert "BEGIN:VEVENT" in str(entry["LOCATION"])

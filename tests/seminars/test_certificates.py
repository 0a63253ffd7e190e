"""Certificates of attendance: whose, what they say, and in which letters."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal import words
from seminars import services
from seminars.models import AttendanceEvent
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, begun
from tests.pdf.reading import read
from tests.pdf.test_render import OURS
from tests.words import says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


@pytest.fixture
def held():
    return SeminarFactory(
        title="Care at a distance",
        starts_at=timezone.now() - timedelta(days=1, hours=2),
        state="held",
    )


def guest(seminar, *, who=("person",), kind="attended", **values):
    (one,) = begun(seminar, 1, **values)
    for each in who:
        AttendanceEvent.objects.create(registration=one, who=each, kind=kind)
    one.refresh_from_db()
    return one


def mine(client, registration, name="certificate"):
    return client.get(reverse(f"seminars:{name}", args=[registration.token]))


def test_certificate_says_who_attended_what_and_when(client, held):
    ann = guest(held, name="Ann Ŵynne")
    answer = mine(client, ann)

    paper = read(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert f"certificate-{ann.reference}.pdf" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert paper.title == "Certificate of attendance: Care at a distance"
    assert len(paper.reader.pages) == 1
    for said in (
        "Ann Ŵynne",
        "Care at a distance",
        words.uk_datetime(held.starts_at),
        "2 hours",
        "Harlow Playhouse, Playhouse Square, Harlow",
        ann.reference,
        words.uk_date(timezone.localdate()),
    ):
        assert said.replace(" ", "") in paper.flat, said


def test_certificate_is_accessible_and_in_the_portals_font(client, held):
    paper = read(mine(client, guest(held)).content)

    assert paper.says_ua_1
    assert paper.reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert paper.fonts == OURS


def test_certificate_of_a_long_name_stays_on_one_page(client, held):
    name = "Wolfeschlegelsteinhausenberger" * 4 + "Ann 🎉 Smith"
    held.title = "A very long title about everything that happens in the five districts, " * 2
    held.save()
    paper = read(mine(client, guest(held, name=name)).content)

    assert len(paper.reader.pages) == 1
    assert name.replace(" ", "").replace("🎉", "□") in paper.flat


def test_certificate_is_for_nobody_who_was_not_there(client, held):
    absent, unknown = guest(held, kind="no_show"), guest(held, who=())

    for one in (absent, unknown):
        assert mine(client, one).status_code == 404
        assert "(PDF)" not in client.get(one.get_absolute_url()).content.decode()


def test_certificate_of_a_guest_is_in_their_own_name(client, held):
    pair = guest(held, who=("person", "guest"), name="Ann", seats=2, guest_name="Robin")
    alone = guest(held, who=("guest",), name="Ben", seats=2, guest_name="Sam")

    theirs = read(mine(client, pair, "guest_certificate").content)
    assert "Robin" in theirs.text
    assert not says(theirs.text, "Ann")
    assert f"{pair.reference}-2" in theirs.text
    assert mine(client, alone).status_code == 404
    page = client.get(alone.get_absolute_url()).content.decode()
    assert "Certificate for Sam (PDF)" in page
    assert "Certificate for Ben" not in page


def test_certificate_is_gone_once_the_person_is_erased(client, held):
    ann = guest(held)
    services.erase(registration=ann)

    assert mine(client, ann).status_code == 410


def test_certificate_is_made_by_staff_for_somebody_without_email(client, held):
    offline = guest(held, email="", channel="", name="Offline Person")
    client.force_login(manager())
    home = reverse("seminars_workspace:registration", args=[held.slug, offline.reference])
    address = reverse("seminars_workspace:certificate", args=[held.slug, offline.reference])

    assert address in client.get(home).content.decode()
    assert "Offline Person" in read(client.get(address).content).text

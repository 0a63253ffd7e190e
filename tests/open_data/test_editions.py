"""Editions: kept for good, whole, once a day; and small numbers hidden, also across them."""

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from diz_portal.open_data import services
from diz_portal.open_data.declaring import dataset_named
from diz_portal.open_data.models import Edition, EditionFile
from diz_portal.open_data.tasks import publish_editions
from seminars.models import Attendance
from tests.factories.places import PartnershipFactory
from tests.factories.projects import SiteFactory
from tests.factories.seminars import SeminarFactory, begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


@pytest.fixture(autouse=True)
def _partnership():
    PartnershipFactory()


def read(client, slug: str, day, ending: str = "csv") -> bytes:
    answer = client.get(f"/data/{slug}/{day.isoformat()}.{ending}")
    assert answer.status_code == 200
    return answer.getvalue()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_a_correction_does_not_change_an_edition(client):
    site = SiteFactory(name="Wrong Street Surgery")
    edition = services.publish(dataset_named("sites"))
    before = {ending: read(client, "sites", edition.as_at, ending) for ending in ("csv", "xlsx")}

    site.name = "Right Street Surgery"
    site.save()

    assert b"Right Street" in client.get("/data/sites.csv").getvalue()
    assert b"Wrong Street" in before["csv"]
    for ending, content in before.items():
        assert read(client, "sites", edition.as_at, ending) == content


def test_an_edition_says_how_long_each_file_is_and_its_sum(client):
    SiteFactory()
    edition = services.publish(dataset_named("sites"))

    for file in edition.files.all():
        content = read(client, "sites", edition.as_at, file.format)
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    day = edition.as_at.isoformat()
    [resource] = client.get(f"/data/sites/{day}/datapackage.json").json()["resources"]
    assert resource["hash"] == f"sha256:{edition.files.get(format='csv').sha256}"
    assert resource["path"].endswith(f"/data/sites/{day}.csv")


def test_there_is_one_edition_a_day(client):
    first = services.publish(dataset_named("sites"))

    assert services.publish(dataset_named("sites")) == first
    assert EditionFile.objects.count() == 3


def test_an_edition_cannot_be_changed_or_deleted():
    edition = services.publish(dataset_named("sites"))

    for write in (
        lambda: Edition.objects.update(rows=7),
        lambda: EditionFile.objects.update(size=7),
        lambda: EditionFile.objects.filter(edition=edition).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_the_routine_publishes_once_a_month():
    with time_machine.travel("2026-11-30 05:00+00:00", tick=False):
        publish_editions()
        publish_editions()
        assert Edition.objects.filter(slug="sites").count() == 1
    with time_machine.travel("2026-12-01 05:00+00:00", tick=False):
        publish_editions()
    days = Edition.objects.filter(slug="sites").values_list("as_at", flat=True)
    assert [day.isoformat() for day in days] == ["2026-12-01", "2026-11-30"]


def test_a_routine_that_missed_the_first_publishes_later_in_the_month():
    with time_machine.travel("2026-11-01 05:00+00:00", tick=False):
        publish_editions()
    with time_machine.travel("2026-12-09 05:00+00:00", tick=False):
        publish_editions()

    assert Edition.objects.filter(slug="sites").first().as_at.isoformat() == "2026-12-09"


def test_the_command_publishes_what_it_is_asked_for(capsys):
    call_command("publish_open_data", "sites")

    assert set(Edition.objects.values_list("slug", flat=True)) == {"sites"}
    with pytest.raises(CommandError, match="There is no dataset called “nothing”"):
        call_command("publish_open_data", "nothing")


# Counts of people ---


def held(number: int, people: int):
    seminar = SeminarFactory(
        slug=f"seminar-{number}",
        starts_at=timezone.now() - timedelta(days=20 - number),
        state="held",
        capacity_in_person=1000,
        list_closed_in_person_at=timezone.now(),
    )
    come(seminar, people)
    return seminar


def come(seminar, people: int) -> None:
    for _ in range(people):
        begun(seminar, 1, attendance=Attendance.ATTENDED)


def people(client, day) -> dict[str, str]:
    content = read(client, "seminar-attendance", day)
    return {row["seminar_code"]: row["people"] for row in rows(content)}


def test_small_numbers_are_hidden_with_another_so_that_neither_is_worked_out(client):
    for number, came in enumerate((3, 8, 12), start=1):
        held(number, came)

    edition = services.publish(dataset_named("seminar-attendance"))

    told = people(client, edition.as_at)
    assert told["seminar-1"] == "[c]"
    assert sorted(told.values()).count("[c]") == 2
    assert told["seminar-3"] == "12"
    document = json.loads(read(client, "seminar-attendance", edition.as_at, "json"))
    assert {row["people"] for row in document["rows"]} == {"[c]", 12}


def test_what_was_hidden_stays_hidden_in_the_next_edition(client):
    """Two who came late to the list would otherwise tell that there had been three."""
    seminar = held(1, 3)
    for number, came in enumerate((8, 12, 20), start=2):
        held(number, came)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        services.publish(dataset_named("seminar-attendance"))
        come(seminar, 3)
        clock.shift(timedelta(days=31))
        edition = services.publish(dataset_named("seminar-attendance"))

        assert people(client, edition.as_at)["seminar-1"] == "[c]"


def test_a_difference_of_a_few_people_is_not_shown(client):
    held(1, 30)
    seminar = held(2, 40)
    held(3, 50)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = services.publish(dataset_named("seminar-attendance"))
        come(seminar, 1)
        clock.shift(timedelta(days=31))
        second = services.publish(dataset_named("seminar-attendance"))

        assert people(client, first.as_at)["seminar-2"] == "40"
        assert people(client, second.as_at)["seminar-2"] == "[c]"


def test_counts_of_people_are_published_in_editions_alone(client):
    held(1, 30)

    assert client.get("/data/seminar-attendance.csv").status_code == 404
    edition = services.publish(dataset_named("seminar-attendance"))

    answer = client.get("/data/seminar-attendance.csv")
    assert answer.status_code == 302
    assert answer["Location"] == f"/data/seminar-attendance/{edition.as_at.isoformat()}.csv"
    assert "seminar-attendance" in client.get("/data.json").content.decode()

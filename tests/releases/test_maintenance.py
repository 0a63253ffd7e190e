"""The page that says that the portal is being updated: with no database, and in plain words."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from diz_portal import health, maintenance
from diz_portal.operations import selectors

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.MAINTENANCE_FILE = tmp_path / "run" / "maintenance"
    maintenance.kept.forget()
    yield settings.MAINTENANCE_FILE
    maintenance.kept.forget()


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def switch(*words, **options):
    call_command("maintenance", *words, **options)
    maintenance.kept.forget()


# No database is asked of pytest: a query fails the test.
@pytest.mark.parametrize("path", ["/", "/seminars/", "/workspace/", "/admin/", "/nothing-here/"])
def test_every_page_says_so_and_when_to_come_back(client, at_noon, path):
    switch("on", minutes=45)

    response = client.get(path)
    page = response.content.decode()

    assert response.status_code == 503
    assert response["Retry-After"] == "2700"
    assert "no-store" in response["Cache-Control"]
    assert '<h1 class="govuk-heading-l">The portal is being updated</h1>' in page
    assert "You can use it again from about 12:45pm. Anything already saved is safe." in page
    assert "reference" not in page


def test_a_form_that_was_under_way_is_not_lost_in_silence(client, at_noon):
    switch("on")

    response = client.post("/seminars/somewhere/register/", {"name": "Ann"})

    assert response.status_code == 503
    assert "keep the page open" in response.content.decode()


@pytest.mark.parametrize(
    ("minutes", "later", "retry", "says"),
    [
        (None, 0, "300", "You can use it again soon."),
        (30, 29.9, "30", "from about 12:30pm"),
        # It takes longer than somebody thought: a time that is past is no promise.
        (30, 40, "300", "You can use it again soon."),
    ],
)
def test_it_promises_no_time_that_is_past(client, minutes, later, retry, says):
    with time_machine.travel(NOON, tick=False) as clock:
        switch("on", minutes=minutes)
        clock.shift(timedelta(minutes=later))

        response = client.get("/")

    assert response["Retry-After"] == retry
    assert says in response.content.decode()


def test_a_program_is_told_as_programs_are(client):
    switch("on")

    response = client.get("/api/v1/places/")

    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "300"
    assert response.json()["detail"] == "The portal is being updated."


def test_the_page_has_its_styles(client, db):
    switch("on")
    page = client.get("/").content.decode()

    for path in re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', page):
        response = client.get(path)
        response.close()
        assert response.status_code == 200


def test_within_a_second_it_is_there_and_gone(client, db):
    with time_machine.travel(NOON, tick=False):
        assert client.get("/cookies/").status_code == 200
    call_command("maintenance", "on")
    maintenance.kept._looked_at -= maintenance.LOOK_EVERY
    assert client.get("/cookies/").status_code == 503

    call_command("maintenance", "off")
    maintenance.kept._looked_at -= maintenance.LOOK_EVERY
    assert client.get("/cookies/").status_code == 200


def test_switching_it_off_twice_does_no_harm(client, db):
    switch("off")
    switch("off")

    assert client.get("/cookies/").status_code == 200


@pytest.mark.parametrize("content", ["", "{", "[]", '{"since": 5}', '{"since": "x", "until": 1}'])
def test_a_file_made_by_hand_does_as_well(client, file, content):
    """An operator who has only `touch`."""
    file.parent.mkdir()
    file.write_text(content)

    response = client.get("/")

    assert (response.status_code, response["Retry-After"]) == (503, "300")


def test_nobody_says_minutes_below_one():
    with pytest.raises(CommandError):
        switch("on", minutes=0)


@pytest.mark.django_db
def test_health_says_what_is_true(client):
    health.kept.forget()
    before = client.get("/readyz")
    switch("on")
    health.kept.forget()

    alive, after = client.get("/healthz"), client.get("/readyz")
    health.kept.forget()

    assert alive.json() == {"alive": True}
    # As before: the host works, and whoever forgets the page is told of it.
    assert after.status_code == before.status_code
    assert after.json()["ready"] == before.json()["ready"]
    assert "maintenance" not in before.json()["warnings"]
    assert (
        "Visitors have seen the maintenance page since" in (after.json()["warnings"]["maintenance"])
    )


@pytest.mark.django_db
def test_whoever_forgets_it_is_told_to_switch_it_off():
    def line():
        return next(one for one in selectors.lines() if one.thing.startswith("Maintenance"))

    assert line().is_well
    switch("on")

    assert line().to_do == ("When the work is done, stop showing it: manage.py maintenance off")


def test_nothing_half_written_is_left(file):
    """Somebody else reads it at this moment: it is written aside, and put in its place whole."""
    switch("on", minutes=5)

    assert maintenance.read(file).until is not None
    assert [path.name for path in file.parent.iterdir()] == ["maintenance"]

"""/healthz and /readyz, asked by a machine that knows neither our name nor TLS."""

import datetime as dt

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from diz_portal import errors, health, watch
from diz_portal.models import Heartbeat, RoutineRun
from diz_portal.tasks import beat_heart
from tests.places_for_files import files_in, keep_in


@pytest.fixture(autouse=True)
def _every_test_looks_anew(monkeypatch):
    monkeypatch.setattr(watch, "board", watch.Board())
    health.kept.forget()


@pytest.fixture
def files(settings, tmp_path):
    """A folder of this host for uploads."""
    return keep_in(settings, tmp_path / "files")


@pytest.fixture
def everything_works(db, files):
    for name in ("worker", "beat"):
        Heartbeat.beat(name)


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz", headers={"host": "10.1.2.3"})

    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert response["Cache-Control"] == "no-store"


def test_healthz_is_not_sent_to_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200


def test_readyz_is_ready_when_everything_works(client, everything_works, files):
    response = client.get("/readyz", headers={"host": "10.1.2.3"})

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": True,
        "files": True,
        "threads": True,
        "space": True,
        "broker": True,
        "oldest_due_seconds": 0,
        "worker_seen_seconds": 0,
        "beat_seen_seconds": 0,
        "warnings": {},
    }
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"worker", "beat"}
    assert files_in(files) == [], "it leaves nothing behind"


def test_readyz_looks_at_most_once_in_two_seconds(
    client, everything_works, files, django_assert_num_queries, monkeypatch
):
    assert client.get("/readyz").json()["ready"]
    files.rename(files.with_name("away"))

    with django_assert_num_queries(0):
        assert client.get("/readyz").json()["ready"], "the last look is two seconds good"

    monkeypatch.setattr(health, "LOOK_EVERY", 0)
    assert not client.get("/readyz").json()["ready"]


# What must not take a host out of service: people are answered meanwhile.


@pytest.mark.parametrize("silent", ["worker", "beat"])
def test_readyz_warns_of_a_part_that_is_silent(client, everything_works, silent):
    seen_at = timezone.now() - dt.timedelta(seconds=health.SILENT_AFTER + 10)
    Heartbeat.objects.filter(name=silent).update(seen_at=seen_at)

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()[f"{silent}_seen_seconds"] >= health.SILENT_AFTER
    assert set(response.json()["warnings"]) == {silent}


def test_readyz_warns_before_a_worker_was_seen(client, db, files):
    response = client.get("/readyz")

    assert response.json()["worker_seen_seconds"] is None
    assert response.json()["warnings"]["worker"] == "The worker has never responded."


def test_readyz_warns_without_a_broker(client, everything_works, settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/nobody.sock"

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["broker"] is False
    assert set(response.json()["warnings"]) == {"broker"}


def test_readyz_warns_when_messages_wait(client, everything_works, monkeypatch):
    waiting = dt.timedelta(seconds=health.OVERDUE_AFTER + 1)
    monkeypatch.setattr("diz_portal.outbox.selectors.oldest_due_age", lambda: waiting)

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["oldest_due_seconds"] == 301
    assert set(response.json()["warnings"]) == {"messages"}


def test_readyz_warns_of_a_night_whose_work_was_not_done(client, everything_works):
    long_ago = timezone.now() - dt.timedelta(hours=27)
    RoutineRun.objects.create(name="retention", known_since=long_ago)

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["warnings"] == {
        "retention": "Deleting records that are due for deletion: not run in 26 hours."
    }


# What must.


def test_readyz_is_not_ready_when_the_database_is_away(client, everything_works, monkeypatch):
    def away(name):
        raise OperationalError("connection refused")

    monkeypatch.setattr(Heartbeat, "beat", away)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] is False


def test_readyz_is_not_ready_when_the_database_takes_no_writes(client, everything_works):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] is False


def test_readyz_is_not_ready_without_the_folder_of_files(client, everything_works, files):
    files.rename(files.with_name("away"))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["files"] is False
    assert "not there" in response.json()["warnings"]["files"]


def test_readyz_is_not_ready_where_the_disk_of_files_is_not_mounted(
    client, everything_works, files
):
    files.rename(files.with_name("away"))
    files.mkdir()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "not the one that was prepared" in response.json()["warnings"]["files"]


def test_readyz_is_not_ready_while_a_web_process_is_stuck(client, everything_works):
    watch.board.tell(3, stuck=True)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["threads"] is False


def test_readyz_is_not_ready_for_a_minute_after_a_write_was_refused_for_space(
    client, everything_works, monkeypatch, rf
):
    """One small row still fits on a full disk, so what was refused to somebody else decides."""
    full = "DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(full)
    except OperationalError:
        assert errors.server_error(rf.get("/")).status_code == 503

    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").json()["space"] is False
    monkeypatch.setattr(watch, "NO_SPACE_REMEMBERED", 0)
    health.kept.forget()
    assert client.get("/readyz").status_code == 200


def test_beat_heart_keeps_one_row_for_the_worker(db):
    beat_heart()
    first = Heartbeat.objects.get(name="worker").seen_at
    beat_heart()

    assert Heartbeat.objects.get(name="worker").seen_at > first

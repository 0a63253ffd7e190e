"""/healthz and /readyz, asked by a machine that knows neither our name nor TLS."""

import datetime as dt

import pytest
from django.utils import timezone

from diz_portal import health
from diz_portal.models import Heartbeat
from diz_portal.tasks import beat_heart


@pytest.fixture
def everything_works(db):
    for name in ("worker", "beat"):
        Heartbeat.beat(name)


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz", headers={"host": "10.1.2.3"})

    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert response["Cache-Control"] == "no-store"


def test_healthz_is_not_sent_to_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200


def test_readyz_is_ready_when_everything_works(client, everything_works):
    response = client.get("/readyz", headers={"host": "10.1.2.3"})

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": True,
        "broker": True,
        "oldest_due_seconds": 0,
        "worker_seen_seconds": 0,
        "beat_seen_seconds": 0,
    }
    assert Heartbeat.objects.filter(name="web").exists()


@pytest.mark.parametrize("silent", ["worker", "beat"])
def test_readyz_is_not_ready_when_a_part_is_silent(client, everything_works, silent):
    seen_at = timezone.now() - dt.timedelta(seconds=health.SILENT_AFTER + 10)
    Heartbeat.objects.filter(name=silent).update(seen_at=seen_at)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()[f"{silent}_seen_seconds"] >= health.SILENT_AFTER


def test_readyz_is_not_ready_before_a_worker_was_seen(client, db):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["worker_seen_seconds"] is None


def test_readyz_is_not_ready_without_a_broker(client, everything_works, settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/nobody.sock"

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["broker"] is False
    assert response.json()["database"] is True


def test_readyz_is_not_ready_when_messages_wait(client, everything_works, monkeypatch):
    waiting = dt.timedelta(seconds=health.OVERDUE_AFTER + 1)
    monkeypatch.setattr("diz_portal.outbox.selectors.oldest_due_age", lambda: waiting)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["oldest_due_seconds"] == 301


def test_readyz_says_so_when_the_database_is_away(client, monkeypatch):
    from django.db import OperationalError

    def away(name):
        raise OperationalError("connection refused")

    monkeypatch.setattr(Heartbeat, "beat", away)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] is False


def test_beat_heart_keeps_one_row_for_the_worker(db):
    beat_heart()
    first = Heartbeat.objects.get(name="worker").seen_at
    beat_heart()

    assert Heartbeat.objects.get(name="worker").seen_at > first

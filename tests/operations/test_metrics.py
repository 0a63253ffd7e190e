"""/metrics, as a monitoring system reads it: with a token, in Prometheus's text format, and with no
label that somebody typed."""

import datetime as dt
import re

import pytest
from django.db import OperationalError
from django.utils import timezone

from diz_portal import health, routines, tally, watch
from diz_portal.models import Heartbeat, RoutineRun
from diz_portal.operations import metrics
from diz_portal.outbox.models import MessageState
from tests.factories.outbox import MessageFactory

TOKEN = "a-token-of-the-monitoring-system"
LINE = re.compile(r'diz_[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? (\+Inf|-?[0-9][0-9.e+-]*)')


@pytest.fixture(autouse=True)
def _anew(monkeypatch, settings):
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(watch, "board", watch.Board())
    monkeypatch.setattr(tally, "_tally", None)
    monkeypatch.setattr(health, "broker_answers", lambda: True)
    health.kept.forget()


def read(client) -> dict[str, float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    samples = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert [line for line in samples if not LINE.fullmatch(line)] == []
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in samples)}


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer another", TOKEN])
def test_without_the_token_there_is_nothing_to_read(client, given):
    answer = client.get("/metrics", headers={"authorization": given})

    assert answer.status_code == 401
    assert "diz_" not in answer.text


@pytest.mark.django_db
def test_where_no_token_is_set_there_are_no_metrics(client, settings):
    settings.METRICS_TOKEN = ""

    answer = client.get("/metrics", headers={"authorization": "Bearer "})

    assert answer.status_code == 404


@pytest.mark.django_db
def test_requests_are_counted_by_view_and_status(client):
    client.get("/about/")
    client.get("/about/")
    client.get("/no-such-page-of-anybody/")

    found = read(client)

    assert found['diz_requests_total{view="about",status="200"}'] == 2
    assert found['diz_requests_total{view="other",status="404"}'] == 1
    assert found["diz_request_seconds_count"] == 3
    assert found['diz_request_seconds_bucket{le="+Inf"}'] == 3
    assert not any("no-such-page" in name for name in found)


@pytest.mark.django_db
def test_mail_is_counted_by_what_became_of_it(client):
    now = timezone.now()
    MessageFactory(due_at=now - dt.timedelta(minutes=10))
    MessageFactory(state=MessageState.SENT, sent_at=now)
    MessageFactory(state=MessageState.GIVEN_UP, given_up_at=now, attempts=2, doubtful_attempts=1)

    found = read(client)

    assert found["diz_messages_due"] == 1
    assert found["diz_messages_oldest_due_seconds"] == pytest.approx(600, abs=30)
    outcomes = ("sent", "given_up", "failing", "doubtful")
    assert [found[f'diz_messages_last_day{{outcome="{one}"}}'] for one in outcomes] == [1, 1, 0, 1]


@pytest.mark.django_db
def test_nightly_work_and_the_backup_say_when_they_were_done(client):
    at = timezone.now().replace(microsecond=0) - dt.timedelta(hours=40)
    [name] = [one.name for one in routines.all_routines() if one.name == "retention"]
    RoutineRun.objects.create(
        name=name, known_since=at, started_at=at - dt.timedelta(seconds=90), completed_at=at
    )

    found = read(client)

    assert found[f'diz_routine_completed_timestamp_seconds{{routine="{name}"}}'] == at.timestamp()
    assert found[f'diz_routine_seconds{{routine="{name}"}}'] == 90
    assert found[f'diz_routine_late{{routine="{name}"}}'] == 1
    assert "diz_backup_timestamp_seconds" not in found


@pytest.mark.django_db
def test_processes_and_the_pool_are_there(client):
    Heartbeat.beat("worker")
    watch.board.tell(3, stuck=True)

    found = read(client)

    assert found["diz_processes_stuck"] == 1
    assert found['diz_seen_seconds{part="worker"}'] < 5
    assert 'diz_seen_seconds{part="beat"}' not in found
    assert found['diz_database_connections{state="active"}'] >= 1
    assert found["diz_database_connections_limit"] > 1


@pytest.mark.django_db
def test_what_a_process_counts_is_told_without_the_database(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    client.get("/about/")
    monkeypatch.setattr(Heartbeat, "beat", away)

    found = read(client)

    assert found["diz_database_up"] == found["diz_ready"] == 0
    assert found['diz_requests_total{view="about",status="200"}'] == 1
    assert "diz_messages_due" not in found


def test_each_process_counts_in_rows_of_its_own():
    shared = tally.Tally(["about"])
    for slot in (0, 5):
        shared.slot = slot
        shared.add("about", 200, 0.03)
    shared.add("of nobody", 418, 99)

    assert list(shared.answers()) == [("about", "200", 2), ("other", "other", 1)]
    assert dict(shared.seconds()) == {"about": pytest.approx(0.06), "other": 99}
    assert shared.buckets()[0] == (0.025, 0)
    assert shared.buckets()[1] == (0.05, 2)
    assert shared.buckets()[-1] == (float("inf"), 3)


def test_a_label_ends_nothing():
    written = metrics.Metric("one", "gauge", "One").add(1, what='"}\n\\').lines()

    assert list(written)[-1] == r'diz_one{what="\"}\n\\"} 1'

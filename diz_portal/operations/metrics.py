"""`/metrics`: the portal in numbers, in Prometheus's text format, for whoever has the token.

What a process counts is there without the database; the rest is read from rows, so that it is the
same whichever host is asked, and true after a restart. No label comes from what somebody typed.
"""

import contextlib
import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.models import Avg, Count, F, Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from diz_portal import health, outbox, routines, scanning, storage, tally, watch
from diz_portal.backups import keeping
from diz_portal.models import RoutineRun
from diz_portal.outbox.models import Message, MessageState
from diz_portal.reports.models import JobState, ReportJob

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
DAY = dt.timedelta(days=1)
Labels = dict[str, str]


@dataclass
class Metric:
    """`kind` as Prometheus names it; each sample with its labels."""

    name: str
    kind: str
    help: str
    samples: list[tuple[str, Labels, float]] = field(default_factory=list)

    def add(self, value: float | None, /, ending: str = "", **labels: str) -> "Metric":
        if value is not None:
            self.samples.append((ending, labels, value))
        return self

    def lines(self) -> Iterator[str]:
        yield f"# HELP diz_{self.name} {self.help}"
        yield f"# TYPE diz_{self.name} {self.kind}"
        for ending, labels, value in self.samples:
            inside = ",".join(f'{name}="{_escaped(word)}"' for name, word in labels.items())
            yield f"diz_{self.name}{ending}{f'{{{inside}}}' if inside else ''} {_number(value)}"


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return "+Inf" if value == float("inf") else repr(value)


def text() -> str:
    metrics = [*_requests(), *_host()]
    state = health.kept.read()
    metrics += [
        Metric("ready", "gauge", "Whether this host can answer people").add(int(state["ready"])),
        Metric("broker_up", "gauge", "Whether the broker responds").add(int(state["broker"])),
        Metric("database_up", "gauge", "Whether the database can be written to").add(
            int(state["database"])
        ),
    ]
    if state["database"]:
        # When it goes away in the middle, what there is is told.
        with contextlib.suppress(DatabaseError):
            metrics += [*_mail(), *_jobs(), *_processes(state), *_pool()]
    return "".join(f"{line}\n" for metric in metrics for line in metric.lines())


def middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Like `/readyz`, before all else. Where no token is set there are no metrics."""

    def metrics(request: HttpRequest) -> HttpResponse:
        if settings.METRICS_TOKEN and request.path_info == "/metrics":
            return answer(request)
        return get_response(request)

    return metrics


def answer(request: HttpRequest) -> HttpResponse:
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        refused = HttpResponse("A token is needed\n", content_type=CONTENT_TYPE, status=401)
        refused["WWW-Authenticate"] = "Bearer"
        # Asked every few seconds: a wrong token is not a new error each time.
        refused._has_been_logged = True  # type: ignore[attr-defined]  # Django's own
        return refused
    return HttpResponse(text(), content_type=CONTENT_TYPE)


# Of this host -----------------------------------------------------------------------------


def _requests() -> Iterable[Metric]:
    counted = tally.lay_out()
    requests = Metric("requests_total", "counter", "Requests by view and status")
    for view, status, number in counted.answers():
        requests.add(number, view=view, status=status)
    spent = Metric("request_view_seconds_total", "counter", "Seconds spent on requests by view")
    for view, seconds in counted.seconds():
        spent.add(seconds, view=view)
    took = Metric("request_seconds", "histogram", "How long requests took")
    buckets = counted.buckets()
    for bound, number in buckets:
        took.add(number, "_bucket", le=_number(bound))
    took.add(sum(seconds for _, seconds in counted.seconds()), "_sum")
    took.add(buckets[-1][1], "_count")
    return [requests, spent, took]


def _host() -> Iterable[Metric]:
    stuck = Metric("processes_stuck", "gauge", "Web processes whose threads are all stuck")
    yield stuck.add(watch.board.stuck())
    full = Metric("disk_full", "gauge", "Whether a write was refused for space in the last minute")
    yield full.add(int(not watch.board.has_space()))
    if folder := storage.folder_of(default_storage):
        free = Metric("uploads_free_bytes", "gauge", "Free space for uploads")
        try:
            yield free.add(shutil.disk_usage(folder).free)
        except OSError:
            yield free
    files = Metric("files_up", "gauge", "Whether uploaded files can be stored from this host")
    yield files.add(int(storage.takes_writes(default_storage)))
    if scanning.is_on():
        scanner = Metric("scanner_up", "gauge", "Whether the virus scanner responds to this host")
        yield scanner.add(int(scanning.state().answers))


# Of the portal ------------------------------------------------------------------------------


def _mail() -> Iterable[Metric]:
    now = timezone.now()
    due = Metric("messages_due", "gauge", "Messages that are due and not sent")
    yield due.add(Message.objects.due(now).count())
    oldest = Metric("messages_oldest_due_seconds", "gauge", "Age of the oldest message due")
    yield oldest.add(outbox.oldest_due_age().total_seconds())
    trouble = outbox.in_trouble(now - DAY)
    sent = Message.objects.filter(state=MessageState.SENT, sent_at__gte=now - DAY).count()
    day = Metric("messages_last_day", "gauge", "Messages of the last 24 hours by outcome")
    day.add(sent, outcome="sent")
    for outcome in ("given_up", "failing", "doubtful"):
        day.add(trouble[outcome], outcome=outcome)
    yield day


def _jobs() -> Iterable[Metric]:
    runs = RoutineRun.objects.in_bulk()
    at = Metric("routine_completed_timestamp_seconds", "gauge", "When each routine was completed")
    took = Metric("routine_seconds", "gauge", "How long each routine took the last time")
    late = Metric("routine_late", "gauge", "Whether a routine was not completed for too long")
    now = timezone.now()
    for one in routines.all_routines():
        run = runs.get(one.name)
        if run is None:
            continue
        late.add(int(one.is_late(run, now)), routine=one.name)
        if run.completed_at:
            at.add(run.completed_at.timestamp(), routine=one.name)
        if run.completed_at and run.started_at and run.completed_at >= run.started_at:
            took.add((run.completed_at - run.started_at).total_seconds(), routine=one.name)
    yield from (at, took, late)

    backup = Metric("backup_timestamp_seconds", "gauge", "When the last backup was taken")
    last = keeping.last_taken_at()
    yield backup.add(last.timestamp() if last else None)

    waiting = Metric("reports_waiting", "gauge", "Reports that are queued or being made, by status")
    at_work = ReportJob.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    numbers = dict(at_work.order_by().values_list("state").annotate(Count("pk")))
    for state in (JobState.QUEUED, JobState.RUNNING):
        waiting.add(numbers.get(state, 0), status=state.value)
    yield waiting
    done = ReportJob.objects.filter(state=JobState.READY, finished_at__gte=now - DAY).aggregate(
        number=Count("pk"),
        mean=Avg(F("finished_at") - F("asked_at")),
        longest=Max(F("finished_at") - F("asked_at")),
    )
    reports = Metric("reports_last_day", "gauge", "Reports made in the last 24 hours")
    yield reports.add(done["number"])
    seconds = Metric("report_seconds", "gauge", "From asking to having a report, last 24 hours")
    for measure in ("mean", "longest"):
        if done[measure] is not None:
            seconds.add(done[measure].total_seconds(), measure=measure)
    yield seconds


def _processes(state: dict) -> Iterable[Metric]:
    seen = Metric("seen_seconds", "gauge", "Since when a part of the portal was not seen at work")
    for part in ("worker", "beat"):
        seen.add(state[f"{part}_seen_seconds"], part=part)
    yield seen


def _pool() -> Iterable[Metric]:
    lines = Metric("database_connections", "gauge", "Connections to the database by state")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() GROUP BY 1 ORDER BY 1"
        )
        for what, number in cursor.fetchall():
            lines.add(number, state=what)
        cursor.execute("SELECT current_setting('max_connections')::int")
        [most] = cursor.fetchone()
    yield lines
    yield Metric("database_connections_limit", "gauge", "Connections that the database allows").add(
        most
    )

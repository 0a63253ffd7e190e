"""Is the process alive, and can this host answer? For machines that ask, not for people.

Not ready, and so out of service, is a host only for what keeps it from answering: no write in the
database, no folder for files, threads that are stuck, a write refused for want of space. What a
manager or an operator must look at, while people are answered, is a warning beside it.
"""

import secrets
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.retry import Retry

from diz_portal import maintenance, outbox, routines, scanning, storage, watch, words
from diz_portal.backups import keeping
from diz_portal.models import Heartbeat, Restoration
from diz_portal.operations import space
from diz_portal.outbox import sent_log
from diz_portal.storage import folders

# A beat each 30 s, and a worker may be busy with a long task.
SILENT_AFTER = 150
OVERDUE_AFTER = 300
# However often it is asked, each process looks so seldom: asking must cost next to nothing.
LOOK_EVERY = 2.0


def broker_answers() -> bool:
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1)
    try:
        # Asked once: by itself the library would ask a server that hangs for a quarter of a minute.
        client = redis.Redis.from_url(
            url, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
        )
        with client:
            return bool(client.ping())
    except (redis.RedisError, ValueError):
        return False


def database_takes_writes() -> bool:
    """A row that is written, committed and gone."""
    mark = f"{socket.gethostname()[:20]}-{secrets.token_hex(6)}"
    try:
        with transaction.atomic():
            Heartbeat.beat(mark)
            Heartbeat.objects.filter(name=mark).delete()
    except DatabaseError as error:
        watch.note(error)
        return False
    return True


def files_can_be_written() -> bool:
    """Where uploads go: a folder that this host has, or a server that all hosts ask."""
    folder = storage.folder_of(default_storage)
    if folder is None:
        return storage.takes_writes(default_storage)
    try:
        storage.write_to(folder)
    except OSError as error:
        watch.note(error)
        return False
    return True


def _stops_this_host(state: dict) -> set[str]:
    """A folder that is missing here may be there on the next host. A server of files that is away
    is away for all of them: people are answered meanwhile, and only files are refused."""
    parts = {"database", "threads", "space"}
    if storage.folder_of(default_storage) is not None:
        parts.add("files")
    return {part for part in parts if not state[part]}


def ages() -> dict[str, int]:
    now = timezone.now()
    return {
        beat.name: max(0, round((now - beat.seen_at).total_seconds()))
        for beat in Heartbeat.objects.filter(name__in=["worker", "beat"])
    }


def look() -> dict:
    """What works: each answer separately, and `ready` only when this host can answer people."""
    state: dict = {
        "ready": False,
        "database": database_takes_writes(),
        "files": files_can_be_written(),
        "threads": not watch.board.is_anyone_stuck(),
        "space": True,
        "broker": broker_answers(),
        "oldest_due_seconds": None,
        "worker_seen_seconds": None,
        "beat_seen_seconds": None,
        "warnings": {},
    }
    if state["database"]:
        try:
            state |= _behind_the_pages()
        except DatabaseError:
            state["database"] = False
    state["space"] = watch.board.has_space()
    state["ready"] = not _stops_this_host(state)
    if not state["files"]:
        state["warnings"]["files"] = _why_no_files()
    if not state["broker"]:
        state["warnings"]["broker"] = "The broker is not responding."
    if notice := maintenance.kept.read():
        since = words.uk_datetime(notice.since)
        state["warnings"]["maintenance"] = f"Visitors have seen the maintenance page since {since}."
    return state


def _why_no_files() -> str:
    folder = storage.folder_of(default_storage)
    if folder is None:
        return "The S3 server is not responding. Files cannot be uploaded or opened until it does."
    if not folders.is_ours(folder):
        return "The folder of uploads is not there, or is not the one that was prepared."
    return "The folder of uploads cannot be written to."


def _behind_the_pages() -> dict:
    seen_ago = ages()
    oldest = outbox.oldest_due_age().total_seconds()
    warnings = {}
    for part in ("worker", "beat"):
        if seen_ago.get(part, SILENT_AFTER + 1) > SILENT_AFTER:
            seen = (
                f"last responded {seen_ago[part]} seconds ago"
                if part in seen_ago
                else "has never responded"
            )
            warnings[part] = f"The {part} {seen}."
    if oldest > OVERDUE_AFTER:
        warnings["messages"] = (
            f"The oldest message that is due has been waiting for {oldest:.0f} seconds."
        )
    for routine, run in routines.late():
        warnings[routine.name] = f"{routine.title}: {routine.said_late(run)}."
    return {
        "warnings": warnings | _beside_the_pages(),
        "oldest_due_seconds": round(oldest),
        "worker_seen_seconds": seen_ago.get("worker"),
        "beat_seen_seconds": seen_ago.get("beat"),
    }


def _beside_the_pages() -> dict[str, str]:
    """Backups, and the places that are written to."""
    warnings: dict[str, str] = {}
    last, now = keeping.last_taken_at(), timezone.now()
    if keeping.is_overdue(last, now):
        hours = f"{(now - last) // timedelta(hours=1)} hours old" if last else "not there yet"
        warnings.setdefault(keeping.ROUTINE, f"The last backup is {hours}.")
    if Restoration.objects.unreleased().exists():
        warnings["restore"] = (
            "The portal was restored from a backup. Email and texts are held until it is released."
        )
    if not sent_log.can_be_written():
        warnings["journal"] = "The journal of erasures and sent messages cannot be written."
    if scanning.is_on():
        scanner = scanning.state()
        if not scanner.answers:
            warnings["scanner"] = (
                "The virus scanner is not responding. Files cannot be uploaded until it does."
            )
        elif scanner.is_stale(now):
            warnings["scanner"] = "The signatures of the virus scanner are over 7 days old."
    if folder := storage.folder_of(default_storage):
        room = space.room_of(folder)
        if room and room.is_low:
            warnings["disk"] = f"There is little space left for uploads: {room.share:.0%}."
    return warnings


class _Kept:
    """The last look of this process; those who ask meanwhile are told the same."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._state: dict = {}

    def read(self) -> dict:
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOK_EVERY:
                self._state = look()
                self._looked_at = time.monotonic()
            return self._state

    def forget(self) -> None:
        with self._lock:
            self._looked_at = float("-inf")


kept = _Kept()


def health(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer before all else: a load balancer knows neither the portal's name nor TLS."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            response: HttpResponse = JsonResponse({"alive": True})
        elif request.path_info == "/readyz":
            state = kept.read()
            response = JsonResponse(state, status=200 if state["ready"] else 503)
            # Asked every few seconds: an outage is not a new error each time.
            response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own
        else:
            with watch.at_work():
                return get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    return middleware

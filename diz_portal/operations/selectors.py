"""How the portal is, line by line: for `manage.py status`, the page of managers, and `/readyz`."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from diz_portal import health, maintenance, outbox, routines, scanning, storage, words
from diz_portal.backups import keeping, places, releasing
from diz_portal.models import RoutineRun
from diz_portal.outbox import sent_log
from diz_portal.privacy import journal
from diz_portal.storage import folders

from . import space

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
LOOK_BACK = 7 * DAY


@dataclass(frozen=True)
class Line:
    """One thing. `to_do` says what to do, and is empty while all is well; `url` is the page for it,
    for whoever may open the admin."""

    thing: str
    value: str
    limit: str
    to_do: str = ""
    url: str = ""

    @property
    def is_well(self) -> bool:
        return not self.to_do


def lines() -> list[Line]:
    """Everything there is to look at, in the order in which somebody would."""
    now = timezone.now()
    return [line for part in _parts for line in part(now)]


Part = Callable[[dt.datetime], Iterator[Line]]


def _ago(at: dt.datetime | None, now: dt.datetime) -> str:
    if at is None:
        return "never"
    seconds = max((now - at).total_seconds(), 0)
    for size, what in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {what} ago"
    return "less than 2 minutes ago"


def _restore(now: dt.datetime) -> Iterator[Line]:
    held = releasing.held()
    if held is None:
        return
    left = held.facts.get("left", [])
    to_do = (
        "Check what was restored, then release messages: manage.py release_restore"
        if held.finished_at
        else "The restore was interrupted. Empty the database and the uploads, and restore again"
    )
    if left:
        to_do = f"Check records that may have been erased: {words.listed(left)}. {to_do}"
    yield Line(
        "Restored from a backup",
        f"backup of {words.uk_datetime(held.taken_at)}. Email and texts are held",
        "released",
        to_do,
        reverse("operations:release"),
    )


def _maintenance(now: dt.datetime) -> Iterator[Line]:
    notice = maintenance.kept.read()
    yield Line(
        "Maintenance page on this host",
        f"shown since {words.uk_datetime(notice.since)}" if notice else "not shown",
        "not shown",
        "When the work is done, stop showing it: manage.py maintenance off" if notice else "",
    )


def _processes(now: dt.datetime) -> Iterator[Line]:
    limit = f"{health.SILENT_AFTER} seconds"
    ages = health.ages()
    for part, what in (("worker", "Worker"), ("beat", "Beat")):
        age = ages.get(part)
        yield Line(
            what,
            "has never responded" if age is None else f"responded {age} seconds ago",
            limit,
            "" if age is not None and age <= health.SILENT_AFTER else f"Start the {part} again",
        )
    yield Line(
        "Broker",
        "responds" if (answers := health.broker_answers()) else "does not respond",
        "responds",
        "" if answers else "Start Redis or Valkey again. Messages are sent more slowly without it",
    )


def _mail(now: dt.datetime) -> Iterator[Line]:
    age = outbox.oldest_due_age()
    is_late = age.total_seconds() > health.OVERDUE_AFTER
    yield Line(
        "Oldest unsent message",
        f"waiting for {_ago(now - age, now).removesuffix(' ago')}" if age else "none",
        f"{health.OVERDUE_AFTER // 60} minutes",
        "Check the worker and the mail server" if is_late else "",
    )
    trouble = outbox.in_trouble(now - LOOK_BACK)
    messages = reverse("admin:outbox_message_changelist")
    for thing, count, to_do, which in (
        (
            "Messages not delivered, last 7 days",
            trouble["given_up"],
            "Check why, and send them again or tell people in another way",
            "state__exact=given_up",
        ),
        (
            "Messages that may have been sent twice, last 7 days",
            trouble["doubtful"],
            "Check if the mail server was interrupted",
            "doubtful=yes",
        ),
    ):
        yield Line(thing, str(count), "0", to_do if count else "", f"{messages}?{which}")


def _nightly(now: dt.datetime) -> Iterator[Line]:
    runs = RoutineRun.objects.in_bulk()
    url = reverse("admin:diz_portal_routinerun_changelist")
    for one in routines.all_routines():
        run = runs.get(one.name)
        hours = (one.every + routines.LEEWAY) // HOUR
        failed = run is not None and run.failed_at is not None
        to_do = ""
        if run is not None and one.is_late(run, now):
            to_do = "Check that the worker and beat are running, and read the worker’s log"
        elif failed:
            to_do = "It failed and will be tried again. Read the worker’s log"
        at = run.completed_at if run else None
        done = "not due yet" if at is None and not to_do else f"last completed: {_ago(at, now)}"
        yield Line(one.title, done, f"every {hours} hours", to_do, url)


def _backups(now: dt.datetime) -> Iterator[Line]:
    at = keeping.last_taken_at()
    to_do = ""
    if keeping.is_overdue(at, now):
        to_do = (
            "Check why the nightly backup has failed, in the worker’s log"
            if settings.BACKUP_DIR
            else "Set BACKUP_DIR to back up every night, or run manage.py backup"
        )
    done = "not due yet" if at is None and not to_do else _ago(at, now)
    yield Line("Last backup", done, f"{keeping.OLDEST // HOUR} hours", to_do)


def _places(now: dt.datetime) -> Iterator[Line]:
    if folder := storage.folder_of(default_storage):
        yield from _room("Free space for uploads", folder)
    else:
        yield _on_s3("Uploaded files", storage.takes_writes(default_storage))
    if isinstance(kept := keeping.place(), places.Folder):
        yield from _room("Free space for backups", kept.path)
    if scanning.is_on():
        yield _scanner(now)
    is_writable = sent_log.can_be_written()
    yield Line(
        "Journal of erasures and sent messages",
        "can be written" if is_writable else "cannot be written",
        "can be written",
        ""
        if is_writable
        else f"Mount {_named(journal.place())}, or make it writable. Until then nothing can be "
        "erased",
    )


def _named(place: Any) -> str:
    return str(storage.folder_of(place) or f"s3://{place.bucket_name}/{place.location}")


def _on_s3(thing: str, answers: bool) -> Line:
    return Line(
        thing,
        "the S3 server responds" if answers else "the S3 server does not respond",
        "responds",
        ""
        if answers
        else "Check the S3 server, its address and its keys. Until then no file can be uploaded or "
        "opened",
    )


def _scanner(now: dt.datetime) -> Line:
    scanner = scanning.state()
    limit = f"responds, with signatures of the last {scanning.SIGNATURES_GOOD_FOR.days} days"
    if not scanner.answers:
        to_do = "Start clamd again, or check CLAMD_URL. Until then no file can be uploaded"
        return Line("Virus scanner", "does not respond", limit, to_do)
    of = scanner.signatures_of
    value = f"signatures of {words.uk_date(of)}" if of else "responds"
    to_do = "Check that freshclam is running" if scanner.is_stale(now) else ""
    return Line("Virus scanner", value, limit, to_do)


def _room(thing: str, folder: Path) -> Iterator[Line]:
    limit = f"{space.SHARE_WANTED:.0%}, at least {words.file_size(space.BYTES_WANTED)}"
    room = space.room_of(folder)
    if room is None or not folders.is_ours(folder):
        to_do = f"Mount the disk of {folder}. If the folder is new, run manage.py prepare"
        value = "the folder is not there, or is not the one that was prepared"
        yield Line(thing, value, limit, to_do)
        return
    yield Line(
        thing,
        f"{words.file_size(room.free)} ({room.share:.0%})",
        limit,
        f"Free up space on the disk of {folder}" if room.is_low else "",
    )


_parts: list[Part] = [_restore, _maintenance, _processes, _mail, _nightly, _backups, _places]

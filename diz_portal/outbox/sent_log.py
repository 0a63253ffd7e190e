"""What was sent, written down outside the database, so that no restore sends it a second time.

A line for each message, in the journal's place (`JOURNAL_DIR`): its key, which says what it is
about by types and ids, and when it went. No address, no words. After a restore each line becomes a
row again: whatever would send that message finds its key taken.

Each process appends to a file of its own for each day, so nobody waits for anybody. On S3, where
nothing can be appended to, each line is an object of its own.
"""

import datetime as dt
import json
import logging
import os
import re
import secrets
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from diz_portal import storage
from diz_portal.privacy import journal

from .models import BY_ITSELF, Message, MessageState

logger = logging.getLogger(__name__)

SENT = "sent"
# From when on it has been kept: what went before then, it does not know.
SINCE = "kept-since"
AT_ONCE = 1000
READERS = 16
DAY = re.compile(r"[0-9-]{10}")


def folder() -> Path | None:
    """Where the log lies, if that is a folder of this machine."""
    place = journal.folder()
    return place / SENT if place else None


def begin() -> None:
    """Say since when the log is kept; an `OSError` when it cannot be."""
    if journal.place().exists(f"{SENT}/{SINCE}"):
        return
    journal.place().save(f"{SENT}/{SINCE}", ContentFile(timezone.now().isoformat().encode()))


def note(message: Message, sent_at: dt.datetime) -> None:
    """Write down that a message went. It has gone: a log that cannot be written does not fail it,
    and `/readyz` says so."""
    values = {
        "key": message.key,
        "reference": message.reference,
        "template": message.template,
        "channel": message.channel,
        "at": sent_at.isoformat(),
    }
    line = f"{json.dumps(values)}\n".encode()
    day = f"{sent_at:%Y-%m-%d}"
    try:
        if at := folder():
            begin()
            _append(at / day, line)
        else:
            _put(f"{SENT}/{day}/{message.reference}-{secrets.token_hex(6)}.jsonl", line)
    except OSError:
        logger.exception("The log of sent messages cannot be written.")


def _append(day: Path, line: bytes) -> None:
    day.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(
        day / f"{socket.gethostname()[:40]}-{os.getpid()}.jsonl",
        os.O_WRONLY | os.O_APPEND | os.O_CREAT,
        0o600,
    )
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


# Where this process has seen that a log has begun: to ask again costs as much as a line.
_begun: set[tuple[str, str]] = set()


def _put(name: str, line: bytes) -> None:
    place: Any = journal.place()
    if (place.bucket_name, place.location) not in _begun:
        begin()
        _begun.add((place.bucket_name, place.location))
    place.put(name, line)


def can_be_written() -> bool:
    """Whether the journal's place takes what is written to it."""
    at = folder()
    if at is None:
        return storage.takes_writes(journal.place())
    try:
        begin()
    except OSError:
        return False
    return os.access(at, os.W_OK)


# After a restore ------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """How many messages that the restored database did not know as sent, and whether the log was
    kept all that time."""

    recognised: int
    complete: bool


def bring_back(since: dt.datetime, *, begun_by: dt.datetime) -> Found:
    """Mark what was sent since then as sent: the rows that waited, and rows of their own for what
    had not been queued yet, whose words and readers are gone."""
    recognised = 0
    some: list[dict[str, Any]] = []
    for line in _lines(since):
        some.append(line)
        if len(some) == AT_ONCE:
            recognised += _as_sent(some)
            some = []
    recognised += _as_sent(some)
    return Found(recognised, _is_complete(begun_by))


def _as_sent(lines: list[dict[str, Any]]) -> int:
    at = {line["key"]: line for line in lines}
    waiting = list(
        Message.objects.filter(key__in=at).exclude(state__in=[MessageState.SENT]).only("pk", "key")
    )
    for one in waiting:
        one.state, one.sent_at = MessageState.SENT, at[one.key]["at"]
        one.claim = one.lease_until = one.handed_over_at = one.given_up_at = None
        one.last_error = ""
    fields = ["state", "sent_at", "claim", "lease_until", "handed_over_at", "given_up_at"]
    Message.objects.bulk_update(waiting, [*fields, "last_error"])
    known = set(Message.objects.filter(key__in=at).values_list("key", flat=True))
    lost = [line for key, line in at.items() if key not in known]
    Message.objects.bulk_create(
        [
            Message(
                key=line["key"],
                reference=line["reference"],
                template=line["template"],
                channel=line["channel"],
                state=MessageState.SENT,
                queued_at=line["at"],
                due_at=line["at"],
                sent_at=line["at"],
                emptied_at=line["at"],
            )
            for line in lost
        ],
        ignore_conflicts=True,
    )
    return len(waiting) + len(lost)


def give_up_waiting(why: str) -> int:
    """Without a log: what waited at the time of the backup is listed for staff, not sent."""
    now = timezone.now()
    waiting = Message.objects.filter(channel__in=BY_ITSELF, due_at__lte=now).exclude(
        state__in=[MessageState.SENT, MessageState.GIVEN_UP]
    )
    return waiting.update(
        state=MessageState.GIVEN_UP,
        given_up_at=now,
        last_error=why[:1].upper() + why[1:],
        claim=None,
        lease_until=None,
        handed_over_at=None,
    )


def _lines(since: dt.datetime) -> Iterator[dict[str, Any]]:
    names = [
        name
        for name in storage.names(journal.place(), SENT)
        if name.endswith(".jsonl") and name.split("/")[1] >= f"{since:%Y-%m-%d}"
    ]
    # On S3 there is one for each message: many are fetched at a time.
    with ThreadPoolExecutor(READERS) as readers:
        for first in range(0, len(names), AT_ONCE):
            for text in readers.map(_read, names[first : first + AT_ONCE]):
                yield from _told(text, since)


def _read(name: str) -> str:
    with journal.place().open(name) as file:
        return file.read().decode(errors="replace")


def _told(text: str, since: dt.datetime) -> Iterator[dict[str, Any]]:
    for written in text.splitlines():
        try:
            line = json.loads(written)
            line["at"] = dt.datetime.fromisoformat(line["at"])
        except (ValueError, KeyError, TypeError):
            continue  # cut short by whatever the restore is about
        if line["at"] >= since and line.get("channel") in BY_ITSELF:
            yield line


def _is_complete(begun_by: dt.datetime) -> bool:
    try:
        return dt.datetime.fromisoformat(_read(f"{SENT}/{SINCE}").strip()) <= begun_by
    except (FileNotFoundError, ValueError):
        return False


def forget_old(*, days: int, now: dt.datetime | None = None) -> int:
    """Days of the log that no backup is old enough to ask for."""
    before = (now or timezone.now()) - dt.timedelta(days=days)
    gone = set()
    for name in list(storage.names(journal.place(), SENT)):
        day = name.split("/")[1]
        if DAY.fullmatch(day) and day < f"{before:%Y-%m-%d}":
            journal.place().delete(name)
            gone.add(day)
    if at := folder():
        for day in gone:
            (at / day).rmdir()
    return len(gone)

"""Who was erased, written down outside the database, so that no restore brings anybody back.

One small file for each erasure, in a place of its own (`JOURNAL_DIR`) that no backup holds and no
restore overwrites: the type and reference of a record, which mentions went with it, and when. No
name, no address, and no hash of one. It is written as intended before anything changes, and as done
once that is committed. What was cut short in between is settled by night, from the database.
"""

import contextlib
import datetime as dt
import json
import logging
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

from diz_portal import storage
from diz_portal.access import Refusal
from diz_portal.storage import StorageAway

logger = logging.getLogger(__name__)

ERASURES = "erasures"
INTENDED, DONE, DROPPED = "intended", "done", "dropped"
# What lies in the journal's place: this, and the log of what was sent (`outbox.sent_log`).
PARTS = (ERASURES, "sent")
_OURS = re.compile(
    r"erasures/[0-9-]{10}/[0-9]+-[0-9a-f]{12}\.(intended|done|dropped)\.json"
    r"|sent/(kept-since|[0-9-]{10}/[^/]+\.jsonl)"
)


class NotWritten(Refusal):
    # Residents read it too. Whoever runs the portal is told by `/readyz` and `status`.
    message = "Nothing has been erased, because the portal could not record it. Try again later"


@dataclass(frozen=True)
class Mention:
    """A cell in which somebody was named, and which went on request."""

    model: str
    pk: str
    column: str


@dataclass(frozen=True)
class Entry:
    """One erasure. `also` are the mentions that somebody ticked: the certain ones go anyway."""

    id: str
    kind: str
    reference: str
    at: dt.datetime
    also: tuple[Mention, ...] = ()


def place() -> Storage:
    return storages["journal"]


def folder() -> Path | None:
    """Where the journal lies, if that is a folder of this machine."""
    return storage.folder_of(place())


# Writing --------------------------------------------------------------------------------


def intend(kind: str, reference: str, also: Iterable[Mention] = ()) -> Entry:
    """Write down that a record is about to be erased, or refuse that it is."""
    now = timezone.now()
    entry = Entry(
        f"{now.date()}/{now.timestamp():.0f}-{secrets.token_hex(6)}",
        kind,
        reference,
        now,
        tuple(also),
    )
    try:
        _write(entry, INTENDED)
    except OSError as error:
        logger.exception("The erasure journal cannot be written.")
        raise NotWritten from error
    return entry


def done(entry: Entry) -> None:
    """After the commit. What cannot be written now is settled by night."""
    _write(entry, DONE)


def settle(entry: Entry, state: str) -> None:
    _write(entry, state)


@contextlib.contextmanager
def dropped_on_error(entry: Entry) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            _write(entry, DROPPED)
        raise


def _write(entry: Entry, state: str) -> None:
    values = {**asdict(entry), "at": entry.at.isoformat(), "state": state}
    name = f"{ERASURES}/{entry.id}.{state}.json"
    at = place()
    if at.exists(name):
        return
    at.save(name, ContentFile(json.dumps(values).encode()))
    if here := folder():
        for path in (here / name, (here / name).parent):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


# Reading --------------------------------------------------------------------------------


def entries(since: dt.datetime | None = None) -> list[tuple[Entry, str]]:
    """Every erasure from then on, the first one first, and what became of it."""
    found = []
    for start, state in _states().items():
        entry = _read(start)
        if entry and (since is None or entry.at >= since):
            found.append((entry, state))
    return sorted(found, key=lambda one: one[0].at)


def unreadable(since: dt.datetime) -> list[str]:
    """Erasures from then on that were done, and of whom nobody can read any more. One that was only
    intended was refused, if not even that could be written."""
    found = []
    for start, state in _states().items():
        at = _moment(start)
        if state == DONE and (at is None or at >= since) and _read(start) is None:
            found.append(start.removeprefix(f"{ERASURES}/"))
    return found


def _states() -> dict[str, str]:
    last: dict[str, str] = {}
    for name in sorted(_names(ERASURES)):
        start, _, state = name.removesuffix(".json").rpartition(".")
        if last.get(start) in (None, INTENDED):
            last[start] = state
    return last


def _moment(start: str) -> dt.datetime | None:
    """When it was intended, as its name says; rounded, so a second more."""
    try:
        seconds = int(start.rpartition("/")[2].partition("-")[0]) + 1
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _names(under: str) -> Iterator[str]:
    return (name for name in storage.names(place(), under) if name.endswith(".json"))


def _read(start: str) -> Entry | None:
    for state in (INTENDED, DONE):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            with place().open(f"{start}.{state}.json") as file:
                values: dict[str, Any] = json.load(file)
            del values["state"]
            values["at"] = dt.datetime.fromisoformat(values["at"])
            values["also"] = tuple(Mention(**one) for one in values["also"])
            return Entry(**values)
    return None


def take_over(places: Sequence[str | Path]) -> bool:
    """Copy here what other places of the journal have, if they can be reached from here; whether
    there is one at all.

    A backup says where its journal was. Whatever else lies there is none of ours.
    """
    found = False
    for address in places:
        with contextlib.suppress(StorageAway, ImproperlyConfigured):
            other = storage.at(address)
            if storage.is_same(other, place()) or not _is_there(other):
                continue
            found = True
            for name in sorted(name for part in PARTS for name in storage.names(other, part)):
                if _OURS.fullmatch(name) and not place().exists(name):
                    with other.open(name) as file:
                        place().save(name, file)
    return found or _is_there(place())


def _is_there(at: Storage) -> bool:
    """Whether somebody has begun a journal there."""
    if here := storage.folder_of(at):
        return any((here / part).exists() for part in PARTS)
    return any(True for part in PARTS for _ in storage.names(at, part))

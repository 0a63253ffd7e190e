"""Taking a backup while the portal runs.

The database is read in one snapshot, and everything that is counted is counted in the same. Files
never change: one is stored before the row that names it is committed, and deleted after the row is
gone. So those that rows name are copied first, and once more after the snapshot: what it names is
then there, unless it was stored and deleted within those minutes, which the manifest says. What it
does not name, such as the paper of somebody who was erased meanwhile, does not stay.
"""

import contextlib
import datetime as dt
import json
import secrets
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import django
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

from diz_portal.outbox import sent_log

from . import CannotBackUp, manifest, places, programs, sealing, stored
from .manifest import Content, Manifest
from .places import Draft, Place

DUMP = "database.dump"
INDEX = "files.json"
# Everybody signs in again after a restore, and what was kept to save time is computed anew.
WITHOUT_ROWS = ("django_session", "accounts_visit", "cache")


@dataclass(frozen=True)
class Copied:
    """A stored file in a backup: its name there may say something, so it stands in the index."""

    name: str
    modified: float
    content: Content


def take(where: Any, *, to: Sequence[str] = (), previous: Any = None) -> Manifest:
    """Write a backup to a folder or to S3, where nothing is yet: whole, or not at all.

    `to` are public keys to encrypt it to. Files that lie in the `previous` backup take no second
    room on the same disk, and are not sent to S3 again.
    """
    folder = places.at(where)
    keys = sealing.recipients(to)
    folder.is_free()
    try:
        # From here on it knows what goes out after this backup.
        sent_log.begin()
        with folder.draft() as draft:
            written = _write(draft, keys, [str(key) for key in to], previous)
    except OSError as error:
        raise CannotBackUp(
            f"The backup could not be written to {folder}: {places.reason(error)}. Nothing was kept"
        ) from error
    except (DatabaseError, programs.NoProgram) as error:
        words = getattr(error, "message", None) or str(error).strip().split("\n")[0]
        raise CannotBackUp(f"The database could not be backed up: {words}") from error
    return written


def _write(draft: Draft, keys: Sequence[Any], to: list[str], previous: Any) -> Manifest:
    copier = _Copier(draft, keys, places.at(previous) if previous else None)
    with connection.cursor() as cursor:
        copier.copy(stored.named_by(cursor))
    with _snapshot() as (cursor, name):
        cursor.execute("SELECT transaction_timestamp()")
        [taken_at] = cursor.fetchone()
        dump = programs.start(
            "pg_dump",
            "--format=custom",
            f"--snapshot={name}",
            "--no-owner",
            "--no-privileges",
            *(f"--exclude-table-data={table}" for table in WITHOUT_ROWS),
        )
        with _ended(dump):
            facts = _facts(cursor)
            named = stored.named_by(cursor)
            database = sealing.write(draft, DUMP, _pieces(dump), keys)
    copier.copy(named)
    copier.keep_only(named)
    index = sealing.write(draft, INDEX, [copier.index().encode()], keys)
    contents = [database, index, *(one.content for one in copier.copied.values())]
    backup = secrets.token_hex(16)
    written = Manifest(
        taken_at=taken_at.astimezone(dt.UTC),
        id=backup,
        release=settings.RELEASE,
        programs={"django": django.get_version()},
        files=len(copier.copied),
        missing_files=sorted(copier.missing & named),
        contents=contents,
        encrypted_to=to,
        journal=str(settings.JOURNAL_DIR),
        marks=manifest.marks_of(backup),
        **facts,
    )
    sealing.write(draft, manifest.NAME, [written.as_json().encode()], ())
    return written


@contextlib.contextmanager
def _snapshot() -> Iterator[tuple[Any, str]]:
    """A connection of its own, on one state of the database that others can read too."""
    own = connections[DEFAULT_DB_ALIAS].copy("backup")
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # It waits for PostgreSQL's own program, however long that takes.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            [name] = cursor.fetchone()
            yield cursor, name
    finally:
        own.close()


@contextlib.contextmanager
def _ended(process: subprocess.Popen) -> Iterator[None]:
    try:
        yield
    finally:
        process.kill()
        process.communicate()


def _pieces(dump: subprocess.Popen) -> Iterator[bytes]:
    assert dump.stdout  # noqa: S101  opened by `start`
    yield from sealing.pieces_of(dump.stdout)
    if dump.wait():
        said = dump.stderr.read() if dump.stderr else b""
        raise CannotBackUp(f"The database could not be backed up: {programs.first_error(said)}")


def count(cursor: Any) -> dict[str, int]:
    """The rows of every table of ours."""
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    )
    tables = [table for (table,) in cursor.fetchall()]
    if not tables:
        return {}
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables)  # noqa: S608  as the server names them
    )
    counted = dict(cursor.fetchall())
    return {**counted, **{table: 0 for table in WITHOUT_ROWS if table in counted}}


def _facts(cursor: Any) -> dict[str, Any]:
    tables = count(cursor)
    if "django_migrations" not in tables:
        raise CannotBackUp("There is nothing to back up: the database has no tables yet")
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return {
        "tables": tables,
        "migrations": [f"{app}.{name}" for app, name in cursor.fetchall()],
        "postgresql": programs.server_version(),
    }


class _Copier:
    """Copies each stored file once. Names are ours, but may hold what somebody called a file: in
    an encrypted backup they stand in the index alone."""

    def __init__(self, draft: Draft, keys: Sequence[Any], previous: Place | None):
        self.copied: dict[str, Copied] = {}
        self.missing: set[str] = set()
        self._draft, self._keys, self._number = draft, keys, 0
        self._previous = _index_of(previous) if previous and not keys else {}
        self._from = previous

    def copy(self, names: set[str]) -> None:
        for name in sorted(names - self.copied.keys()):
            try:
                modified = stored.modified(name)
                self.copied[name] = Copied(name, modified, self._content(name, modified))
                self.missing.discard(name)
            except FileNotFoundError:
                self.missing.add(name)

    def _content(self, name: str, modified: float) -> Content:
        before = self._previous.get(name)
        if before and before.modified == modified and self._taken(before.content):
            return before.content
        self._number += 1
        path = f"files/{self._number:06}" if self._keys else f"files/{name}"
        return sealing.write(self._draft, path, stored.read(name), self._keys)

    def _taken(self, content: Content) -> bool:
        assert self._from  # noqa: S101  what was read from it
        return self._draft.take(content.path, self._from, content.bytes)

    def keep_only(self, names: set[str]) -> None:
        for name in self.copied.keys() - names:
            self._draft.remove(self.copied.pop(name).content.path)

    def index(self) -> str:
        return json.dumps(
            [
                {"name": one.name, "modified": one.modified, "path": one.content.path}
                for one in self.copied.values()
            ]
        )


def _index_of(folder: Place) -> dict[str, Copied]:
    """The files of an earlier backup that is not encrypted; none where it cannot be read."""
    try:
        contents = {one.path: one for one in manifest.read(folder).contents}
        with folder.open(INDEX) as file:
            index = json.load(file)
        return {
            one["name"]: Copied(one["name"], one["modified"], contents[one["path"]])
            for one in index
        }
    except (OSError, ValueError, KeyError, UnicodeDecodeError):
        return {}
    except manifest.CannotRestore:
        return {}

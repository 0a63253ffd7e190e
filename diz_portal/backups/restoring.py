"""Restoring a backup into an empty database and an empty folder of files.

Everything is checked before anything is written, and counted afterwards. What does not come out
as the manifest says is taken away again, so that a restore can be repeated.
"""

import contextlib
import datetime as dt
import json
import os
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from diz_portal import storage
from diz_portal.models import Restoration
from diz_portal.outbox import sent_log
from diz_portal.privacy import journal, replaying
from diz_portal.reminders import services as reminders
from diz_portal.storage import StorageAway, folders

from . import CannotRestore, manifest, places, programs, sealing, stored, taking
from .manifest import SECRETS, Content, Manifest
from .places import Place

# Ids that were given after the backup are never given again: what was written down of them
# elsewhere (who was erased, which message was sent) is not taken for somebody new.
IDS_LEFT_FREE = 1_000_000
MAYBE_SENT = "may have been sent before the restore"
# Between the clocks of the database and of those who write the journal.
CLOCKS_DIFFER = dt.timedelta(minutes=10)


@dataclass
class Restored:
    """What a restore did, and what is left for somebody to do."""

    manifest: Manifest
    erased: int = 0
    recognised: int = 0
    doubtful: int = 0
    left: list[str] = field(default_factory=list)
    journal_found: bool = True
    sent_log_found: bool = True
    other_secrets: list[str] = field(default_factory=list)


def restore(
    where: Any,
    *,
    identity: str | os.PathLike[str] | None = None,
    keep_files: bool = False,
) -> Restored:
    """Bring back a backup. `identity` is the file of the private key of an encrypted one.

    `keep_files`: the files have survived. Those of the backup that are not there are added.
    """
    folder = places.at(where)
    backup = manifest.read(folder)
    _is_empty(keep_files)
    _fits(backup)
    keys = _keys(backup, identity)
    check(folder, backup)
    index = _index(folder, backup, keys)
    written: list[str] = []
    try:
        _write_files(folder, index, keys, keep_files, written)
        load(folder, backup, keys)
        held = _held(backup)
        compare(backup, besides=[held._meta.db_table] if held else [])
    except BaseException:
        _take_away(written)
        raise
    _make_ours()
    return _bring_up_to_date(backup, held)


# Before anything is written -------------------------------------------------------------


def _is_empty(keep_files: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = "
            "(SELECT oid FROM pg_namespace WHERE nspname = current_schema()))"
        )
        [holds_something] = cursor.fetchone()
    if holds_something:
        raise CannotRestore(
            "The database is not empty. Restore into an empty data folder or database"
        )
    if not keep_files and stored.something_in():
        raise CannotRestore(
            "The folder of uploads is not empty. Restore into an empty data folder, or "
            "keep its files with --keep-files"
        )


def _fits(backup: Manifest) -> None:
    server = programs.server_version()
    if server < backup.postgresql:
        raise CannotRestore(
            f"The backup was taken from PostgreSQL {backup.postgresql}, and this is PostgreSQL "
            f"{server}. Restore into that version or a newer one"
        )
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    replaced = {
        f"{app}.{name}" for one in loader.disk_migrations.values() for app, name in one.replaces
    }
    installed = {app for app, _ in loader.disk_migrations}
    newer = [
        name
        for name in backup.migrations
        if name not in known | replaced and name.partition(".")[0] in installed
    ]
    if newer:
        raise CannotRestore(
            f"The backup was taken by another release of the portal ({backup.release or 'newer'}): "
            f"this one does not know {newer[-1]}. Install that release, then restore"
        )


def _keys(backup: Manifest, identity: str | os.PathLike[str] | None) -> list[Any]:
    if not backup.encrypted_to:
        return []
    if identity is None:
        raise CannotRestore(
            "The backup is encrypted. Name the file of its private key with --identity"
        )
    return sealing.identities(identity)


def check(where: Any, backup: Manifest) -> None:
    """Every file of a backup is there, and what it was when it was written."""
    folder = places.at(where)
    for one in backup.contents:
        if one != _found(folder, one.path):
            raise CannotRestore(
                f"The backup is damaged: {one.path} has changed since the backup was taken"
            )


def _found(folder: Place, path: str) -> Content | None:
    try:
        with folder.open(path) as file, open(os.devnull, "wb") as nothing:
            read = sealing.Written(nothing)
            for some in sealing.pieces_of(file):
                read.write(some)
    except StorageAway as away:
        raise CannotRestore(f"{folder} cannot be read: {places.reason(away)}") from away
    except OSError:
        return None
    return Content(path, read.bytes, read.sha256)


def _index(where: Any, backup: Manifest, keys: Sequence[Any]) -> list[dict[str, Any]]:
    whole = _Text()
    sealing.pour(places.at(where), backup.content(taking.INDEX), whole, keys)
    contents = {one.path: one for one in backup.contents}
    try:
        index = [
            {**one, "modified": float(one["modified"]), "content": contents[one["path"]]}
            for one in json.loads(whole.text)
        ]
        names = [one["name"] for one in index]
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRestore(f"The backup is damaged: {taking.INDEX} cannot be read") from error
    if not all(map(manifest.stays_inside, names)) or len(set(names)) < len(names):
        raise CannotRestore(
            f"The backup is damaged: {taking.INDEX} names a file that is not one of its own"
        )
    return index


class _Text:
    def __init__(self) -> None:
        self.text = b""

    def write(self, some: bytes) -> int:
        self.text += bytes(some)
        return len(some)

    def flush(self) -> None:
        return None


# Writing --------------------------------------------------------------------------------


def _write_files(
    folder: Place,
    index: list[dict[str, Any]],
    keys: Sequence[Any],
    keep: bool,
    written: list[str],
) -> None:
    """`written` tells what there is to take away should one of them fail."""
    there = storage.as_found(default_storage)
    for one in index:
        if keep and there.exists(one["name"]):
            continue
        written.append(one["name"])
        _write_file(folder, one, keys)


def _write_file(folder: Place, one: dict[str, Any], keys: Sequence[Any]) -> None:
    name = one["name"]
    try:
        if here := storage.folder_of(default_storage):
            with _in_place(here, name, one["modified"]) as file:
                sealing.pour(folder, one["content"], file, keys)
        else:
            _save(folder, one, keys)
    except OSError as error:
        raise CannotRestore(
            f"The files could not be restored: {places.reason(error)}. Nothing was kept"
        ) from error


def _save(folder: Place, one: dict[str, Any], keys: Sequence[Any]) -> None:
    with tempfile.TemporaryFile() as whole:
        sealing.pour(folder, one["content"], whole, keys)
        whole.seek(0)
        place: Any = default_storage
        place.put_back(one["name"], whole, one["modified"])


@contextlib.contextmanager
def _in_place(uploads: Path, name: str, modified: float) -> Iterator[IO[bytes]]:
    path = uploads / name
    uploads.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in reversed(Path(name).parents):
        (uploads / each).mkdir(mode=0o700, exist_ok=True)
    with open(path, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        yield file
    os.utime(path, (modified, modified))


def load(where: Any, backup: Manifest, keys: Sequence[Any], database: Any = connection) -> None:
    """The dump into the database, in one transaction."""
    program = programs.start(
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        database=database,
        stdin=subprocess.PIPE,
    )
    assert program.stdin  # noqa: S101  asked for above
    try:
        sealing.pour(places.at(where), backup.content(taking.DUMP), program.stdin, keys)
        program.stdin.close()
    except (BrokenPipeError, sealing.CannotOpen):
        # It has gone: why, it has said itself.
        pass
    except StorageAway as away:
        program.kill()
        program.communicate()
        raise CannotRestore(
            f"The database could not be restored: {places.reason(away)}. Nothing was kept"
        ) from away
    program.stdin = None
    _, said = program.communicate()
    if program.returncode:
        raise CannotRestore(f"The database could not be restored: {programs.first_error(said)}")


def _held(backup: Manifest) -> Restoration | None:
    """Before anything else that takes time: whoever starts the portal on half a restore, after this
    process was killed, sends nothing. None where an earlier release had no table for it yet."""
    with contextlib.suppress(DatabaseError), transaction.atomic():
        return Restoration.objects.create(taken_at=backup.taken_at, restored_at=timezone.now())
    return None


def compare(backup: Manifest, database: Any = connection, *, besides: Collection[str] = ()) -> None:
    """As many rows in every table as there were; one more in those that are named `besides`."""
    with database.cursor() as cursor:
        counted = taking.count(cursor)
    for table in besides:
        counted[table] -= 1
    different = sorted(
        table
        for table in counted.keys() | backup.tables.keys()
        if counted.get(table) != backup.tables.get(table)
    )
    if different:
        table = different[0]
        raise CannotRestore(
            f"The restored database does not match the backup: {table} has "
            f"{counted.get(table, 'no')} rows, not {backup.tables.get(table, 'none')}"
        )


def _make_ours() -> None:
    """Not before all is there: half a restore takes no uploads."""
    for place in (default_storage, journal.place()):
        if here := storage.folder_of(place):
            folders.prepare(here)


def _take_away(names: list[str]) -> None:
    there = storage.as_found(default_storage)
    for name in names:
        there.delete(name)
    # It was empty: whatever is there now has come from the backup.
    with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


# Afterwards -----------------------------------------------------------------------------


def _bring_up_to_date(backup: Manifest, row: Restoration | None) -> Restored:
    """What happened after the backup and is written down elsewhere."""
    done = Restored(backup)
    with connection.cursor() as cursor:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        _leave_ids_free(cursor)
    row = row or Restoration.objects.create(taken_at=backup.taken_at, restored_at=timezone.now())
    since = backup.taken_at - CLOCKS_DIFFER
    done.journal_found = journal.take_over([backup.journal] if backup.journal else [])
    done.erased, done.left = replaying.replay(since)
    found = sent_log.bring_back(since, begun_by=backup.taken_at + CLOCKS_DIFFER)
    done.recognised, done.sent_log_found = found.recognised, found.complete
    # Both lie in one place: where the log began only after the backup, the place was lost.
    done.journal_found = done.journal_found and found.complete
    if not done.sent_log_found:
        done.doubtful = sent_log.give_up_waiting(MAYBE_SENT) + reminders.pass_over(MAYBE_SENT)
    done.other_secrets = [
        name
        for name in SECRETS
        if manifest.mark_of(name, backup.id) != backup.marks.get(name, "")
        and backup.marks.get(name)
    ]
    row.facts = {
        "erased": done.erased,
        "left": done.left,
        "recognised": done.recognised,
        "doubtful": done.doubtful,
        "journal_found": done.journal_found,
    }
    row.finished_at = timezone.now()
    row.save()
    return done


def _leave_ids_free(cursor: Any) -> None:
    cursor.execute(
        "SELECT schemaname, sequencename FROM pg_sequences "
        "WHERE schemaname = current_schema() AND data_type = 'bigint'::regtype"
    )
    for schema, name in cursor.fetchall():
        cursor.execute(
            "SELECT setval(%s::regclass, nextval(%s::regclass) + %s)",
            [f'"{schema}"."{name}"', f'"{schema}"."{name}"', IDS_LEFT_FREE],
        )

"""Whether a backup can be restored: tried once a week, in a database that is thrown away."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from . import CannotRestore, keeping, manifest, places, restoring
from .places import Place

logger = logging.getLogger(__name__)


def check_latest() -> Place:
    """Check the last of the nightly backups, or the first of all; `CannotRestore` where it is not
    what it says."""
    folder = keeping.place()
    latest = (keeping.latest(folder) if folder else None) or keeping.take_nightly()
    check(latest)
    return latest


def check(where: Any) -> None:
    """Every checksum; and of one that is not encrypted, every row. The private key of an encrypted
    one is not here: where it is, `manage.py restore` checks the same."""
    folder = places.at(where)
    backup = manifest.read(folder)
    restoring.check(folder, backup)
    if backup.encrypted_to:
        return
    try:
        with _scratch() as database:
            restoring.load(folder, backup, [], database)
            restoring.compare(backup, database)
    except DatabaseError as error:
        raise CannotRestore(
            "The backup could not be checked in a separate database: "
            f"{str(error).strip().splitlines()[0]}"
        ) from error


@contextmanager
def _scratch() -> Iterator[BaseDatabaseWrapper]:
    """A new database beside the portal's own, which goes afterwards."""
    name = f"backup_check_{secrets.token_hex(4)}"
    portal = connections[DEFAULT_DB_ALIAS]
    _run(portal, f"CREATE DATABASE {name} TEMPLATE template0")
    own: Any = portal.copy("backup-check")
    own.settings_dict = {**own.settings_dict, "NAME": name}
    try:
        yield own
    finally:
        own.close()
        _run(portal, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _run(portal: BaseDatabaseWrapper, statement: str) -> None:
    own: Any = portal.copy("backup-check-owner")
    try:
        with own.cursor() as cursor:
            cursor.execute(statement)
    finally:
        own.close()

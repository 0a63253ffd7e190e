"""One process of a run makes the tables, and the others copy its files: half a second, not ten."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from .servers import SHARED

TEMPLATE = "tables_to_copy"


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Whoever comes first makes them, while the others wait."""
    with Path(os.environ[SHARED], "copied-tables.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def take() -> bool:
    """Whether there was something to copy; then this process works on its copy."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if cursor.fetchone() is None:
            return False
    name = connection.creation._get_test_db_name()
    _copy(TEMPLATE, name)
    # Not only for this connection: threads make their own.
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    return True


def give() -> None:
    _copy(connection.settings_dict["NAME"], TEMPLATE)


def _copy(source: str, name: str) -> None:
    connection.close()  # nobody may look on
    with connection._nodb_cursor() as cursor:
        quoted = map(connection.ops.quote_name, (name, source))
        cursor.execute("CREATE DATABASE {} TEMPLATE {}".format(*quoted))

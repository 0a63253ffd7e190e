"""The stored files that rows of the database name, and where they lie."""

from collections.abc import Iterator
from typing import Any

import pghistory.models
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models

from diz_portal import storage

from .sealing import pieces_of


def columns() -> list[tuple[str, str]]:
    """The table and column of every file; not of those that the audit trail remembers."""
    return sorted(
        {
            (model._meta.db_table, str(each.column))
            for model in apps.get_models()
            if model._meta.managed and not issubclass(model, pghistory.models.Event)
            for each in model._meta.local_concrete_fields
            if isinstance(each, models.FileField)
        }
    )


def named_by(cursor: Any) -> set[str]:
    """The names of all stored files, as the cursor's transaction sees them."""
    found: set[str] = set()
    for table, column in columns():
        cursor.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> %s', [""])  # noqa: S608  names of our own models
        found.update(name for (name,) in cursor.fetchall())
    return found


def read(name: str) -> Iterator[bytes]:
    with default_storage.open(name, "rb") as file:
        yield from pieces_of(file)


def modified(name: str) -> float:
    return default_storage.get_modified_time(name).timestamp()


def is_any_named() -> bool:
    """Whether the database knows of any file."""
    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}" <> %s)', [""])  # noqa: S608  names of our own models
            if cursor.fetchone() == (True,):
                return True
    return False


def something_in() -> bool:
    """Whether the place of the files holds any, before a restore."""
    return any(True for _ in storage.names(storage.as_found(default_storage)))

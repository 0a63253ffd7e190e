"""Whether the tables that the last run kept are still those that the models describe."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import connection
from pgtrigger import registry

from .servers import SHARED


def described() -> str:
    """A digest of all that tables are made from: columns, indexes, constraints and triggers."""
    # A function is told by its address, which is another in each process.
    said = re.sub(r" at 0x[0-9a-f]+", "", "\n".join(sorted(_said())))
    return hashlib.sha256(said.encode()).hexdigest()


def _said() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        yield f"{meta.label} {meta.db_table} {meta.managed} {meta.unique_together}"
        yield f"{meta.label} {meta.default_permissions} {meta.permissions}"
        for field in meta.local_fields:
            yield f"{meta.label}.{field.name} {field.deconstruct()[1:]} {field.db_type(connection)}"
        for one in (*meta.indexes, *meta.constraints):
            yield f"{meta.label} {one.deconstruct()}"
    for model, trigger in registry.registered():
        yield f"{model._meta.label} {trigger.compile(model).hash}"


def are_described() -> bool:
    """Whether the tables of the last run are there, and such as the models want them now."""
    note = _note(connection.creation._get_test_db_name())
    return note.exists() and note.read_text() == described()


def take() -> None:
    connection.close()
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()


def write_down() -> None:
    _note(connection.settings_dict["NAME"]).write_text(described())


def _note(database: str) -> Path:
    return Path(os.environ[SHARED]) / f"{database}.digest"

"""Rows that take seconds to make, made once a run: whoever needs them again copies them in.

    world = copied_rows.made_once("world", build)

Into an empty database, in a transaction or not. What `make` gives back comes back the same, with
the files that it stored; so do the numbers that keys and factories go on from. What is kept
besides, in the memory of the process, is not: `make` only writes rows and files.
"""

import fcntl
import io
import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from factory.base import BaseFactory

from diz_portal import patience, storage

from .servers import SHARED

# Rows that belong to the code: they stand in every database of the suite.
OF_THE_CODE = {"django_content_type", "auth_permission"}

Thing = TypeVar("Thing")


@dataclass
class Copy:
    """All that was made, as it comes back in any process of the run."""

    tables: dict[str, bytes]
    numbers: dict[str, int]
    counters: dict[str, int]
    files: dict[str, bytes]
    # What `make` gave back, pickled: each gets one of their own.
    given: bytes


_here: dict[str, Copy] = {}


def made_once(name: str, make: Callable[[], Thing]) -> Thing:
    """What `make()` gives, its rows and its files: made by whoever comes first, copied by others.

    Of today: at midnight they are made anew.
    """
    name = f"{name}-{timezone.localdate()}"
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if not run:
        if name not in _here:
            given, _here[name] = _made(make)
            return given
        return _copied_in(_here[name])
    place = Path(os.environ[SHARED], f"rows-{name}-{run}")
    with place.with_suffix(".lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not place.exists():
            given, copy = _made(make)
            place.write_bytes(pickle.dumps(copy))
            return given
    return _copied_in(pickle.loads(place.read_bytes()))


def filled(tables: set[str], line: BaseDatabaseWrapper = connection) -> list[str]:
    """Which of the tables have any row."""
    quote = line.ops.quote_name
    with line.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"(SELECT '{table}' FROM {quote(table)} LIMIT 1)" for table in sorted(tables)
            )
        )
        return [table for (table,) in cursor.fetchall()]


def _made(make: Callable[[], Thing]) -> tuple[Thing, Copy]:
    tables = set(connection.introspection.table_names()) - OF_THE_CODE
    assert (before := filled(tables)) == [], f"there are rows already, in {', '.join(before)}"
    stored = set(_stored())
    given = make()
    rows = {}
    with connection.cursor() as cursor, patience.without_callback():
        for table in filled(tables):
            out = io.BytesIO()
            cursor.copy_expert(f"COPY {connection.ops.quote_name(table)} TO STDOUT", out)
            rows[table] = out.getvalue()
        cursor.execute(
            "SELECT sequencename, last_value FROM pg_sequences"
            " WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
        numbers = dict(cursor.fetchall())
    files = {}
    for path in set(_stored()) - stored:
        with default_storage.open(path) as file:
            files[path] = file.read()
    counters = {name: one._meta._counter.seq for name, one in _factories() if one._meta._counter}
    return given, Copy(rows, numbers, counters, files, pickle.dumps(given))


def _copied_in(copy: Copy) -> object:
    with transaction.atomic(), connection.cursor() as cursor:
        # As they stood: no trigger asks how they came to be, and none writes a history.
        cursor.execute("SET LOCAL session_replication_role = replica")
        with patience.without_callback():
            for table, rows in copy.tables.items():
                cursor.copy_expert(
                    f"COPY {connection.ops.quote_name(table)} FROM STDIN", io.BytesIO(rows)
                )
        # A row that is made next never takes a number of theirs, nor one that was taken before.
        cursor.execute(
            "SELECT setval(sequence::regclass, greatest(used, coalesce(last_value, 1)))"
            " FROM unnest(%s::text[], %s::bigint[]) AS theirs (sequence, used)"
            " JOIN pg_sequences ON schemaname = 'public' AND sequencename = sequence",
            [list(copy.numbers), list(copy.numbers.values())],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    for path, octets in copy.files.items():
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(octets))
    for name, one in _factories():
        if (theirs := copy.counters.get(name)) is not None:
            own = one._meta._counter.seq if one._meta._counter else 0
            one.reset_sequence(max(theirs, own), force=True)
    return pickle.loads(copy.given)


def _stored() -> Iterator[str]:
    return storage.names(default_storage)


def _factories() -> Iterator[tuple[str, type[BaseFactory]]]:
    """All there are, by name; what counts for several counts with the first of them."""
    below = list(BaseFactory.__subclasses__())
    while below:
        one = below.pop()
        below += one.__subclasses__()
        if one._meta.counter_reference is one._meta and not one._meta.abstract:
            yield f"{one.__module__}.{one.__qualname__}", one

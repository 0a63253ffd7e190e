"""Rows that are made once a run come back as they were made."""

import psycopg2
import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from tests import copied_rows
from tests.factories.documents import DocumentFactory
from tests.factories.partners import contributor_of

pytestmark = pytest.mark.django_db


def make() -> dict:
    document = DocumentFactory()
    return {"document": document, "person": contributor_of(), "again": document}


def everything() -> dict[str, list]:
    tables = copied_rows.filled(set(connection.introspection.table_names()))
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT one::text FROM {connection.ops.quote_name(table)} AS one")
            found[table] = sorted(cursor.fetchall())
    return found


def content_of(document) -> bytes:
    with document.file.open() as file:
        return file.read()


def count_anew() -> None:
    """As in a process that has made nothing yet."""
    for _, one in copied_rows._factories():
        one.reset_sequence(0, force=True)


@pytest.fixture
def made(storage):
    """What was made, how it stood, and its copy; the rows are gone again."""
    count_anew()
    with transaction.atomic():
        given, copy = copied_rows._made(make)
        stood = everything()
        transaction.set_rollback(True)
    return given, stood, copy


def test_rows_files_and_what_was_given_come_back(made):
    given, stood, copy = made
    octets = content_of(given["document"])
    default_storage.delete(given["document"].file.name)

    again = copied_rows._copied_in(copy)

    assert everything() == stood
    assert len(stood) > 4
    assert again == given
    assert again["document"] is again["again"]
    assert content_of(again["document"]) == octets


def test_what_is_made_next_takes_no_number_of_theirs(made):
    given, _, copy = made
    count_anew()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute("SELECT setval(%s::regclass, 1, false)", [name])

    copied_rows._copied_in(copy)

    assert make()["person"].pk > given["person"].pk


def test_nothing_is_copied_over_what_is_there(made):
    _, _, copy = made
    copied_rows._copied_in(copy)

    with pytest.raises(psycopg2.IntegrityError), transaction.atomic():
        copied_rows._copied_in(copy)
    with pytest.raises(AssertionError, match="there are rows already"):
        copied_rows._made(make)


def test_whoever_comes_first_makes_it_and_others_copy_it(storage, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "a-run")
    monkeypatch.setenv(copied_rows.SHARED, str(tmp_path))
    with transaction.atomic():
        first = copied_rows.made_once("pair", make)
        transaction.set_rollback(True)

    second = copied_rows.made_once("pair", lambda: pytest.fail("it is made twice"))

    assert second == first
    assert second["person"] is not first["person"]

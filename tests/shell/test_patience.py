"""A line to the database that goes dead is noticed, and a server at work is waited for."""

import io
import os
import subprocess
import sys
import threading
import time

import psycopg2
import pytest
from django.db import connection
from psycopg2 import extensions

from diz_portal import embedded, patience
from tests.lines import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def database():
    return connection.settings_dict


@pytest.fixture
def line(database):
    with Line(f"{database['OPTIONS']['host']}/.s.PGSQL.5432") as line:
        yield line


@pytest.fixture
def quick(monkeypatch):
    """The ways through the code are the same, the seconds fewer."""
    monkeypatch.setattr(patience, "ASK_EVERY", 0.2)
    monkeypatch.setattr(patience, "ANSWER_WITHIN", 0.3)
    monkeypatch.setitem(patience.PATIENCE, "command", patience.Patience(0, 0, 0, silence=1))


def connect(line, database):
    return psycopg2.connect(
        host="127.0.0.1",
        port=line.port,
        user=database["USER"] or embedded.SUPERUSER,
        dbname=database["NAME"],
        **patience.OPTIONS,
    )


def test_wait_gives_up_a_line_that_swallows_the_question(line, database, quick):
    one = connect(line, database)
    line.hang()

    with pytest.raises(psycopg2.OperationalError), one.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert one.closed


def test_wait_gives_up_a_line_that_swallowed_the_question_and_is_back(line, database, quick):
    one = connect(line, database)
    locker = one.cursor()
    locker.execute("SELECT pg_advisory_lock(77)")
    line.hang()
    threading.Timer(0.2, line.mend).start()

    began = time.monotonic()
    with pytest.raises(patience.LineIsDead):
        locker.execute("SELECT 1")

    assert time.monotonic() - began < 5
    with connection.cursor() as cursor:
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            cursor.execute("SELECT pg_try_advisory_lock(77)")
            if cursor.fetchone()[0]:
                return
    pytest.fail("the session that nobody speaks to any more kept its locks")


def test_wait_waits_for_a_server_at_work(line, database, quick):
    one = connect(line, database)

    with one.cursor() as cursor:
        cursor.execute("SELECT 'done' FROM pg_sleep(1.5)")

        assert cursor.fetchone() == ("done",)


def test_connecting_ends_when_nobody_answers(line, database, monkeypatch):
    monkeypatch.setattr(patience, "CONNECT_TIMEOUT", 0.5)
    line.hang()

    began = time.monotonic()
    with pytest.raises(patience.LineIsDead):
        connect(line, database)

    assert time.monotonic() - began < 3


def test_wait_behind_a_pooler_only_counts_the_time(line, database, quick, monkeypatch):
    """A pooler gives numbers of its own to sessions: the server must not be believed dead."""
    one = connect(line, database)
    monkeypatch.setattr(patience, "_pooled", threading.Event())
    patience._pooled.set()
    monkeypatch.setitem(patience.PATIENCE, "command", patience.Patience(1, 0, 0, silence=1))

    with one.cursor() as cursor:
        cursor.execute("SELECT 'done' FROM pg_sleep(0.5)")
        assert cursor.fetchone() == ("done",)
        line.hang()
        with pytest.raises(patience.LineIsDead):
            cursor.execute("SELECT 1")


@pytest.mark.parametrize("role", patience.PATIENCE)
def test_a_session_is_told_what_to_end(monkeypatch, role):
    monkeypatch.setenv(patience.ROLE, role)

    try:
        patience.limit_session(connection)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, setting::int / 1000 FROM pg_settings WHERE name = ANY(%s)",
                [["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]],
            )
            told = dict(cursor.fetchall())
    finally:
        monkeypatch.undo()
        patience.limit_session(connection)

    limits = patience.PATIENCE[role]
    assert told == {
        "statement_timeout": limits.statement,
        "lock_timeout": limits.lock,
        "idle_in_transaction_session_timeout": limits.idle_in_transaction,
    }


def test_every_connection_of_the_portal_has_the_limits_of_its_line(database):
    assert patience.OPTIONS.items() <= database["OPTIONS"].items()
    assert extensions.get_wait_callback() is patience.wait


def test_copying_reads_the_file_and_puts_the_callback_back():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copied (number int) ON COMMIT DROP")
        with patience.copying(cursor.connection, io.StringIO("1\n2\n")) as file:
            cursor.copy_expert("COPY copied FROM STDIN", file)
        cursor.execute("SELECT sum(number) FROM copied")

        assert cursor.fetchone() == (3,)
    assert extensions.get_wait_callback() is patience.wait


COPY = """
import sys, time, psycopg2
from diz_portal import patience
patience.ASK_EVERY = patience.ANSWER_WITHIN = 0.2
patience.PATIENCE["command"] = patience.Patience(0, 0, 0, silence=1)
one = psycopg2.connect(sys.argv[1])
cursor = one.cursor()
cursor.execute("CREATE TEMPORARY TABLE copied (number text)")

class File:
    def read(self, size=-1):
        print("reading", flush=True)
        sys.stdin.readline()
        return ""

with patience.copying(one, File()) as file:
    cursor.copy_expert("COPY copied FROM STDIN", file)
print("done", flush=True)
"""


@pytest.mark.parametrize(("hangs", "status"), [(True, os.EX_TEMPFAIL), (False, 0)])
def test_a_process_ends_itself_when_its_line_goes_dead_in_a_copy(line, database, hangs, status):
    url = (
        f"postgres://{database['USER'] or embedded.SUPERUSER}@127.0.0.1:{line.port}"
        f"/{database['NAME']}"
    )
    with subprocess.Popen(
        [sys.executable, "-c", COPY, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, patience.ROLE: "command"},
    ) as process:
        assert process.stdout.readline() == b"reading\n"
        if hangs:
            line.hang()
        _, said = process.communicate(b"\n", timeout=20)

    assert process.returncode == status, said
    assert (b"was lost during a COPY" in said) is hangs

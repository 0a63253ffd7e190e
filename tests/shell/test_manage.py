"""manage.py as a person uses it: on its own data, and every error a sentence."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extras import execute_values

from diz_portal import embedded, servers

APPS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
ROOT = Path(__file__).resolve().parent.parent.parent
FIRST = [path for app in APPS for path in (ROOT / app).rglob("migrations/000*_squashed_*.py")]


def manage(*arguments, data, **env):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIZ_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "DIZ_DATA": str(data), **env},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def assert_said(result, words):
    assert result.returncode == 1
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A data folder on which a database runs, as under a running portal."""
    data = tmp_path_factory.mktemp("running")
    server = servers.Postgres(data, durable=False, dies_with_us=True)
    server.start()
    yield server
    server.stop()


def test_manage_starts_a_database_and_stops_the_one_it_started(tmp_path):
    result = manage("showmigrations", "diz_portal", data=tmp_path)

    assert (result.returncode, result.stderr) == (0, "")
    assert "0001_squashed_" in result.stdout
    assert not servers.Postgres(tmp_path).answers()
    assert servers.Postgres(tmp_path).pid() is None


def test_manage_uses_a_running_database_and_leaves_it_running(running):
    result = manage("showmigrations", "diz_portal", data=running.data_dir)

    assert result.returncode == 0
    assert running.answers()


def test_manage_says_that_the_database_has_no_tables_yet(running):
    result = manage("clearsessions", data=running.data_dir)

    assert_said(result, "migrate")


@pytest.fixture
def older(tmp_path):
    """A database that had all of the migrations that were begun anew but the last of one app."""
    had = {one for first in FIRST for one in runpy.run_path(str(first))["Migration"].replaces}
    had.remove(max(one for one in had if one[0] == "projects"))
    server = servers.Postgres(tmp_path, durable=False, dies_with_us=True)
    server.start()
    connection = psycopg2.connect(embedded.database_url(tmp_path))
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE django_migrations"
            " (id bigserial, app text, name text, applied timestamptz DEFAULT now())"
        )
        execute_values(cursor, "INSERT INTO django_migrations (app, name) VALUES %s", had)
    connection.close()
    yield tmp_path
    server.stop()


@pytest.mark.parametrize("command", ["migrate", "prepare"])
def test_manage_says_that_a_database_is_too_old_to_go_on(older, command):
    result = manage(command, data=older)

    assert result.returncode == 1
    assert "This database is older than the first migrations" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["migrate", "nowhere"], "No installed app with label 'nowhere'."),
        (["migrate", "--colour"], "unrecognized arguments: --colour"),
    ],
)
def test_manage_says_a_commands_error_in_a_sentence(running, arguments, words):
    assert_said(manage(*arguments, data=running.data_dir), words)


def test_manage_says_that_the_data_folder_is_broken(tmp_path):
    (tmp_path / "data").write_text("a file")

    assert_said(manage("migrate", data=tmp_path / "data"), "cannot be used")


def test_manage_says_that_a_configured_database_is_away(tmp_path):
    away = "postgres://somebody@127.0.0.1:1/nothing"

    assert_said(manage("migrate", data=tmp_path, DATABASE_URL=away), "database cannot be used")
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("address", ["sqlite:///portal.db", "portal", "postgres://a:b@host:port/x"])
def test_manage_refuses_any_other_kind_of_database(tmp_path, address):
    result = manage("migrate", data=tmp_path, DATABASE_URL=address)

    assert_said(result, "must be a PostgreSQL address")


@pytest.mark.parametrize("address", ["portal", "http://127.0.0.1:6379", "redis://"])
def test_manage_refuses_any_other_kind_of_broker(tmp_path, address):
    result = manage("check", data=tmp_path, REDIS_URL=address)

    assert_said(result, "must be the address of a Redis or Valkey server")


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "Set SEALING_KEYS"),
        ({"SECRET_KEY": "x" * 60, "SEALING_KEYS": "half"}, "Key 1 of SEALING_KEYS is not a whole"),
    ],
)
def test_manage_says_what_production_lacks(tmp_path, given, lacks):
    production = {"DJANGO_SETTINGS_MODULE": "diz_portal.settings.production", **given}

    result = manage("check", data=tmp_path, **production)

    assert_said(result, lacks)

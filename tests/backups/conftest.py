"""A portal to back up, and an empty database beside it to restore into."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import psycopg2
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from diz_portal.backups import programs
from diz_portal.outbox import sent_log
from tests.factories.places import PartnershipFactory
from tests.places_for_files import keep_in

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Target:
    """An empty database, and a data folder that does not exist yet."""

    url: str
    data: Path
    journal: Path

    def manage(self, *arguments, **more):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DIZ_")}
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env={
                **kept,
                "DJANGO_SETTINGS_MODULE": "diz_portal.settings.dev",
                "DATABASE_URL": self.url,
                "DIZ_DATA": str(self.data),
                "JOURNAL_DIR": str(self.journal),
                **more,
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def ask(self, question, *values):
        with psycopg2.connect(self.url) as asked, asked.cursor() as cursor:
            cursor.execute(question, values)
            found = cursor.fetchall()
        asked.close()
        return found

    def tables(self):
        return self.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0]

    def dumped(self) -> str:
        """Everything that stands in the database."""
        path = programs.find("pg_dump", programs.server_version())
        dump = subprocess.run([path, self.url], capture_output=True, check=True)
        return dump.stdout.decode(errors="replace")


@pytest.fixture
def journal_dir(settings, tmp_path):
    """The journal's place, for this test alone."""
    settings.JOURNAL_DIR = keep_in(settings, tmp_path / "journal", "journal")
    return settings.JOURNAL_DIR


@pytest.fixture
def storage(settings, tmp_path):
    return keep_in(settings, tmp_path / "files")


@pytest.fixture
def portal(transactional_db, settings, storage, journal_dir):
    """The test's database, as one that was migrated; its log of sent messages has begun."""
    settings.MIGRATION_MODULES = {}  # that of the suite has none
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.migration_qs.all().delete()
    on_disk = MigrationLoader(None).disk_migrations
    # What a migration replaces is recorded with it.
    applied = {*on_disk, *(one for migration in on_disk.values() for one in migration.replaces)}
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=app, name=name) for app, name in applied
    )
    sent_log.begin()
    yield PartnershipFactory()
    recorder.migration_qs.all().delete()


@pytest.fixture
def empty(tmp_path):
    """A private database server's folder, as `DIZ_DATA` names one, on the test's own server."""
    name = f"restored_{token_hex(4)}"
    host = connection.settings_dict["HOST"] or connection.settings_dict["OPTIONS"]["host"]
    own = f"postgres://postgres@/postgres?host={host}"
    _run(own, f"CREATE DATABASE {name}")
    yield Target(
        url=f"postgresql://postgres@/{name}?host={host}",
        data=tmp_path / "new",
        journal=tmp_path / "journal",
    )
    _run(own, f"DROP DATABASE {name} WITH (FORCE)")


def _run(url, statement):
    own = psycopg2.connect(url)
    own.autocommit = True
    with own.cursor() as cursor:
        cursor.execute(statement)
    own.close()

"""Backups are taken by night, kept by rule, and tried."""

import datetime as dt
from collections.abc import Callable

import psycopg2
import pyrage
import pytest
from django.db import connection
from django.utils import timezone

from diz_portal import routines
from diz_portal.backups import CannotBackUp, CannotRestore, checking, keeping
from diz_portal.storage import folders
from tests.factories.seminars import SeminarFactory, registered

DAY = dt.timedelta(days=1)


@pytest.fixture
def nights(settings, tmp_path):
    folder = tmp_path / "nights"
    folders.prepare(folder)
    settings.BACKUP_DIR = str(folder)
    return folder


def backup_of(folder, at: dt.datetime):
    path = folder / f"{at:%Y-%m-%dT%H%M%SZ}"
    path.mkdir()
    (path / "manifest.json").touch()
    return path


def last_of(days: list[dt.date], period: Callable, number: int) -> set[dt.date]:
    found: dict = {}
    for day in sorted(days, reverse=True):
        found.setdefault(period(day), day)
    return set(list(found.values())[:number])


def test_kept_are_seven_days_five_weeks_and_twelve_months():
    last = dt.datetime(2026, 11, 30, 2, 30, tzinfo=dt.UTC)
    nightly = [last - number * DAY for number in range(800)]

    kept = {at.date() for at in keeping.kept(nightly)}

    days = [at.date() for at in nightly]
    assert kept == (
        last_of(days, lambda day: day, 7)
        | last_of(days, lambda day: day.isocalendar()[:2], 5)
        | last_of(days, lambda day: (day.year, day.month), 12)
    )
    assert max(kept) - min(kept) > 330 * DAY
    assert len(kept) < 24


def test_kept_are_as_many_when_nights_were_missed():
    last = dt.datetime(2026, 11, 30, 2, 30, tzinfo=dt.UTC)

    kept = keeping.kept([last - 40 * number * DAY for number in range(20)])

    assert len(kept) == 12


def test_only_backups_go(portal, nights):
    now = timezone.now()
    old = [backup_of(nights, now - days * DAY) for days in (500, 900)]
    backup_of(nights, now - 400 * DAY)
    (nights / "2020-01-01T000000Z").mkdir()  # holds no manifest: somebody else's
    (nights / "notes.txt").touch()
    for number in range(1, 13):
        backup_of(nights, now - number * 31 * DAY)

    written = keeping.take_nightly()

    assert written.is_there()
    assert not any(path.exists() for path in old)
    assert (nights / "2020-01-01T000000Z").is_dir()
    assert (nights / "notes.txt").exists()


def test_nightly_backup_is_checked_by_a_restore_that_counts(portal, nights, monkeypatch):
    registered(SeminarFactory(), email="ann@home.example")
    folder = checking.check_latest()  # the first of all
    registered(SeminarFactory(), email="ben@home.example")

    assert checking.check_latest() == folder
    assert _scratch_databases() == []

    dump = folder.path / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-100])
    with pytest.raises(CannotRestore, match="damaged"):
        checking.check_latest()
    # Whole by its checksum, and yet not what was counted.
    monkeypatch.setattr(checking.restoring, "check", lambda *_: None)
    with pytest.raises(CannotRestore):
        checking.check_latest()
    assert _scratch_databases() == []


def _scratch_databases():
    own = psycopg2.connect(**connection.get_connection_params())
    with own.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'backup_check_%'")
        found = cursor.fetchall()
    own.close()
    return found


def test_encrypted_backup_is_checked_without_its_private_key(portal, nights, settings):
    settings.BACKUP_KEYS = [str(pyrage.x25519.Identity.generate().to_public())]
    last = keeping.take_nightly()

    assert checking.check_latest() == last

    (last.path / "files.json.age").write_bytes(b"something else")
    with pytest.raises(CannotRestore, match="damaged"):
        checking.check_latest()


@pytest.mark.django_db
def test_nightly_needs_a_folder(settings):
    settings.BACKUP_DIR = ""

    with pytest.raises(CannotBackUp, match="Set BACKUP_DIR"):
        keeping.take_nightly()


@pytest.mark.django_db
def test_backup_is_overdue_after_26_hours_and_never_for_example_data(settings):
    now = timezone.now()
    settings.EXAMPLE_DATA_ALLOWED = False
    assert keeping.is_overdue(keeping.last_taken_at(), now)

    routines.done("backup")

    assert not keeping.is_overdue(keeping.last_taken_at(), now)
    assert keeping.is_overdue(now - dt.timedelta(hours=27), now)
    settings.EXAMPLE_DATA_ALLOWED = True
    assert not keeping.is_overdue(None, now)

"""Backups on S3, of uploads on S3, with the journal there: whole or not at all, and restored."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from diz_portal import storage as stores
from diz_portal.backups import (
    CannotBackUp,
    CannotRestore,
    checking,
    keeping,
    manifest,
    places,
    restoring,
    sealing,
    taking,
)
from diz_portal.outbox import sent_log
from diz_portal.privacy import journal
from tests.backups.conftest import empty, portal  # noqa: F401
from tests.backups.test_backup_and_restore import paper, said
from tests.factories.seminars import SeminarFactory, registered

CONTENT = b"What was agreed"


@pytest.fixture
def journal_dir(on_s3):
    """As `portal` asks for it."""


@pytest.fixture
def backups(on_s3, settings):
    settings.BACKUP_DIR = f"s3://{on_s3}/backups"
    return places.at(settings.BACKUP_DIR)


def environment(settings, on_s3):
    """For a process of its own, as an operator says it."""
    connection = settings.OBJECT_STORAGE
    return {
        "S3_ENDPOINT_URL": connection["endpoint_url"],
        "S3_ACCESS_KEY_ID": connection["access_key"],
        "S3_SECRET_ACCESS_KEY": connection["secret_key"],
        "S3_REGION": connection["region_name"],
        "FILES_URL": f"s3://{on_s3}/restored",
        "JOURNAL_DIR": f"s3://{on_s3}/journal",
    }


def test_backup_comes_back_on_another_host(portal, empty, backups, settings, on_s3):  # noqa: F811
    ann = registered(SeminarFactory(), name="Ann Reader", email="ann@home.example")
    document = paper()
    stored_at = timezone.now() - timedelta(days=30)
    default_storage.put_back(document.file.name, io.BytesIO(CONTENT), stored_at.timestamp())
    taken = taking.take(backups.child("one"))
    journal.done(journal.intend("registration", ann.reference))

    with_settings = environment(settings, on_s3)
    result = empty.manage("restore", f"s3://{on_s3}/backups/one", **with_settings)

    said(result, "All checksums and counts match", code=0)
    assert "Erased again since the backup: 1" in result.stdout
    assert "journal was not found" not in result.stdout
    assert "ann@home.example" not in empty.dumped()
    restored = stores.at(f"s3://{on_s3}/restored")
    with restored.open(document.file.name) as file:
        assert file.read() == CONTENT
    # Else the nightly deletion of left-over files takes it for one whose record the restore lost.
    assert restored.get_modified_time(document.file.name) == stored_at
    assert taken.files == 1

    again = empty.manage("restore", f"s3://{on_s3}/backups/one", **with_settings)
    said(again, "The database is not empty")


@pytest.fixture
def small(monkeypatch):
    """A backup without its database: what is tried is where it lies."""
    monkeypatch.setattr(taking, "_pieces", lambda _: [b"the database"])


def test_nightly_backups_on_s3_are_kept_and_swept_by_rule(portal, small, backups):  # noqa: F811
    """What has no manifest is no backup: a young one may be under way, an old one goes."""
    document = paper()
    old = backups.child("2020-01-01T000000Z")
    old.storage.save(places.MANIFEST, ContentFile(b"{}"))
    for day in range(1, 13):
        name = f"{timezone.now() - timedelta(days=31 * day):%Y-%m-%dT%H%M%SZ}"
        backups.child(name).storage.save(places.MANIFEST, ContentFile(b"{}"))
    half = backups.child("2020-02-02T000000Z")
    half.storage.save("database.dump", ContentFile(b"half"))

    written = keeping.take_nightly()

    assert keeping.latest(backups) == written
    assert not old.is_there()
    assert half.is_there()
    backups.sweep(timedelta(minutes=-1))
    assert not half.is_there()
    with written.open(f"files/{document.file.name}") as file:
        assert file.read() == CONTENT


def test_files_of_the_last_backup_are_copied_by_the_server(portal, small, backups, monkeypatch):  # noqa: F811
    document = paper()
    one = backups.child("one")
    taking.take(one)
    sent = []
    monkeypatch.setattr(taking.stored, "read", lambda name: sent.append(name) or [b""])

    second = taking.take(backups.child("two"), previous=one)

    assert sent == []
    restoring.check(backups.child("two"), second)
    with backups.child("two").open(f"files/{document.file.name}") as file:
        assert file.read() == CONTENT


def test_a_backup_whose_server_vanishes_is_not_there(portal, small, backups, line, monkeypatch):  # noqa: F811
    paper()
    write = sealing.write

    def vanishes(draft, path, *more):
        if path == taking.INDEX:
            line.cut()
        return write(draft, path, *more)

    monkeypatch.setattr(taking.sealing, "write", vanishes)
    with pytest.raises(CannotBackUp, match="the S3 server did not respond, or refused it"):
        taking.take(backups.child("one"))
    line.mend()

    assert backups.backups() == []
    with pytest.raises(CannotRestore, match=r"is not a backup: it has no manifest|no folder"):
        manifest.read(backups.child("one"))
    line.cut()
    with pytest.raises(CannotBackUp, match="the S3 server did not respond"):
        taking.take(backups.child("two"))
    with pytest.raises(CannotRestore, match="cannot be read: the S3 server did not respond"):
        manifest.read(backups.child("one"))


def test_a_backup_is_refused_where_something_is(portal, small, backups, on_s3, settings):  # noqa: F811
    taking.take(backups.child("one"))

    with pytest.raises(CannotBackUp, match="is not empty"):
        taking.take(f"s3://{on_s3}/backups/one")
    with pytest.raises(CannotBackUp, match="inside the folder of uploads"):
        taking.take(f"{settings.FILES_URL}/backup")
    with pytest.raises(CannotRestore, match=f"several backups.*s3://{on_s3}/backups/one"):
        manifest.read(backups)


def test_a_damaged_backup_is_refused_before_anything_is_written(portal, small, backups):  # noqa: F811
    document = paper()
    one = backups.child("one")
    taking.take(one)
    one.storage.put(f"files/{document.file.name}", b"something else")

    with pytest.raises(CannotRestore, match="The backup is damaged"):
        checking.check(one)


def test_manifest_says_where_the_journal_is(portal, small, backups, on_s3):  # noqa: F811
    sent_log.begin()
    taking.take(backups.child("one"))

    with backups.child("one").open(places.MANIFEST) as file:
        told = json.load(file)

    assert told["journal"] == f"s3://{on_s3}/journal"
    assert "its secret" not in json.dumps(told)
    assert list(stores.names(default_storage)) == []

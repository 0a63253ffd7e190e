"""A backup is whole or absent, and comes back as it was."""

import json
import os
import resource
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.backups import CannotBackUp, CannotRestore, manifest, places, restoring, taking
from diz_portal.documents.models import Document
from seminars.models import Registration
from tests import programs
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.seminars import SeminarFactory, registered
from tests.places_for_files import files_in, keep_in

from .conftest import ROOT


def paper(name="documents/ab/paper", words=b"What was agreed") -> Document:
    document = DocumentFactory(uploaded_by=UserFactory())
    document.file.save(name, ContentFile(words), save=False)
    document.save()
    return document


def said(result, words, code=1):
    assert result.returncode == code, result.stderr
    lines = (result.stderr if code else result.stdout).strip().splitlines()
    assert words in (lines[0] if code else result.stdout)
    if code:
        assert len(lines) == 1, result.stderr


def test_backup_comes_back_as_it_was(portal, empty, tmp_path, settings):
    """In one restore, which takes seconds: also that ids of before are not given again, so that
    what is written down elsewhere of a record that was lost is not taken for a new one; and which
    secrets are not those of the backup."""
    seminar = SeminarFactory()
    for number in range(3):
        last = registered(seminar, name=f"Guest {number}", email=f"guest{number}@home.example")
    document = paper()
    loose = Path(document.file.path).parent / "loose"
    loose.write_text("no row knows it")

    written = taking.take(tmp_path / "backup")
    result = empty.manage(
        "restore", tmp_path / "backup", SECRET_KEY=settings.SECRET_KEY, SEALING_KEYS="A" * 43 + "="
    )

    said(result, "All checksums and counts match", code=0)
    assert "SEALING_KEYS is not the same" in result.stdout
    assert "SECRET_KEY is not the same" not in result.stdout
    assert empty.ask("SELECT email FROM seminars_registration ORDER BY id") == [
        (f"guest{number}@home.example",) for number in range(3)
    ]
    files = empty.data / "files"
    restored = files / document.file.name
    assert restored.read_bytes() == b"What was agreed"
    assert restored.stat().st_mode & 0o777 == 0o600
    assert restored.stat().st_mtime == pytest.approx(Path(document.file.path).stat().st_mtime)
    assert files_in(files) == [restored]
    assert (written.files, written.tables["seminars_registration"]) == (1, 3)
    [(whole, released)] = empty.ask(
        "SELECT finished_at IS NOT NULL, released_at FROM diz_portal_restoration"
    )
    assert (whole, released) == (True, None)
    [(number,)] = empty.ask("SELECT nextval('seminars_registration_id_seq')")
    assert number > last.pk + 900_000


def test_manifest_names_the_secrets_and_holds_none(portal, settings, tmp_path):
    taking.take(tmp_path / "backup")

    text = (tmp_path / "backup" / "manifest.json").read_text()

    assert {"SECRET_KEY", "SEALING_KEYS"} <= json.loads(text)["secrets"].keys()
    assert settings.SECRET_KEY not in text
    assert not any(key in text for key in settings.SEALING_KEYS)


def test_restore_refuses_what_holds_something(portal, empty, tmp_path):
    paper()
    taking.take(tmp_path / "backup")
    files = empty.data / "files" / "documents"
    files.mkdir(parents=True)
    (files / "old").write_text("old")

    said(empty.manage("restore", tmp_path / "backup"), "Restore into an empty data folder")
    assert empty.tables() == 0

    said(empty.manage("restore", tmp_path / "backup", "--keep-files"), "match", code=0)
    assert (files / "old").read_text() == "old"
    said(empty.manage("restore", tmp_path / "backup", "--keep-files"), "is not empty")


def test_restore_refuses_a_damaged_backup_before_it_writes(portal, empty, tmp_path):
    paper()
    backup = tmp_path / "backup"
    taking.take(backup)
    stored = next(path for path in (backup / "files").rglob("*") if path.is_file())
    for path in (stored, backup / "database.dump"):
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(CannotRestore, match=f"damaged: {path.relative_to(backup)}"):
            restoring.check(backup, manifest.read(backup))
        path.unlink()
        with pytest.raises(CannotRestore, match="damaged"):
            restoring.check(backup, manifest.read(backup))
        path.write_bytes(content)
    (backup / "database.dump").write_bytes(b"PGDMP")

    said(empty.manage("restore", backup), "damaged: database.dump")

    assert empty.tables() == 0
    assert not (empty.data / "files").exists()
    (backup / "manifest.json").write_text((backup / "manifest.json").read_text()[:-20])
    with pytest.raises(CannotRestore, match="cannot be read"):
        manifest.read(backup)


def test_restore_that_does_not_come_out_as_counted_leaves_nothing(portal, empty, tmp_path):
    paper()
    taking.take(tmp_path / "backup")
    altered(tmp_path / "backup", lambda values: values["tables"].update(documents_document=2))

    said(empty.manage("restore", tmp_path / "backup"), "documents_document has 1 rows, not 2")

    assert empty.tables() == 0
    assert files_in(empty.data / "files") == []


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"postgresql": 99}, "Restore into that version"),
        ({"migrations": ["seminars.9999_of_tomorrow"]}, "does not know seminars.9999_of_tomorrow"),
    ],
)
def test_restore_refuses_what_does_not_fit(portal, tmp_path, what, words):
    taking.take(tmp_path / "backup")
    altered(tmp_path / "backup", lambda values: values.update(what))

    with pytest.raises(CannotRestore, match=words):
        restoring._fits(manifest.read(tmp_path / "backup"))


def altered(backup, change):
    path = backup / "manifest.json"
    values = json.loads(path.read_text())
    change(values)
    path.write_text(json.dumps(values))


def test_restore_says_what_a_folder_is_instead(portal, tmp_path):
    (tmp_path / "several" / "one").mkdir(parents=True)
    (tmp_path / "several" / "one" / "manifest.json").touch()
    for name, words in {
        "nowhere": "no folder",
        "several": "Name one of them",
        ".": "not a",
    }.items():
        with pytest.raises(CannotRestore, match=words):
            manifest.read(tmp_path / name)


def test_backup_refuses_a_place_that_holds_something(portal, storage, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()

    with pytest.raises(CannotBackUp, match="is not empty"):
        taking.take(tmp_path / "full")
    with pytest.raises(CannotBackUp, match="inside the folder of uploads"):
        taking.take(storage / "backup")
    with pytest.raises(CannotBackUp, match="is not a folder"):
        taking.take("ftp://host/backup")
    with pytest.raises(CannotBackUp, match="no S3 server is configured"):
        taking.take("s3://bucket/backup")


def test_backup_on_a_full_disk_says_so_and_leaves_nothing(portal, settings, journal_dir, tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    # Where the command looks for it.
    keep_in(settings, tmp_path / "files" / settings.PROCESS)
    keep_in(settings, tmp_path / "journal" / settings.PROCESS, "journal")
    paper(words=os.urandom(300_000))

    result = subprocess.run(
        [sys.executable, "manage.py", "backup", str(place / "backup")],
        cwd=ROOT,
        env=programs.environment(DIZ_DATA=str(tmp_path)),
        # As much as fits into one file: to whoever writes it, the disk is full.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
        check=False,
    )

    said(result, "there is no space left. Nothing was kept")
    assert list(place.iterdir()) == []


def test_encrypted_backup_opens_with_its_key_alone(portal, empty, tmp_path):
    registered(SeminarFactory(), name="Ann Reader", email="ann@home.example")
    paper("documents/ab/of-ann-reader", b"About Ann")
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    for name, one in (("right", key), ("wrong", other)):
        (tmp_path / name).write_text(f"# a comment\n{one}\n")
    backup = tmp_path / "backup"

    taking.take(backup, to=[str(key.to_public())])

    everything = b"".join(path.read_bytes() for path in backup.rglob("*") if path.is_file())
    assert not any(
        words in everything
        for words in (b"Ann Reader", b"ann@home.example", b"About Ann", b"PGDMP")
    )
    written = manifest.read(backup)
    for name, words in {
        None: "encrypted. Name the file of its private key",
        backup / "manifest.json": "not a private key file",
    }.items():
        with pytest.raises(Refusal, match=words):
            restoring._keys(written, name)
    with pytest.raises(Refusal, match="does not open"):
        restoring._index(backup, written, restoring._keys(written, tmp_path / "wrong"))
    said(empty.manage("restore", backup, "--identity", tmp_path / "right"), "match", code=0)
    assert empty.ask("SELECT name FROM seminars_registration") == [("Ann Reader",)]
    [restored] = files_in(empty.data / "files")
    assert restored.read_bytes() == b"About Ann"


def test_backup_refuses_a_key_that_is_none(portal, tmp_path):
    with pytest.raises(Exception, match="begins with age1"):
        taking.take(tmp_path / "backup", to=["ssh-ed25519 AAAA"])

    assert not (tmp_path / "backup").exists()


def test_backup_is_of_one_moment_while_people_register(portal, empty, tmp_path):
    """Every registration has its message in the same transaction: as many of each come back."""
    seminar, stop = SeminarFactory(capacity_in_person=10_000), threading.Event()

    def people():
        number = 0
        while not stop.is_set():
            number += 1
            registered(seminar, name=f"Guest {number}", email=f"guest{number}@home.example")
        connection.close()

    crowd = threading.Thread(target=people)
    crowd.start()
    try:
        while Registration.objects.count() < 5:
            pass
        written = taking.take(tmp_path / "backup")
        before, after = written.tables["seminars_registration"], Registration.objects.count()
    finally:
        stop.set()
        crowd.join()

    said(empty.manage("restore", tmp_path / "backup"), "match", code=0)
    [(guests,)] = empty.ask("SELECT count(*) FROM seminars_registration")
    [(messages,)] = empty.ask("SELECT count(*) FROM outbox_message WHERE key LIKE 'seminar-%%'")
    assert guests == messages == before
    assert 5 <= before < after


def test_file_that_is_deleted_meanwhile_is_still_in_the_backup(portal, tmp_path, monkeypatch):
    """And that of a row which is gone before the snapshot is not."""
    stays, goes = paper("documents/ab/stays"), paper("documents/ab/goes")
    begin = taking._snapshot

    def meanwhile():
        goes.delete()
        return begin()

    monkeypatch.setattr(taking, "_snapshot", meanwhile)
    facts = taking._facts

    def after(cursor):
        Path(stays.file.path).unlink()
        return facts(cursor)

    monkeypatch.setattr(taking, "_facts", after)

    written = taking.take(tmp_path / "backup")

    found = [path.name for path in (tmp_path / "backup" / "files").rglob("*") if path.is_file()]
    assert found == [Path(stays.file.name).name]
    assert written.missing_files == []


def test_files_of_the_backup_before_take_no_second_room(portal, tmp_path):
    paper()
    taking.take(tmp_path / "one")

    second = taking.take(tmp_path / "two", previous=tmp_path / "one")

    [file] = [path for path in (tmp_path / "two" / "files").rglob("*") if path.is_file()]
    assert file.stat().st_nlink == 2
    restoring.check(tmp_path / "two", second)


def test_missing_file_is_named_and_keeps_no_backup_from_being_taken(portal, tmp_path):
    document = paper()
    Path(document.file.path).unlink()

    written = taking.take(tmp_path / "backup")

    assert written.missing_files == [document.file.name]


def test_partial_backup_of_a_process_that_was_killed_goes_after_a_day(tmp_path):
    for name, age in {".old.partial-1": 2, ".new.partial-2": 0}.items():
        (tmp_path / name).mkdir()
        then = (timezone.now() - timedelta(days=age)).timestamp()
        os.utime(tmp_path / name, (then, then))

    places.at(tmp_path).sweep(timedelta(days=1))

    assert [path.name for path in tmp_path.iterdir()] == [".new.partial-2"]

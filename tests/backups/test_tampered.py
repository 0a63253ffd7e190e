"""A backup that somebody else had in their hands, and a restore that was killed."""

import hashlib
import json
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from diz_portal.backups import CannotRestore, manifest, restoring, taking
from diz_portal.models import Restoration
from diz_portal.privacy import journal
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory
from tests.places_for_files import files_in


@pytest.fixture
def backup(portal, tmp_path):
    document = DocumentFactory(uploaded_by=UserFactory())
    document.file.save("documents/ab/paper", ContentFile(b"Agreed"), save=False)
    document.save()
    taking.take(tmp_path / "backup")
    return tmp_path / "backup"


def rewritten(backup: Path, path: str, words: bytes) -> None:
    """A file of the backup with other words, and the manifest as if they had always been so."""
    (backup / path).write_bytes(words)
    values = json.loads((backup / "manifest.json").read_text())
    for one in values["contents"]:
        if one["path"] == path:
            one.update(bytes=len(words), sha256=hashlib.sha256(words).hexdigest())
    (backup / "manifest.json").write_text(json.dumps(values))


def index_of(backup: Path) -> list[dict]:
    return json.loads((backup / "files.json").read_text())


def nothing_was_written(empty) -> None:
    assert empty.tables() == 0
    assert not any(path.is_file() for path in empty.data.parent.rglob("evil*"))
    assert files_in(empty.data / "files") == []


NOT_ITS_OWN = "names a file that is not one of its own"


def with_a_file_called(name: str, backup: Path) -> None:
    [one] = index_of(backup)
    rewritten(backup, "files.json", json.dumps([{**one, "name": name}]).encode())


def test_file_does_not_leave_the_folder_of_uploads(backup, empty):
    with_a_file_called("../evil", backup)

    result = empty.manage("restore", backup)

    assert result.returncode == 1
    assert NOT_ITS_OWN in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    nothing_was_written(empty)


@pytest.mark.parametrize("name", ["../evil", "documents/../../evil", "/tmp/evil", "", "a\\..\\b"])
def test_no_name_of_a_file_leads_elsewhere(backup, name):
    """Told where the command above is told it: as the index is read, before anything is written."""
    with_a_file_called(name, backup)

    with pytest.raises(CannotRestore, match=NOT_ITS_OWN):
        restoring._index(backup, manifest.read(backup), [])


@pytest.mark.parametrize(
    "words", [b"", b"{", b"{}x", b"[1]", b'[{"name": "a"}]', b'[{"path": "x"}]', b"\xff"]
)
def test_index_that_is_none_is_refused(backup, empty, words):
    rewritten(backup, "files.json", words)
    read = manifest.read(backup)
    restoring.check(backup, read)

    with pytest.raises(CannotRestore, match=r"files\.json"):
        restoring._index(backup, read, [])


def test_two_files_of_one_name_are_refused(backup):
    [one] = index_of(backup)
    rewritten(backup, "files.json", json.dumps([one, one]).encode())

    with pytest.raises(CannotRestore, match=r"files\.json"):
        restoring._index(backup, manifest.read(backup), [])


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../outside", "files/../../outside", 5, "", "a/./b"]
)
def test_manifest_names_no_file_outside_the_backup(backup, path):
    values = json.loads((backup / "manifest.json").read_text())
    values["contents"][-1]["path"] = path
    (backup / "manifest.json").write_text(json.dumps(values))

    with pytest.raises(CannotRestore, match="cannot be read"):
        manifest.read(backup)


@pytest.mark.parametrize(
    "values",
    [{"tables": []}, {"tables": {"a": "b"}}, {"postgresql": "16"}, {"journal": 1}, {"secrets": []}],
)
def test_manifest_of_another_shape_is_refused(backup, values):
    told = json.loads((backup / "manifest.json").read_text()) | values
    (backup / "manifest.json").write_text(json.dumps(told))

    with pytest.raises(CannotRestore, match="cannot be read"):
        manifest.read(backup)


def test_link_brings_in_nothing_from_elsewhere(backup, tmp_path):
    """Also where the checksum is that of what it leads to."""
    (tmp_path / "secret").write_text("SECRET_KEY=abc")
    [one] = index_of(backup)
    rewritten(backup, one["path"], b"SECRET_KEY=abc")
    (backup / one["path"]).unlink()
    (backup / one["path"]).symlink_to(tmp_path / "secret")

    with pytest.raises(CannotRestore, match=f"damaged: {one['path']}"):
        restoring.check(backup, manifest.read(backup))


def test_backup_may_lie_behind_a_link(backup, tmp_path):
    (tmp_path / "link").symlink_to(backup)

    restoring.check(tmp_path / "link", manifest.read(tmp_path / "link"))


def test_only_a_journal_is_taken_over(journal_dir, tmp_path):
    """The manifest says where it was: what else lies there stays there."""
    other = tmp_path / "other"
    (other / "erasures" / "2026-11-30").mkdir(parents=True)
    (other / "sent" / "2026-11-30").mkdir(parents=True)
    (other / "passwords").write_text("secret")
    (other / "erasures" / "passwords").write_text("secret")
    (other / "sent" / "2026-11-30" / "host-1.jsonl").write_text("{}")
    ours = "erasures/2026-11-30/1-0123456789ab.done.json"
    (other / ours).write_text("{}")

    assert journal.take_over([other])

    assert [path.relative_to(journal_dir).as_posix() for path in files_in(journal_dir)] == [
        ours,
        "sent/2026-11-30/host-1.jsonl",
    ]


@pytest.mark.parametrize("at", ["compare", "_leave_ids_free"])
def test_restore_that_is_killed_leaves_a_portal_that_sends_nothing(backup, empty, at):
    Restoration.objects.create(
        taken_at=timezone.now(), finished_at=timezone.now(), released_at=timezone.now()
    )
    killed = (
        "import os, pathlib; from diz_portal.backups import restoring; "
        f"restoring.{at} = lambda *a, **k: os._exit(9); "
        f"restoring.restore(pathlib.Path({str(backup)!r}))"
    )

    result = empty.manage("shell", "-c", killed)

    assert result.returncode == 9, result.stderr
    assert empty.ask(
        "SELECT finished_at FROM diz_portal_restoration WHERE released_at IS NULL"
    ) == [(None,)]
    again = empty.manage("restore", backup)
    assert "is not empty" in again.stderr

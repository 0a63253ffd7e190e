"""A folder that has vanished, or whose disk is not mounted, is not made anew: nothing is written
below it until it is back, and nothing is taken for gone.

Negative control, tried: with Django's own storage the first upload makes the folder.
"""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diz_portal import documents, health, routines, storage
from diz_portal.backups import CannotBackUp, checking, keeping
from diz_portal.documents.models import Document
from diz_portal.operations import preparing, selectors
from diz_portal.outbox import sent_log
from diz_portal.outbox.models import MessageState
from diz_portal.privacy import journal
from diz_portal.storage import StorageAway, folders
from tests.documents.conftest import uploader_only  # noqa: F401  a fixture
from tests.factories.documents import CONTENT, DocumentFactory
from tests.factories.outbox import MessageFactory
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory
from tests.places_for_files import keep_in, place_at

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["gone", "not mounted"])
def lose(request):
    """Take a folder away, as a disk that fails or a share that is not mounted does."""

    def away(folder):
        folder.rename(folder.with_name(f"{folder.name}-away"))
        if request.param == "not mounted":
            folder.mkdir()

    return away


def mount(folder):
    if folder.exists():
        folder.rmdir()
    folder.with_name(f"{folder.name}-away").rename(folder)


@pytest.fixture
def files(settings, tmp_path):
    return keep_in(settings, tmp_path / "files")


def test_nothing_is_written_or_taken_for_gone_until_the_folder_is_back(files, lose):
    name = default_storage.save("documents/one", ContentFile(b"1"))
    lose(files)

    for act in (
        lambda: default_storage.save("documents/two", ContentFile(b"2")),
        lambda: default_storage.open(name),
        lambda: default_storage.exists(name),
        lambda: default_storage.delete(name),
        lambda: default_storage.size(name),
        lambda: default_storage.get_modified_time(name),
        lambda: list(storage.names(default_storage)),
        documents.remove_orphans,
    ):
        with pytest.raises(StorageAway):
            act()

    assert not storage.takes_writes(default_storage)
    assert not files.exists() or list(files.iterdir()) == []
    mount(files)
    with default_storage.open(name) as file:
        assert file.read() == b"1"
    assert list(storage.names(default_storage)) == [name]


def test_people_are_told_and_the_host_goes_out_of_service(files, lose, client, uploader_only):  # noqa: F811
    paper = DocumentFactory(uploaded_by=manager())
    seminar = SeminarFactory()
    client.force_login(paper.uploaded_by, "allauth.account.auth_backends.AuthenticationBackend")
    client.raise_request_exception = False
    lose(files)
    health.kept.forget()

    form = client.post(
        reverse("seminars_workspace:add_file", args=[seminar.slug]),
        {
            "title": "Slides",
            "kind": "slides",
            "audience": "public",
            "paper": SimpleUploadedFile("a.pdf", CONTENT),
        },
    )
    assert form.status_code == 422
    assert "We cannot store or open files at the moment" in form.content.decode()
    page = client.get(reverse("documents:download", args=[paper.reference]))
    assert page.status_code == 503
    ready = Client().get("/readyz")
    assert (ready.status_code, ready.json()["files"]) == (503, False)
    assert "folder of uploads is not there" in ready.json()["warnings"]["files"]
    [line] = [one for one in selectors.lines() if one.thing == "Free space for uploads"]
    assert f"Mount the disk of {files}" in line.to_do
    assert Document.objects.count() == 1


def test_without_its_folder_the_journal_takes_nothing_and_nobody_is_erased(
    settings, tmp_path, lose
):
    place = keep_in(settings, tmp_path / "journal", "journal")
    assert sent_log.can_be_written()
    lose(place)

    with pytest.raises(journal.NotWritten):
        journal.intend("registration", "one")
    sent_log.note(MessageFactory(), MessageFactory().queued_at)

    assert not sent_log.can_be_written()
    assert not place.exists() or list(place.iterdir()) == []
    [line] = [one for one in selectors.lines() if one.thing.startswith("Journal")]
    assert f"Mount {place}" in line.to_do


def test_no_backup_goes_where_its_disk_is_not(settings, tmp_path, lose):
    nights = tmp_path / "nights"
    folders.prepare(nights)
    settings.BACKUP_DIR = str(nights)
    lose(nights)

    for work in (keeping.take_nightly, checking.check_latest):
        with pytest.raises(CannotBackUp, match="not the folder that was prepared"):
            work()

    assert not nights.exists() or list(nights.iterdir()) == []
    [line] = [one for one in selectors.lines() if one.thing == "Free space for backups"]
    assert f"Mount the disk of {nights}" in line.to_do


# Made on purpose ------------------------------------------------------------------------


@pytest.fixture
def new(settings, tmp_path):
    """Three folders of a new portal, none of them there."""
    place_at(settings, tmp_path / "files")
    place_at(settings, tmp_path / "journal", "journal")
    settings.BACKUP_DIR = str(tmp_path / "nights")
    return {name: tmp_path / name for name in ("files", "journal", "nights")}


def are_ours(new):
    return {name for name, folder in new.items() if folders.is_ours(folder)}


def test_prepare_makes_the_folders_of_a_new_portal_for_its_own_account_only(new):
    preparing.prepare()
    preparing.prepare()

    assert are_ours(new) == {"files", "journal", "nights"}
    for folder in new.values():
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / folders.MARK).stat().st_mode & 0o777 == 0o600
    assert list(storage.names(default_storage)) == []


def used(new):
    """Each has been written to, and is lost."""
    preparing.prepare()
    DocumentFactory()
    MessageFactory(state=MessageState.SENT, sent_at=timezone.now())
    routines.done(keeping.ROUTINE)


@pytest.mark.parametrize("name", ["files", "journal", "nights"])
def test_prepare_refuses_to_make_anew_what_was_used(new, lose, name):
    used(new)
    lose(new[name])

    with pytest.raises(preparing.HasVanished, match=f"{new[name]} is empty or not there"):
        preparing.prepare()

    assert name not in are_ours(new)
    preparing.prepare(are_new=True)
    assert name in are_ours(new)


def test_prepare_takes_the_folders_of_an_earlier_release_as_they_are(new):
    used(new)
    (new["journal"] / "sent").mkdir()
    (new["nights"] / "2026-01-01T023000Z").mkdir()
    for folder in new.values():
        (folder / folders.MARK).unlink()

    preparing.prepare()

    assert are_ours(new) == {"files", "journal", "nights"}


def test_the_command_does_so(new, monkeypatch):
    asked = []
    monkeypatch.setattr(preparing, "prepare", lambda **how: asked.append(how))
    monkeypatch.setattr(
        "diz_portal.management.commands.prepare.call_command", lambda *_, **__: None
    )

    call_command("prepare")
    call_command("prepare", "--new-folders")

    assert asked == [{"are_new": False}, {"are_new": True}]

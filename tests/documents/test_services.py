import datetime as dt
import hashlib
import os
import time

import pytest
from django.db import transaction

from diz_portal import documents
from diz_portal.documents.inspection import FileRefused
from diz_portal.documents.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.documents import CONTENT, DocumentFactory
from tests.places_for_files import files_in

from .conftest import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploader_only")]


def files(storage):
    return files_in(storage)


def store(name="../Agreement.pdf", content=CONTENT, **changes):
    values = {"title": " Data-sharing\nagreement ", "guard": "tests.uploader"}
    return documents.store(
        upload=upload(name, content), by=changes.pop("by", None) or UserFactory(), **values
    )


def test_store_keeps_the_file_under_an_opaque_key(storage):
    document = store()

    (path,) = files(storage)
    document.refresh_from_db()
    assert (document.title, document.original_name, document.content_type, document.size) == (
        "Data-sharing agreement",
        "Agreement.pdf",
        "application/pdf",
        len(CONTENT),
    )
    assert document.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert path.read_bytes() == CONTENT
    assert path.relative_to(storage).as_posix() == document.file.name
    assert "greement" not in document.file.name
    assert path.stat().st_mode & 0o777 == 0o600


def test_store_keeps_nothing_of_a_refused_file(storage):
    with pytest.raises(FileRefused):
        store(content=b"<html>")

    assert files(storage) == []
    assert not Document.objects.exists()


def test_store_keeps_nothing_when_the_row_is_refused(storage, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Document, "save", broken)
    by = UserFactory()

    with pytest.raises(RuntimeError):
        store(by=by)

    assert files(storage) == []


def test_store_refuses_a_guard_nobody_registered(storage):
    with pytest.raises(LookupError):
        documents.store(
            upload=upload("a.pdf", CONTENT), title="A", guard="tests.nobody", by=UserFactory()
        )


def test_delete_takes_the_file_once_it_is_committed(storage, django_capture_on_commit_callbacks):
    document = DocumentFactory()

    with django_capture_on_commit_callbacks(execute=True):
        documents.delete(document=document, by=document.uploaded_by)
        assert len(files(storage)) == 1

    assert files(storage) == []


@pytest.mark.django_db(transaction=True)
def test_delete_leaves_the_file_when_rolled_back(storage):
    document = DocumentFactory()

    with transaction.atomic():
        documents.delete(document=document, by=document.uploaded_by)
        transaction.set_rollback(True)

    assert len(files(storage)) == 1
    assert Document.objects.count() == 1


def test_remove_orphans_takes_old_files_without_a_row(storage):
    kept, orphan, fresh = DocumentFactory(), DocumentFactory(), DocumentFactory()
    Document.objects.filter(pk__in=[orphan.pk, fresh.pk]).delete()
    old = time.time() - dt.timedelta(days=2).total_seconds()
    for document in (kept, orphan):
        os.utime(storage / document.file.name, (old, old))

    assert documents.remove_orphans() == 1

    assert {path.name for path in files(storage)} == {
        kept.file.name.rpartition("/")[2],
        fresh.file.name.rpartition("/")[2],
    }


def test_remove_orphans_does_nothing_before_the_first_upload(storage):
    assert documents.remove_orphans() == 0

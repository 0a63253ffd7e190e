"""Nobody fills the disk: by person, by organisation and in all, also two at once."""

import threading
import time

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from diz_portal import documents, quotas
from diz_portal.documents.models import Document
from diz_portal.quotas import NoRoom
from projects.models import ImportBatch, ImportKind
from projects.services import imports
from tests.factories.accounts import UserFactory
from tests.factories.partners import contributor_of
from tests.factories.projects import ProjectFactory
from tests.projects.import_files import csv_file

from .conftest import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage", "uploader_only")]
TEXT = b"x" * 60


def keep(person):
    return documents.store(
        upload=upload("a.txt", TEXT), title="A", guard="tests.uploader", by=person
    )


def stored() -> int:
    return sum(len(files) for _, files in _walk(""))


def _walk(folder):
    folders, files = default_storage.listdir(folder)
    yield folder, files
    for inner in folders:
        yield from _walk(f"{folder}/{inner}".lstrip("/"))


def test_a_person_keeps_so_much_and_no_more(settings):
    settings.UPLOADS_BY_PERSON = 100
    person = UserFactory()
    first = keep(person)

    with pytest.raises(NoRoom, match="Delete a file"):
        keep(person)

    assert (Document.objects.count(), stored()) == (1, 1)
    keep(UserFactory())
    documents.delete(document=first, by=person)
    keep(person)


def test_colleagues_share_what_their_organisation_may_keep(settings):
    settings.UPLOADS_BY_ORGANISATION = 100
    person = contributor_of()
    colleague = contributor_of(person.memberships.get().organisation)
    keep(person)

    with pytest.raises(NoRoom, match="Your organisation"):
        keep(colleague)

    keep(contributor_of())


def test_all_together_keep_so_much(settings):
    settings.UPLOADS_IN_ALL = 100
    keep(UserFactory())

    with pytest.raises(NoRoom, match="no room"):
        keep(UserFactory())


def test_imports_count_with_papers_and_leave_no_file_when_refused(settings):
    settings.UPLOADS_BY_PERSON = 100
    person, project = UserFactory(), ProjectFactory()
    keep(person)

    with pytest.raises(NoRoom):
        imports.upload(
            project=project,
            kind=ImportKind.SITES,
            file=csv_file([{"ods_code": "A81001", "name": "Surgery"}]),
            by=person,
        )

    assert (ImportBatch.objects.count(), stored()) == (0, 1)


def test_files_of_imports_that_no_row_knows_are_swept(monkeypatch):
    kept = imports.upload(
        project=ProjectFactory(),
        kind=ImportKind.SITES,
        file=csv_file([{"ods_code": "A81001", "name": "Surgery"}]),
        by=UserFactory(),
    )
    default_storage.save("imports/left.csv", upload("left.csv", TEXT))
    monkeypatch.setattr("diz_portal.documents.services._is_old", lambda name: True)

    assert documents.remove_orphans() == 1

    assert default_storage.exists(kept.file.name)
    assert not default_storage.exists("imports/left.csv")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_both_squeeze_past(settings):
    settings.UPLOADS_BY_PERSON = 100
    person = UserFactory()
    outcomes = []

    def other():
        try:
            outcomes.append(keep(person))
        except NoRoom as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        keep(person)
        thread.start()
        time.sleep(0.3)
        assert outcomes == [], "the second waits for the first"
    thread.join(timeout=10)

    assert [type(one) for one in outcomes] == [NoRoom]
    assert Document.objects.count() == 1


def test_every_kind_of_stored_upload_counts():
    assert {one.label for one in quotas.stores()} == {"documents.Document", "projects.ImportBatch"}

"""Nobody fills the disk: by person, by organisation and in all, also two at once."""

import os
import re
import threading
import time
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import connection, transaction
from django.db.models import BinaryField, FileField, FilePathField
from django.forms.forms import BaseForm
from django.urls import get_resolver

from diz_portal import documents, quotas
from diz_portal.documents.forms import DocumentField
from diz_portal.documents.models import Document
from diz_portal.quotas import NoRoom
from projects.imports import services as project_imports
from projects.models import ImportBatch, ImportKind
from tests.factories.accounts import UserFactory
from tests.factories.partners import contributor_of
from tests.factories.projects import ProjectFactory
from tests.projects.import_files import csv_file

from .conftest import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage", "uploader_only")]
TEXT = b"x" * 60
ROOTS = ("diz_portal", "partners", "projects", "seminars", "inclusion")


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

    with pytest.raises(NoRoom, match=r"This file is .*Delete a file"):
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

    with pytest.raises(NoRoom, match=r"This file is .*Your organisation"):
        keep(colleague)

    keep(contributor_of())


def test_all_together_keep_so_much(settings):
    settings.UPLOADS_IN_ALL = 100
    keep(UserFactory())

    with pytest.raises(NoRoom, match="no space"):
        keep(UserFactory())


def test_imports_count_with_papers_and_leave_no_file_when_refused(settings):
    settings.UPLOADS_BY_PERSON = 100
    person, project = UserFactory(), ProjectFactory()
    keep(person)

    with pytest.raises(NoRoom):
        project_imports.upload(
            project=project,
            kind=ImportKind.SITES,
            file=csv_file([{"ods_code": "A81001", "name": "Surgery"}]),
            by=person,
        )

    assert (ImportBatch.objects.count(), stored()) == (0, 1)


def test_files_of_imports_that_no_row_knows_are_swept(monkeypatch):
    kept = project_imports.upload(
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


def test_a_person_of_two_organisations_may_fill_neither(settings):
    """Each has room of its own: what one keeps takes nothing from the other."""
    settings.UPLOADS_BY_ORGANISATION = 130
    person, other = contributor_of(), contributor_of()
    keep(other)
    keep(person)
    person.memberships.create(organisation=other.memberships.get().organisation, role="viewer")

    with pytest.raises(NoRoom, match="Your organisation"):
        keep(person)

    settings.UPLOADS_BY_ORGANISATION = 180
    keep(person)


def test_an_import_whose_file_is_deleted_takes_no_room(settings):
    settings.UPLOADS_BY_PERSON = 100
    person = UserFactory()
    ImportBatch.objects.create(
        project=ProjectFactory(),
        kind=ImportKind.SITES,
        file_name="a.csv",
        sha256="0" * 64,
        size=1000,
        uploaded_by=person,
    )

    assert keep(person)


# Nothing is stored beside the quotas ------------------------------------------------------

# Columns that hold bytes and count in no quota, each with the reason.
NOT_UPLOADED = {
    "outbox.Attachment.content": "made by the portal itself, and deleted with its message",
    "open_data.EditionFile.file": "made by the portal itself, and kept for good",
}
# Files that a form takes and nobody stores: what becomes of them.
READ_AND_FORGOTTEN = {
    "diz_portal.impact.others.forms.FileForm.file": "read; its figures stay, at most 1 MB of them",
    "inclusion.devices.forms.devices.FileForm.file": (
        "read; of a log at most 100 kB of its text stay"
    ),
}
STORED_AS = {
    "projects.imports.forms.UploadForm.file": "projects.ImportBatch",
    "projects.money.forms.ledger.LedgerFileForm.file": "projects.LedgerImportBatch",
    "projects.returns.forms.imports.ReturnsFileForm.file": "projects.ReturnImportBatch",
    "inclusion.devices.forms.intake.ListForm.file": "inclusion.ImportBatch",
    "inclusion.databank.forms.receiving.BatchForm.file": "inclusion.ImportBatch",
    "inclusion.help.forms.places.PlacesForm.file": "inclusion.ImportBatch",
    "inclusion.landline.clients.forms.ClientsForm.file": "inclusion.ClientList",
}
# Where a storage is written to, each asking for room or writing no more than was there.
WRITERS = {
    "diz_portal/documents/services.py": 2,
    "diz_portal/imports/services.py": 1,
    # Asks for room when the row is kept, and throws the files away where there is none.
    "diz_portal/reports/jobs.py": 1,
    # Made here, for a person who asks for their data: no quota stands in the way of that.
    "diz_portal/privacy/copies/services.py": 1,
    # What was there before, and what says who was erased: neither is anybody's upload.
    "diz_portal/backups/places.py": 1,
    "diz_portal/privacy/journal.py": 1,
    # The places themselves.
    "diz_portal/storage/__init__.py": 2,
    "diz_portal/storage/folders.py": 1,
    "diz_portal/storage/checks.py": 1,  # only asks
    "diz_portal/storage/s3.py": 1,
}


def test_every_column_that_holds_bytes_counts():
    counted = {f"{one.label}.{one.file}" for one in quotas.stores()}
    columns = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, FileField | FilePathField | BinaryField)
    }

    assert columns == counted | NOT_UPLOADED.keys()


def test_every_store_names_columns_that_exist():
    for one in quotas.stores():
        paths = (one.by, one.size, one.file, one.name, one.at, *one.related)
        # Read as the columns of a query are, so that one which is not there is an error.
        list(one.model._default_manager.order_by().values_list(*paths)[:1])


def test_every_form_that_takes_a_file_is_known():
    """Through `DocumentField` it is stored as a document, which counts."""
    assert get_resolver().url_patterns  # which brings in every form that a page has
    found = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in _forms(BaseForm)
        if form.__module__.startswith(ROOTS)
        for name, field in getattr(form, "declared_fields", {}).items()
        if isinstance(field, forms.FileField)
        and not isinstance(field, DocumentField)
        and not any(name in getattr(base, "declared_fields", {}) for base in form.__mro__[1:])
    }

    assert found == STORED_AS.keys() | READ_AND_FORGOTTEN.keys()


def _forms(kind):
    for one in kind.__subclasses__():
        yield one
        yield from _forms(one)


def test_nothing_else_writes_to_a_storage():
    base = Path(settings.BASE_DIR)
    writes = re.compile(r"\.file\.save\(|storage\.save\(|storages\[|get_storage_class|Storage\(")
    found = {
        str(path.relative_to(base)): number
        for root in ROOTS
        for path in (base / root).rglob("*.py")
        if (number := len(writes.findall(path.read_text())))
    }

    assert found == WRITERS


# Only the portal's own account reads them -------------------------------------------------


def _modes(folder: Path) -> set[tuple[str, int]]:
    return {
        ("folder" if path.is_dir() else "file", path.stat().st_mode & 0o777)
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("umask", [0o000, 0o022])
@pytest.mark.parametrize("large", [False, True])
def test_files_and_folders_are_closed_to_other_accounts(storage, large, umask):
    """Also where the process is careless, and where Django moves a file it has on disk already."""
    inside = storage / "files"
    options = {**settings.STORAGES["default"]["OPTIONS"], "location": inside}
    here = FileSystemStorage(**options)
    before = os.umask(umask)
    try:
        for folder in ("documents/ab", "imports"):
            file = upload("a.txt", TEXT)
            if large:
                file = TemporaryUploadedFile("a.txt", "text/plain", len(TEXT), None)
                file.write(TEXT)
                file.seek(0)
                os.chmod(file.temporary_file_path(), 0o644)
            here.save(f"{folder}/a", file)
            file.close()
    finally:
        os.umask(before)

    assert _modes(inside) == {("folder", 0o700), ("file", 0o600)}

"""The files of imports go when nothing needs them; what the imports did stays, and is undone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diz_portal import documents
from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportState
from diz_portal.privacy.nightly import run_retention
from projects.imports.services import clear_old, upload
from projects.models import ImportBatch, Site
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory

from .import_files import csv_file, site_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
KEPT = 90


@pytest.fixture
def project():
    DistrictFactory(code="E07000073", name="Harlow")
    return ProjectFactory()


@pytest.fixture
def uploaded(project):
    return upload(project=project, kind="sites", file=csv_file([site_row()]), by=manager())


@pytest.fixture
def applied(project):
    batch = upload(project=project, kind="sites", file=csv_file([site_row()]), by=None)
    return imports.apply_now(imports.check_now(batch), approved_by=manager())


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def is_stored(batch) -> bool:
    return batch.file.storage.exists(batch.file.name)


def age(batch, **days) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(
        **{name: timezone.now() - timedelta(days=number) for name, number in days.items()}
    )


def address(batch, client):
    client.force_login(manager())
    return f"/workspace/projects/{batch.project.slug}/imports/{batch.reference}/"


def test_the_file_of_a_failed_import_goes_at_once(uploaded, commits, monkeypatch):
    monkeypatch.setattr(jobs.checking, "check", lambda *_: 1 / 0)

    with commits():
        for _ in range(jobs.MAX_ATTEMPTS):
            jobs.sweep()

    kept = ImportBatch.objects.get()
    assert (kept.state, kept.file.name) == (ImportState.FAILED, "")
    assert kept.file_deleted_at
    assert kept.problem
    assert "examples" not in kept.found
    assert not is_stored(uploaded)


def test_one_given_up_after_its_workers_were_killed_leaves_no_file(uploaded, commits):
    """Killed each time, so nobody was there to say that it failed."""
    ImportBatch.objects.update(
        attempts=jobs.MAX_ATTEMPTS, lease_until=timezone.now() - timedelta(minutes=1)
    )

    with commits():
        jobs.sweep()

    assert ImportBatch.objects.get().state == ImportState.FAILED
    assert not is_stored(uploaded)


def test_a_file_left_by_a_kill_after_its_record_was_settled_is_swept(
    uploaded, monkeypatch, django_capture_on_commit_callbacks
):
    ImportBatch.objects.update(attempts=jobs.MAX_ATTEMPTS)
    with django_capture_on_commit_callbacks(execute=False):  # killed between
        jobs.sweep()
    assert is_stored(uploaded)
    monkeypatch.setattr("diz_portal.documents.services._is_old", lambda name: True)

    documents.remove_orphans()

    assert not is_stored(uploaded)


def test_an_attempt_that_was_taken_over_deletes_nothing(uploaded, commits):
    mine = ImportBatch.objects.get()
    ImportBatch.objects.update(attempts=1)

    with commits():
        jobs._give_up(mine, "Too late.")

    assert is_stored(uploaded)
    assert ImportBatch.objects.get().file.name == uploaded.file.name


def test_the_file_of_what_was_applied_long_ago_goes_and_its_record_stays(applied, commits):
    age(applied, uploaded_at=200, applied_at=KEPT - 1)
    assert clear_old(days=KEPT) == 0
    age(applied, applied_at=KEPT + 1)
    assert clear_old(days=KEPT, dry_run=True) == 1
    assert is_stored(applied)

    with commits():
        assert clear_old(days=KEPT) == 1
    assert clear_old(days=KEPT) == 0

    kept = ImportBatch.objects.get()
    assert not is_stored(applied)
    assert (kept.state, kept.summary["create"], kept.rows.count()) == ("applied", 1, 1)
    assert (kept.file_name, kept.size) == ("sites.csv", applied.size)


def test_one_undone_lately_keeps_its_file_a_while(applied):
    imports.undo(batch=applied, by=manager())
    jobs.run("projects.ImportBatch", applied.pk)
    age(applied, applied_at=KEPT + 1)

    assert clear_old(days=KEPT) == 0
    age(applied, undone_at=KEPT + 1)
    assert clear_old(days=KEPT) == 1


def test_an_import_is_undone_without_its_file(applied, commits, client):
    age(applied, applied_at=KEPT + 1)
    with commits():
        clear_old(days=KEPT)
    page = client.get(address(applied, client)).content.decode()
    assert "The file was deleted" in page
    assert "Undo import" in page

    imports.undo(batch=applied, by=manager())
    jobs.run("projects.ImportBatch", applied.pk)

    assert ImportBatch.objects.get().state == ImportState.UNDONE
    assert Site.objects.get().withdrawn_at


def test_an_import_whose_rows_are_gone_says_why_it_cannot_be_undone(applied, client):
    applied.rows.all().delete()

    with pytest.raises(imports.NotNow, match="deleted one year after"):
        imports.undo(batch=applied, by=manager())

    page = client.get(address(applied, client)).content.decode()
    assert "you can no longer undo it" in page
    assert "Undo import" not in page
    assert "adds nothing new" not in page
    asked = client.get(f"{address(applied, client)}undo/", follow=True)
    assert "you can no longer undo it" in asked.content.decode()
    assert Site.objects.get().withdrawn_at is None


def test_the_nightly_run_deletes_them_also_those_that_failed_before(applied, uploaded, commits):
    age(applied, applied_at=KEPT + 1)
    ImportBatch.objects.filter(pk=uploaded.pk).update(state=ImportState.FAILED)

    with commits():
        outcomes = {one.label: one for one in run_retention()}

    assert (outcomes["projects.ImportBatch"].rows, outcomes["projects.ImportBatch"].problem) == (
        2,
        "",
    )
    assert not is_stored(applied)
    assert not is_stored(uploaded)
    assert set(ImportBatch.objects.all()) == {applied, uploaded}

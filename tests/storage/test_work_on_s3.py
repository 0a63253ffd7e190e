"""Imports and reports are made from what lies on S3, and wait while it is away."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from diz_portal import documents, storage
from diz_portal.documents import services as papers
from diz_portal.imports import jobs as import_jobs
from diz_portal.imports.models import ImportState
from diz_portal.reports import jobs
from diz_portal.reports.models import JobState, ReportJob
from projects.imports.services import upload
from projects.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory
from tests.projects.import_files import HEADER, site_row, workbook
from tests.reports.conftest import asked, partnership, try_out  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


def sheet():
    row = site_row()
    return workbook({"Sites": [HEADER, [row.get(name, "") for name in HEADER]]})


def later(rows):
    rows.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_an_import_waits_for_its_file(line):
    DistrictFactory(code="E07000073", name="Harlow")
    batch = upload(project=ProjectFactory(), kind="sites", file=sheet(), by=manager())
    line.cut()

    for _ in range(import_jobs.MAX_ATTEMPTS + 1):
        later(ImportBatch.objects)
        import_jobs.sweep()
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (ImportState.CHECKING, 0)
    assert batch.lease_until > timezone.now(), "nobody looks again at once"

    line.mend()
    later(ImportBatch.objects)
    import_jobs.sweep()
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED
    assert batch.summary["create"] == 1


def test_an_upload_that_cannot_be_kept_leaves_no_import(line):
    line.cut()

    with pytest.raises(storage.StorageAway):
        upload(project=ProjectFactory(), kind="sites", file=sheet(), by=manager())

    assert not ImportBatch.objects.exists()


def test_a_report_is_kept_whole_or_made_again(asked, line, client):  # noqa: F811
    reader = UserFactory()
    job = asked(reader)
    line.cut()
    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.tries, job.files.count()) == (JobState.RUNNING, 0, 0)
    assert job.lease_until > timezone.now()

    line.mend()
    assert list(storage.names(default_storage)) == []
    later(ReportJob.objects)
    jobs.sweep()
    job.refresh_from_db()
    assert job.state == JobState.READY
    assert len(list(storage.names(default_storage))) == 5

    client.force_login(reader)
    for one in job.files.exclude(format__in=["html", "json"]):
        response = client.get(reverse("reports:download", args=[job.reference, one.format]))
        assert len(b"".join(response.streaming_content)) == one.size


def test_what_no_row_knows_is_swept_and_the_rest_stays(monkeypatch):
    monkeypatch.setattr(papers, "ORPHAN_AFTER", timedelta(0))
    kept, orphan = DocumentFactory(), DocumentFactory()
    type(orphan).objects.filter(pk=orphan.pk).delete()

    assert documents.remove_orphans() == 1

    assert list(storage.names(default_storage)) == [kept.file.name]

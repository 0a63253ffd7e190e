"""Reports in the browser, and who may have them."""

import pytest
from django.urls import reverse

from diz_portal.reports import jobs
from diz_portal.reports.models import JobState, ReportJob
from tests.factories.accounts import UserFactory
from tests.factories.partners import manager
from tests.places_for_files import files_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def ready(asked, user):
    job = asked(user)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def of(job, page="job", *more):
    return reverse(f"reports:{page}", args=[job.reference, *more])


def test_a_report_is_asked_for_followed_and_downloaded(client, try_out, partnership, storage, user):
    client.force_login(user)
    form = reverse("reports:new", args=["try-out"])

    answer = client.post(form, {"edition": "public"}, follow=True)

    job = ReportJob.objects.get()
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == of(job)
    assert "Waiting to start" in page
    jobs.run(job.pk)
    assert "Read report" in client.get(of(job)).content.decode()
    assert "Foxglove &lt;b&gt;Surgery&lt;/b&gt;" in client.get(of(job, "read")).content.decode()
    file = client.get(of(job, "download", "csv"))
    assert file["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file["Content-Security-Policy"]
    assert b"Foxglove" in b"".join(file.streaming_content)
    assert job.title in client.get(reverse("reports:list")).content.decode()


def test_what_is_missing_is_said_beside_the_field(client, try_out, partnership, user):
    client.force_login(user)

    answer = client.post(reverse("reports:new", args=["try-out"]), {})

    assert answer.status_code == 422
    assert "Select an edition" in answer.content.decode()
    assert not ReportJob.objects.exists()


@pytest.mark.parametrize("page", ["job", "read", "delete"])
def test_somebody_elses_report_is_not_there(client, ready, page):
    client.force_login(UserFactory())

    assert client.get(of(ready, page)).status_code == 404
    assert client.get(of(ready, "download", "csv")).status_code == 404
    assert client.post(of(ready, "cancel")).status_code == 404


def test_managers_see_everybodys(client, ready):
    client.force_login(manager())

    assert client.get(of(ready)).status_code == 200


def test_who_may_no_longer_read_it_finds_no_file(client, ready, try_out, user):
    client.force_login(user)
    try_out.allowed = False

    assert client.get(of(ready)).status_code == 404
    assert client.get(of(ready, "download", "pdf")).status_code == 404


def test_a_file_that_is_gone_from_the_storage_is_not_found(client, ready, user):
    client.force_login(user)
    for one in ready.files.all():
        one.file.storage.delete(one.file.name)

    assert client.get(of(ready, "read")).status_code == 404
    assert client.get(of(ready, "download", "pdf")).status_code == 404


def test_a_failed_report_says_why_and_can_be_tried_again(client, asked, try_out, user):
    job = asked(user)
    ReportJob.objects.update(state=JobState.FAILED, problem="The disk is full")
    client.force_login(user)

    assert "The disk is full" in client.get(of(job)).content.decode()
    client.post(of(job, "try_again"))

    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert job.problem == ""


def test_cancelling_too_late_says_so(client, ready, user):
    client.force_login(user)

    answer = client.post(of(ready, "cancel"), follow=True)

    assert "no longer being created" in answer.content.decode()


def test_a_deleted_report_takes_its_files_along(
    client, ready, user, storage, django_capture_on_commit_callbacks
):
    client.force_login(user)
    assert "Delete report: " in client.get(of(ready, "delete")).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(of(ready, "delete"))

    assert not ReportJob.objects.exists()
    assert files_in(storage) == []


def test_whoever_has_no_report_has_no_room_of_reports(client, partnership):
    client.force_login(UserFactory())

    assert client.get(reverse("reports:list")).status_code == 404

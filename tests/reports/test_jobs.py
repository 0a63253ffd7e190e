"""A report is ready with all its files, or failed with a sentence; nothing in between stays."""

import errno
import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from diz_portal import pdf
from diz_portal.access import Refusal
from diz_portal.reports import files, formats, jobs, services
from diz_portal.reports.models import JOB_MOVES, JobState, ReportFile, ReportJob
from tests.factories.accounts import UserFactory
from tests.places_for_files import files_in

pytestmark = pytest.mark.django_db


def failed(job):
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.files.count() == 0
    assert job.lease_until is None
    return job.problem


def test_a_report_is_ready_with_every_file_and_what_it_is_of(asked, storage):
    job = asked(UserFactory())

    assert jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.READY
    assert job.as_at == timezone.localdate()
    assert job.code_version
    assert job.done == job.total > 0
    assert job.expires_at - job.finished_at == timedelta(days=90)
    assert {one.format for one in job.files.all()} == {"html", "pdf", "xlsx", "csv", "json"}
    for one in job.files.all():
        assert one.size == one.file.size > 0
        assert len(one.sha256) == 64
        # Not a word of what it is about: letters that nobody chose, with no ending.
        assert re.fullmatch(r"reports/[0-9a-f]{2}/[0-9a-f]{32}", one.file.name)
    assert len(files_in(storage)) == 5


def test_the_doorbell_twice_makes_one_report(asked):
    job = asked(UserFactory())

    assert jobs.run(job.pk)
    assert not jobs.run(job.pk)
    assert jobs.sweep() == 0


def test_what_a_killed_worker_left_is_done_by_the_sweep(asked):
    job = asked(UserFactory())
    past = timezone.now() - timedelta(seconds=1)
    ReportJob.objects.update(state=JobState.RUNNING, lease_until=past, tries=1)

    assert jobs.sweep() == 1

    job.refresh_from_db()
    assert job.state == JobState.READY


def test_what_a_living_worker_has_is_left_alone(asked):
    job = asked(UserFactory())
    ahead = timezone.now() + timedelta(minutes=1)
    ReportJob.objects.update(state=JobState.RUNNING, lease_until=ahead, tries=1)

    assert jobs.sweep() == 0
    assert not jobs.run(job.pk)


def test_a_report_that_kills_every_worker_fails_in_words(asked):
    job = asked(UserFactory())
    past = timezone.now() - timedelta(seconds=1)
    ReportJob.objects.update(state=JobState.RUNNING, lease_until=past, tries=jobs.MOST_TRIES)

    jobs.sweep()

    assert failed(job) == jobs.CUT_SHORT


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), jobs.NO_SPACE),
        (pdf.CannotPrint("no font"), jobs.CANNOT_PRINT),
        (Refusal("Choose another project"), "Choose another project"),
        (SoftTimeLimitExceeded(), jobs.TOO_LONG.format(minutes=30)),
    ],
)
def test_what_goes_wrong_is_said_and_leaves_no_file(asked, storage, monkeypatch, error, sentence):
    job = asked(UserFactory())

    def breaks(production, file):
        file.write(b"half of it")
        raise error

    monkeypatch.setitem(formats.WRITERS, formats.Format.XLSX, breaks)

    jobs.run(job.pk)

    assert failed(job) == sentence
    assert files_in(storage) == []


def test_a_storage_that_is_full_halfway_keeps_none_of_the_files(asked, storage, monkeypatch):
    job = asked(UserFactory())
    save, delete, saved = jobs.default_storage.save, jobs.default_storage.delete, []

    def fills_up(name, content):
        if saved:
            raise OSError(errno.ENOSPC, "No space left on device")
        saved.append(save(name, content))
        return saved[0]

    monkeypatch.setattr(jobs, "default_storage", SimpleNamespace(save=fills_up, delete=delete))

    jobs.run(job.pk)

    assert failed(job) == jobs.NO_SPACE
    assert saved
    assert files_in(storage) == []


def test_our_own_mistake_is_tried_three_times_and_then_said(asked, try_out):
    job = asked(UserFactory())

    def breaks(question):
        raise ZeroDivisionError

    try_out.before = breaks
    for number in range(jobs.MOST_TRIES):
        assert ReportJob.objects.get().state == JobState.QUEUED, number
        jobs.sweep()

    assert failed(job) == jobs.OUR_FAULT


def test_a_report_cancelled_meanwhile_stops_and_keeps_nothing(asked, try_out, storage):
    user = UserFactory()
    job = asked(user)
    try_out.before = lambda question: services.cancel(job=job, by=user)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert files_in(storage) == []


def test_a_worker_that_comes_back_late_keeps_nothing(asked, try_out, storage):
    job = asked(UserFactory())

    def taken_over(question):
        ReportJob.objects.update(tries=2)

    try_out.before = taken_over
    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert files_in(storage) == []


def test_who_may_no_longer_read_it_gets_a_sentence_in_its_place(asked, try_out):
    job = asked(UserFactory())
    try_out.allowed = False

    jobs.run(job.pk)

    assert "no longer" in failed(job)


def test_a_report_that_the_code_no_longer_has_says_so(asked):
    job = asked(UserFactory())
    ReportJob.objects.update(report="gone-report")

    jobs.run(job.pk)

    assert failed(job) == jobs.GONE


def test_the_same_form_asks_once(asked):
    user = UserFactory()
    first = asked(user, attempt="2345678923")

    assert asked(user, attempt="2345678923") == first
    assert ReportJob.objects.count() == 1


def test_nobody_fills_the_queue_alone(asked):
    user = UserFactory()
    for _ in range(services.MOST_AT_WORK):
        asked(user)

    with pytest.raises(Refusal, match="Wait until one is ready"):
        asked(user)
    asked(UserFactory())


def test_a_failed_one_can_be_asked_again_and_a_ready_one_not(asked, try_out):
    user = UserFactory()
    job = asked(user)
    try_out.allowed = False
    jobs.run(job.pk)
    try_out.allowed = True

    services.try_again(job=job, by=user)
    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.READY
    with pytest.raises(Refusal):
        services.try_again(job=job, by=user)
    with pytest.raises(Refusal):
        services.cancel(job=job, by=user)


def test_files_go_when_their_time_is_over_and_the_report_stays_listed(
    asked, storage, django_capture_on_commit_callbacks
):
    job = asked(UserFactory())
    jobs.run(job.pk)
    assert files.delete_expired() == 0
    ReportJob.objects.update(expires_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        assert files.delete_expired() == 1

    job.refresh_from_db()
    assert job.files_deleted_at
    assert not ReportFile.objects.exists()
    assert files_in(storage) == []
    assert files.delete_expired() == 0


def test_every_state_has_its_moves():
    assert set(JOB_MOVES) == set(JobState)


def test_what_the_page_shows_is_kept_as_data(asked):
    job = asked(UserFactory())
    jobs.run(job.pk)

    with job.files.get(format="json").file.open() as file:
        shown = json.load(file)

    [_, figures] = shown["sections"][0]["parts"]
    assert figures["figures"][1]["was_said"] == "51"
    assert shown["as_at"] == timezone.localdate().isoformat()

"""Every report is whole, or failed with a sentence, whatever is killed, full, missing or gone
meanwhile; and what is due once is there once.

`make faults` kills a worker at 50 moments over all reports of the example partnership
(`DIZ_FAULTS=full`); the suite has what costs little.
"""

import errno
import hashlib
import os
import random
import signal
import time
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.utils import timezone

from diz_portal.demo import services as demo
from diz_portal.documents import services as documents
from diz_portal.reports import fresh, jobs, making, registry
from diz_portal.reports.models import JobState, ReportFile, ReportJob, Schedule
from diz_portal.reports.schedules import services as schedules
from diz_portal.reports.schedules.rules import Every, Rule
from projects.models import Project
from tests.examples import IN_FULL
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.reports.every_report import EACH, answers_of

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 50


def ask(name, by, answers, formats=None):
    report = registry.named(name)
    return ReportJob.objects.create(
        report=name,
        title=report.title,
        answers=answers,
        formats=formats or [kind.value for kind in report.formats],
        asked_by=by,
    )


def problems_of(job):
    """What is wrong with how it ended: neither whole, nor failed with a sentence."""
    job.refresh_from_db()
    files = {one.format: one for one in job.files.all()}
    if job.state == JobState.FAILED:
        return [] if job.problem and not files else [f"{job.report} failed with {job.problem!r}"]
    if job.state != JobState.READY:
        return [f"{job.report} is {job.state}"]
    found = []
    if set(files) != {*job.formats, ReportFile.SNAPSHOT}:
        found.append(f"{job.report} has {sorted(files)}")
    for kind, one in files.items():
        with one.file.open("rb") as file:
            octets = file.read()
        if hashlib.sha256(octets).hexdigest() != one.sha256 or len(octets) != one.size:
            found.append(f"{job.report}: the file in {kind} is not the one that was made")
    return found


def in_a_process(work):
    """Start it in a process of its own, as a worker is; its number."""
    connections.close_all()
    if pid := os.fork():
        return pid
    try:
        work()
    except BaseException:  # noqa: BLE001  nothing of the tests runs on in here
        os._exit(1)
    os._exit(0)


# Killed -------------------------------------------------------------------------------


@pytest.fixture
def example(storage):
    """The example partnership, stored."""
    demo.load(today=timezone.localdate())
    project = Project.objects.get(slug="local-full-fibre-network")
    return {
        "project": project.slug,
        "organisation": project.partners.order_by("pk").first().slug,
        "list": "sites",
        "by": get_user_model().objects.filter(is_staff=True, is_active=True).first(),
    }


if IN_FULL:

    def test_a_worker_killed_at_any_moment_leaves_whole_reports(example):
        chance = random.Random(20261130)
        today, ready, failed, killed = timezone.localdate(), 0, 0, 0
        took: dict[str, float] = {}
        for number in range(KILLS):
            name, edition = EACH[number % len(EACH)]
            report = registry.named(name)
            answers = answers_of(report, edition, example, today)
            job = ask(name, example["by"], answers)
            if name not in took:
                started = time.monotonic()
                other = ask(name, example["by"], answers)
                os.waitpid(in_a_process(lambda pk=other.pk: jobs.run(pk)), 0)
                took[name] = time.monotonic() - started
                assert problems_of(other) == []
            pid = in_a_process(lambda pk=job.pk: jobs.run(pk))
            time.sleep(chance.uniform(0, took[name]))
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            killed += os.WIFSIGNALED(status)
            # Five minutes go by: whoever had it is not coming back.
            ReportJob.objects.filter(state=JobState.RUNNING).update(
                lease_until=timezone.now() - timedelta(seconds=1)
            )
            os.waitpid(in_a_process(jobs.sweep), 0)
            assert problems_of(job) == [], f"kill {number} of {name}"
            ready += job.state == JobState.READY
            failed += job.state == JobState.FAILED
        kept = {one.file.name for one in ReportFile.objects.all()}
        orphans = files_in(default_storage, "reports") - kept
        with time_machine.travel(timezone.now() + timedelta(days=30)):
            documents.remove_orphans()
        print(  # noqa: T201
            f"{KILLS} reports, {killed} workers killed: {ready} ready, {failed} failed with a "
            f"sentence; {len(orphans)} files of no report were swept up"
        )
        assert files_in(default_storage, "reports") == kept
        assert killed > KILLS / 2


def files_in(storage, folder):
    folders, files = storage.listdir(folder) if storage.exists(folder) else ([], [])
    found = {f"{folder}/{name}" for name in files}
    return found.union(*(files_in(storage, f"{folder}/{name}") for name in folders))


# Full, missing, gone --------------------------------------------------------------------


@pytest.fixture
def asked(storage):
    """One report of each kind that can be asked for here, by a manager."""
    PartnershipFactory()
    project, boss = ProjectFactory(), manager()
    things = {"project": project.slug, "list": "sites"}

    def make(**how):
        return [
            ask(name, boss, answers_of(registry.named(name), edition, things, today), **how)
            for name, edition in EACH
            if name not in {"partner-delivery"}
        ]

    today = timezone.localdate()
    return make


def test_on_a_full_disk_every_report_fails_with_what_to_do(asked, monkeypatch):
    found = asked()

    def full(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(making.os, "fsync", full)
    jobs.sweep()

    for job in found:
        assert problems_of(job) == []
        assert job.problem == jobs.NO_SPACE


def test_without_its_font_no_paper_is_printed_in_another(asked, settings, tmp_path):
    nothing = tmp_path / "no-fonts"
    nothing.mkdir()
    found = asked(formats=["pdf"])
    settings.BUILD_DIR = nothing

    jobs.sweep()

    for job in found:
        assert problems_of(job) == []
        assert job.state == JobState.FAILED
        assert job.problem == jobs.CANNOT_PRINT


def test_what_is_erased_before_it_is_made_is_said(asked):
    found = [job for job in asked() if "project" in job.answers]
    Project.objects.all().delete()

    jobs.sweep()

    assert found
    for job in found:
        assert problems_of(job) == []
        assert job.state == JobState.FAILED
        assert "may have been removed" in job.problem


# Due once, there once -------------------------------------------------------------------


@pytest.fixture
def weekly(storage):
    PartnershipFactory()
    boss = manager()

    def make(at, weekday=7):
        return schedules.schedule(
            report=registry.named("dataset"),
            title="Dataset",
            answers={},
            edition="",
            covers="",
            rule=Rule(Every.WEEK, weekday, at),
            recipients=[boss],
            by=boss,
        )

    return make


def test_two_clocks_at_once_ask_once(weekly):
    one = weekly(datetime(2026, 1, 1, 8, tzinfo=UTC).time())
    Schedule.objects.filter(pk=one.pk).update(next_due_at=timezone.now() - timedelta(minutes=1))
    begin = Barrier(2)

    def beat():
        begin.wait()
        schedules.sweep()
        connection.close()

    beats = [Thread(target=beat) for _ in range(2)]
    for one in beats:
        one.start()
    for one in beats:
        one.join()

    assert ReportJob.objects.count() == 1


def test_two_nights_at_once_make_a_dataset_anew_once(weekly):
    boss = manager()
    job = ask("dataset", boss, {})
    jobs.run(job.pk)
    begin = Barrier(2)

    def beat():
        begin.wait()
        fresh.refresh()
        connection.close()

    beats = [Thread(target=beat) for _ in range(2)]
    for one in beats:
        one.start()
    for one in beats:
        one.join()

    assert ReportJob.objects.exclude(pk=job.pk).count() == 1


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("hour", [0, 2, 3, 8])
def test_on_the_day_the_clocks_change_it_comes_once(weekly, day, hour):
    """The clock looks every ten minutes from the evening before to the morning after."""
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    with time_machine.travel(noon - timedelta(days=3), tick=False):
        weekly(noon.replace(hour=hour, minute=30).time())
    for minutes in range(0, 36 * 60, 10):
        schedules.sweep(noon - timedelta(hours=18) + timedelta(minutes=minutes))

    [job] = ReportJob.objects.all()
    here = timezone.localtime(job.due_at)
    assert (here.date().isoformat(), here.hour, here.minute) == (day, hour, 30)
    assert not job.is_late


def test_three_days_without_a_clock_make_one_report(weekly):
    sunday = datetime(2026, 3, 29, 12, tzinfo=UTC)
    with time_machine.travel(sunday - timedelta(days=3), tick=False):
        weekly(sunday.replace(hour=2, minute=30).time())

    for minutes in (0, 1, 2):
        schedules.sweep(sunday + timedelta(days=3, minutes=minutes))

    [job] = ReportJob.objects.all()
    assert job.is_late

"""The long part: done by whoever holds the job's lease; what a killed worker left is done anew.

A lease says who works on a job, the number of the try guards against a worker that comes back late.
A try ends in one transaction that keeps the files and the state together, so that a report is ready
with all its files or not at all. A file in the storage that no row knows, because the worker died
between the two, is swept up (`documents.services.remove_orphans`).
"""

import contextlib
import errno
import logging
import time
from datetime import timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import F
from django.utils import timezone

from diz_portal import leases, pdf, quotas
from diz_portal.access import Refusal
from diz_portal.disclosure import Edition
from diz_portal.storage import WHILE_AWAY, StorageAway

from . import editions, fresh, registry
from .announcing import announce
from .making import Made, code_version, made
from .models import JobState, ReportFile, ReportJob, opaque_key
from .reading import CannotAnswer, read

logger = logging.getLogger(__name__)
LEASE = leases.LEASE
MOST_TRIES = 3
TELL_EVERY = 0.5  # seconds
OUR_FAULT = (
    "Something went wrong while the report was being created. Try again. If it fails again, tell "
    "the portal administrator"
)
CUT_SHORT = (
    "The report was interrupted 3 times while it was being created. Try again at a quieter "
    "time, or enter a shorter period"
)
TOO_LONG = (
    "The report took longer than {minutes} minutes and was stopped. Select a smaller project or "
    "enter a shorter period"
)
NO_SPACE = (
    "The portal has no space left to store the report. Ask the portal administrator to free up "
    "space, then try again"
)
CANNOT_PRINT = (
    "The PDF could not be created. The reason is in the portal’s log, for the portal "
    "administrator. You can create the report in another format"
)
GONE = "This report is no longer available. Select another from the list of reports"


class TakenOver(Exception):
    """Another worker has the job by now, or nobody wants it any more: this one stops."""


def run(job_id: int) -> bool:
    """Take the job if nobody has it, and do it; whether it was taken."""
    until = timezone.now() + LEASE
    taken = (
        ReportJob.objects.waiting()
        .filter(pk=job_id, tries__lt=MOST_TRIES)
        .update(state=JobState.RUNNING, lease_until=until, tries=F("tries") + 1, done=0, total=0)
    )
    if taken:
        _work(ReportJob.objects.select_related("asked_by").get(pk=job_id))
    return bool(taken)


def sweep() -> int:
    """Do what no bell announced and what killed workers left; how many jobs were found."""
    _end(ReportJob.objects.waiting().filter(tries__gte=MOST_TRIES), CUT_SHORT)
    found = list(ReportJob.objects.waiting().order_by("asked_at").values_list("pk", flat=True))
    for job_id in found:
        run(job_id)
    return len(found)


def _work(job: ReportJob) -> None:
    try:
        with leases.kept(job, "tries"):
            _produce(job)
    except editions.CameMeanwhile:
        _again(job)
    except TakenOver:
        logger.info("Report %s was cancelled, or another worker has taken it over.", job.reference)
    except StorageAway:
        # It is tried again, as often as it takes: the report is not what went wrong.
        later = timezone.now() + WHILE_AWAY
        _mine(job).update(lease_until=later, tries=F("tries") - 1)
    except Refusal as refusal:
        _fail(job, refusal.message)
    except SoftTimeLimitExceeded:
        _fail(job, TOO_LONG.format(minutes=settings.REPORT_MINUTES))
    except pdf.CannotPrint:
        logger.exception("Report %s could not be printed.", job.reference)
        _fail(job, CANNOT_PRINT)
    except OSError as error:
        logger.exception("Report %s could not be stored.", job.reference)
        _fail(job, NO_SPACE if error.errno in (errno.ENOSPC, errno.EDQUOT) else OUR_FAULT)
    except Exception:
        logger.exception("Report %s failed on attempt %s.", job.reference, job.tries)
        # A database that was away for a moment: the next sweep tries again.
        _again(job)


def _again(job: ReportJob) -> None:
    if job.tries >= MOST_TRIES:
        _fail(job, OUR_FAULT)
    else:
        _mine(job).update(state=JobState.QUEUED, lease_until=None)


def _produce(job: ReportJob) -> None:
    report = registry.named(job.report)
    if report is None:
        raise CannotAnswer(GONE)
    question = read(report, job.answers, user=job.asked_by)
    counts: dict[str, Edition] = {}
    with (
        _Progress(job) as progress,
        made(
            report,
            question,
            job.formats,
            starts=progress.starts,
            told=progress.told,
            counted=counts.update,
        ) as (read_at, files),
    ):
        progress.flush()
        stored = _stored(files)
    # The snapshot could only be read from: what is kept is written when it has ended.
    facts = {"as_at": question.as_at, "read_at": read_at, "counts": editions.kept(counts)}
    _keep(job, stored, **facts)


def _stored(files: list[Made]) -> list[tuple[Made, str]]:
    """The files by their names in the storage; none of them where one cannot be stored."""
    stored: list[tuple[Made, str]] = []
    try:
        for one in files:
            with one.path.open("rb") as file:
                name = default_storage.save(opaque_key(ReportFile(), one.format), File(file))
            stored.append((one, name))
    except BaseException:
        _throw_away(stored)
        raise
    return stored


def _throw_away(stored: list[tuple[Made, str]]) -> None:
    for _, name in stored:
        with contextlib.suppress(OSError):  # what stays is swept up
            default_storage.delete(name)


def _keep(job: ReportJob, stored: list[tuple[Made, str]], **facts: Any) -> None:
    now = timezone.now()
    try:
        with transaction.atomic():
            quotas.require_room(sum(one.size for one, _ in stored), by=None)
            if facts["counts"]:
                editions.only_one_comes_out(job, facts["read_at"])
            report = registry.named(job.report)
            is_fresh = report is not None and report.is_kept_fresh
            # One made in the night is kept as long as the one before it.
            until = job.expires_at if is_fresh else None
            _done(
                job,
                done=F("total"),
                finished_at=now,
                expires_at=None
                if job.is_kept
                else until or now + timedelta(days=settings.REPORTS_KEPT_DAYS),
                code_version=code_version(),
                **facts,
            )
            ReportFile.objects.bulk_create(
                ReportFile(job=job, format=one.format, file=name, size=one.size, sha256=one.sha256)
                for one, name in stored
            )
            job.refresh_from_db()
            if is_fresh:
                fresh.take_the_place(job)
            announce(job)
    except BaseException:
        _throw_away(stored)
        raise


def _done(job: ReportJob, **values: Any) -> None:
    values |= {"state": JobState.READY, "lease_until": None, "tries": 0}
    if not _mine(job).update(**values):
        raise TakenOver


def _mine(job: ReportJob) -> Any:
    """The job as long as this try still holds it."""
    return ReportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, tries=job.tries)


def _fail(job: ReportJob, sentence: str) -> None:
    _end(_mine(job), sentence)


def _end(jobs: Any, sentence: str) -> None:
    with transaction.atomic():
        ending = list(jobs.select_for_update(of=("self",)).values_list("pk", flat=True))
        ReportJob.objects.filter(pk__in=ending).update(
            state=JobState.FAILED,
            problem=sentence[:500],
            lease_until=None,
            tries=0,
            finished_at=timezone.now(),
        )
        for job in ReportJob.objects.filter(pk__in=ending).select_related("asked_by", "schedule"):
            announce(job)


class _Progress:
    """Progress of a snapshot still open, told through a connection of its own; it also hears there
    whether the report is still wanted."""

    def __init__(self, job: ReportJob):
        self.job = job
        self._rows = 0
        self._last = time.monotonic()
        self._line: Any = None

    def __enter__(self) -> "_Progress":
        if not connections[DEFAULT_DB_ALIAS].in_atomic_block:
            self._line = connections[DEFAULT_DB_ALIAS].copy("progress")
        return self

    def __exit__(self, *error: object) -> None:
        if self._line is not None:
            self._line.close()

    def starts(self, total: int) -> None:
        self._say("total = %s, done = 0", [total])

    def told(self, rows: int) -> None:
        self._rows += rows
        if time.monotonic() - self._last > TELL_EVERY:
            self.flush()

    def flush(self) -> None:
        self._last = time.monotonic()
        self._say("done = least(total, %s)", [self._rows])

    def _say(self, what: str, values: list[Any]) -> None:
        line = self._line or connections[DEFAULT_DB_ALIAS]
        sql = (
            f'UPDATE "{ReportJob._meta.db_table}" SET {what}, lease_until = %s '  # noqa: S608
            "WHERE id = %s AND state = %s AND tries = %s"
        )
        values = [*values, timezone.now() + LEASE, self.job.pk, JobState.RUNNING, self.job.tries]
        try:
            with line.cursor() as cursor:
                cursor.execute(sql, values)
                wanted = cursor.rowcount
        except DatabaseError:
            # Progress is a courtesy: it never fails the work itself.
            logger.warning("The progress of report %s could not be recorded.", self.job.reference)
            return
        if not wanted:
            raise TakenOver

"""Reports: ask, cancel, try again, delete. What happens in between is in `jobs`."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.locks import one_at_a_time
from diz_portal.sent_once import sent_before

from . import files
from .models import AT_WORK, JOB_MOVES, JobState, ReportJob
from .question import Question
from .registry import Format, Report
from .ringing import ring

# One person's, at work at once: more would only wait behind one another.
MOST_AT_WORK = 5
LOCK = "reports-of-{}"


@transaction.atomic
def ask(
    *,
    report: Report,
    question: Question,
    answers: dict[str, Any],
    by: User,
    formats: Sequence[str] = (),
    attempt: str = "",
) -> ReportJob:
    """Note that a report is wanted, and ring. `answers` are the question as its form stores it.

    The same form sent twice asks once. `formats` are all that the report has, unless told.
    """
    wanted = [Format(one).value for one in formats or report.formats]
    if known := sent_before(ReportJob, attempt, "report", report=report.name, answers=answers):
        return known
    one_at_a_time(LOCK.format(by.pk))
    if ReportJob.objects.filter(asked_by=by, state__in=AT_WORK).count() >= MOST_AT_WORK:
        raise Refusal(
            f"{MOST_AT_WORK} of your reports are already being created. Wait until one is ready, "
            "or cancel one"
        )
    job = ReportJob.objects.create(
        report=report.name,
        title=report.said(question)[:250],
        answers=answers,
        edition=question.edition,
        formats=wanted,
        asked_by=by,
        attempt=attempt,
    )
    ring(job)
    return job


@transaction.atomic
def ask_to_keep(
    *, report: Report, title: str, answers: dict[str, Any], edition: str, by: User
) -> ReportJob:
    """The files of something that is issued in this transaction: they are kept for good."""
    job = ReportJob.objects.create(
        report=report.name,
        title=title[:250],
        answers=answers,
        edition=edition,
        formats=[Format(one).value for one in report.formats],
        asked_by=by,
        is_kept=True,
    )
    ring(job)
    return job


@transaction.atomic
def cancel(*, job: ReportJob, by: User) -> ReportJob:
    """Nobody wants it any more: a worker that has it in hand stops at its next word of progress."""
    if job.is_kept:
        raise NotNow("This report has been issued, so you cannot cancel it. Wait until it is ready")
    return _moved(
        job,
        JobState.CANCELLED,
        "This report is no longer being created. Reload the page to check its status",
        lease_until=None,
        tries=0,
        finished_at=timezone.now(),
    )


@transaction.atomic
def try_again(*, job: ReportJob, by: User) -> ReportJob:
    """Ask the same question again, under the same reference."""
    job = _moved(
        job,
        JobState.QUEUED,
        "Only a report that failed or was cancelled can be created again",
        problem="",
        tries=0,
        done=0,
        total=0,
        finished_at=None,
    )
    ring(job)
    return job


@transaction.atomic
def delete(*, job: ReportJob, by: User) -> None:
    """Delete a report and its files."""
    job = ReportJob.objects.select_for_update().get(pk=job.pk)
    if job.state in AT_WORK:
        raise NotNow("This report is still being created. Cancel it first")
    if job.is_kept:
        raise NotNow("This report has been issued, so we keep it. You do not need to do anything")
    files.delete_all(job)
    job.delete()


def _moved(job: ReportJob, to: JobState, refusal: str, **values: Any) -> ReportJob:
    job = ReportJob.objects.select_for_update().get(pk=job.pk)
    if to not in JOB_MOVES[JobState(job.state)]:
        raise NotNow(refusal)
    ReportJob.objects.filter(pk=job.pk).update(state=to, **values)
    job.refresh_from_db()
    return job

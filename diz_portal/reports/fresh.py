"""Reports of which there is one copy for each reader, made anew every night (`is_kept_fresh`).

The new copy takes the place of the old one in the transaction that ends its job, so that there is
always a whole one, and never two. It is made for as long as the first would have been kept; whoever
wants it longer asks again.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.locks import one_at_a_time

from . import files, registry
from .models import AT_WORK, JobState, ReportJob
from .ringing import ring

LOCK = "fresh-{}-{}"


def names() -> list[str]:
    return [one.name for one in registry.all_reports() if one.is_kept_fresh]


def newest(user: User, report: str) -> ReportJob | None:
    """The copy that the person has of it, or None."""
    found = ReportJob.objects.filter(asked_by=user, report=report, state=JobState.READY)
    return found.filter(files_deleted_at=None).order_by("-finished_at", "-pk").first()


def refresh(now: datetime | None = None) -> int:
    """Ask for all copies anew; of how many. Safe at any time, and from many hosts at once."""
    now = now or timezone.now()
    kept = ReportJob.objects.filter(report__in=names(), state=JobState.READY, files_deleted_at=None)
    kept = kept.filter(expires_at__gt=now, asked_by__is_active=True)
    return sum(_ask_anew(pk) for pk in list(kept.values_list("pk", flat=True)))


@transaction.atomic
def _ask_anew(pk: int) -> bool:
    old = ReportJob.objects.select_related("asked_by").filter(pk=pk).first()
    if old is None:
        return False
    one_at_a_time(LOCK.format(old.report, old.asked_by_id))
    theirs = ReportJob.objects.filter(report=old.report, asked_by=old.asked_by)
    if theirs.filter(state__in=AT_WORK).exists():
        return False
    # Of nights that failed the last one says why.
    theirs.filter(state__in=(JobState.FAILED, JobState.CANCELLED)).delete()
    job = ReportJob.objects.create(
        report=old.report,
        title=old.title,
        answers=old.answers,
        edition=old.edition,
        formats=old.formats,
        asked_by=old.asked_by,
        expires_at=old.expires_at,
    )
    ring(job)
    return True


def take_the_place(job: ReportJob) -> None:
    """Inside the transaction that ends the job: the copies before it go, with their files."""
    for old in ReportJob.objects.filter(
        report=job.report, asked_by=job.asked_by, state=JobState.READY
    ).exclude(pk=job.pk):
        files.delete_all(old)
        old.delete()

"""The files of reports: kept until the day shown beside them. The reports stay listed."""

from django.db import transaction
from django.utils import timezone

from .models import JobState, ReportFile, ReportJob


def delete_expired(*, dry_run: bool = False) -> int:
    """Delete the files of reports that are past their time; returns of how many."""
    now = timezone.now()
    due = ReportJob.objects.filter(state=JobState.READY, files_deleted_at=None, expires_at__lte=now)
    if dry_run:
        return due.count()
    number = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            job = due.select_for_update(skip_locked=True).filter(pk=pk).first()
            if job:
                delete_all(job)
                ReportJob.objects.filter(pk=pk).update(files_deleted_at=now)
                number += 1
    return number


def delete_all(job: ReportJob) -> None:
    """One by one: each row takes its file along when it is gone for good."""
    for file in ReportFile.objects.filter(job=job):
        file.delete()

"""What can be read of reports."""

import json
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from diz_portal.access import seen

from . import registry
from .models import ReportFile, ReportJob
from .reading import CannotAnswer, may_read, read


def jobs_of(user: Any, report: str = "") -> Any:
    """Reports that were asked for and that the person may still read, the newest first."""
    names = [one.name for one in registry.open_to(user)]
    found = ReportJob.objects.visible_to(user).filter(report__in=names)
    found = found.exclude(~Q(asked_by=user), report__in=registry.for_their_asker())
    found = _without_refused(user, found)
    if report:
        found = found.filter(report=report)
    return found.select_related("asked_by").prefetch_related("files")


def _without_refused(user: Any, found: Any) -> Any:
    """Without what a schedule sends to the person and they may not read: a list, and the search,
    would name it and lead to a page that is not there. Asked once of each schedule and edition,
    since what a schedule is about stays the same."""
    if user.is_staff or not user.is_authenticated:
        return found
    sent = found.exclude(asked_by=user).order_by("schedule_id", "edition", "-asked_at", "-pk")
    for one in sent.distinct("schedule_id", "edition"):
        if not may_read(one.report, one.answers, user):
            found = found.exclude(~Q(asked_by=user), schedule=one.schedule_id, edition=one.edition)
    return found


def job(user: Any, reference: str) -> ReportJob:
    """One of them; 404 where the person may not read it, or not any more.

    Who may read a report is asked of its question as it stands now: a project that has been
    hidden, or a role that has ended, closes the report too.
    """
    found = get_object_or_404(jobs_of(user), reference=reference)
    found = seen(user, "reports.see_report", found)
    report = registry.named(found.report)
    if report is None:
        raise Http404
    if found.is_readable:
        try:
            read(report, found.answers, user=user)
        except CannotAnswer:
            raise Http404 from None
    return found


def file_of(job: ReportJob, kind: str) -> ReportFile:
    """The file in that format, or 404."""
    if not job.is_readable:
        raise Http404
    return get_object_or_404(job.files, format=kind)


def shown(job: ReportJob) -> dict[str, Any]:
    """What the page shows, as it was when the report was produced."""
    with file_of(job, ReportFile.SNAPSHOT).file.open("rb") as file:
        return json.load(file)

"""What people are told of a report that came by itself: a link when it is ready, the reason when it
is not. In the transaction that ends it, and once."""

from datetime import datetime
from typing import Any

from diz_portal import outbox
from diz_portal.accounts.models import User
from diz_portal.digests import services as digests

from . import registry
from .models import JobState, ReportJob, Schedule
from .reading import may_read


def announce(job: ReportJob) -> None:
    """Of a schedule's report, to those who are to have it; of a failed one, to who keeps it."""
    if job.schedule is None:
        return
    if job.state == JobState.READY:
        for reader in readers(job):
            digests.later(
                "reports/ready",
                reader=reader,
                says=f"{job.name} is ready",
                **_words(job, reader, "reports/ready"),
            )
    elif job.schedule.owner.is_active:
        _tell(job, job.schedule.owner, "reports/failed")


def tell_paused(schedule: Schedule, *, what: str, by: User, at: datetime) -> None:
    """To who keeps it: without it, nobody would notice that a report does not come any more."""
    outbox.queue(
        "reports/paused",
        to=schedule.owner.email,
        key=f"reports/paused-{schedule.reference}-{at:%Y%m%d%H%M%S}",
        context={
            "schedule": schedule,
            "reader": schedule.owner,
            "what": what,
            "by": by,
            "path": f"/workspace/reports/schedules/{schedule.reference}/",
        },
    )


def readers(job: ReportJob) -> list[User]:
    """Of those it is sent to, the ones who may read it today."""
    if job.schedule is None:
        return []
    report = registry.named(job.report)
    people = job.schedule.recipients.order_by("pk")
    if report is not None and report.is_for_its_asker:
        people = people.filter(pk=job.asked_by_id)
    return [one for one in people if may_read(job.report, job.answers, one)]


def _tell(job: ReportJob, reader: User, template: str) -> None:
    words = _words(job, reader, template)
    outbox.queue(template, to=reader.email, key=words["key"], context=words["context"])


def _words(job: ReportJob, reader: User, template: str) -> dict[str, Any]:
    path = f"/workspace/reports/{job.reference}/"
    return {
        # Tried again, it ends another time.
        "key": f"{template}-{job.reference}-{job.finished_at:%Y%m%d%H%M%S}-{reader.pk}",
        "context": {"job": job, "reader": reader, "path": path},
        "path": path,
    }

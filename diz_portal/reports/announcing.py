"""What people are told of a report that came by itself: a link when it is ready, the reason when it
is not. In the transaction that ends it, and once."""

from diz_portal import outbox
from diz_portal.accounts.models import User

from . import registry
from .models import JobState, ReportJob
from .reading import CannotAnswer, read


def announce(job: ReportJob) -> None:
    """Of a schedule's report, to those who are to have it; of a failed one, to its owner."""
    if job.schedule is None:
        return
    if job.state == JobState.READY:
        for reader in readers(job):
            _tell(job, reader, "reports/ready")
    elif job.asked_by.is_active:
        _tell(job, job.asked_by, "reports/failed")


def readers(job: ReportJob) -> list[User]:
    """Of those it is sent to, the ones who may read it today."""
    if job.schedule is None:
        return []
    return [one for one in job.schedule.recipients.order_by("pk") if may_read(job, one)]


def may_read(job: ReportJob, person: User) -> bool:
    report = registry.named(job.report)
    if report is None or not person.is_active:
        return False
    try:
        read(report, job.answers, user=person)
    except CannotAnswer:
        return False
    return True


def _tell(job: ReportJob, reader: User, template: str) -> None:
    outbox.queue(
        template,
        to=reader.email,
        # Tried again, it ends another time.
        key=f"{template}-{job.reference}-{job.finished_at:%Y%m%d%H%M%S}-{reader.pk}",
        context={"job": job, "reader": reader, "path": f"/workspace/reports/{job.reference}/"},
    )

"""The doorbell of reports."""

from celery import current_app
from django.db import transaction

from diz_portal import doorbell

from .models import ReportJob

TASK = "diz_portal.reports.tasks.run_report"


def ring(job: ReportJob) -> None:
    """Tell a worker once the job is stored."""
    pk = job.pk
    transaction.on_commit(
        lambda: doorbell.ring(lambda: current_app.send_task(TASK, [pk])), robust=True
    )

"""The doorbell of reports."""

from celery import current_app
from django.db import transaction

from .models import ReportJob

TASK = "diz_portal.reports.tasks.run_report"


def ring(job: ReportJob) -> None:
    """Tell a worker once the job is stored; a broker that is down must not fail what was saved."""
    transaction.on_commit(lambda: current_app.send_task(TASK, [job.pk]), robust=True)

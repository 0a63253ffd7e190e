"""The doorbell and the sweep of reports: ids only, and no harm if rung twice or never."""

import datetime as dt

from celery import shared_task
from django.conf import settings

from diz_portal.routines import routine

LIMIT = settings.REPORT_MINUTES * 60


@shared_task(ignore_result=True, soft_time_limit=LIMIT, time_limit=LIMIT + 60)
def run_report(job_id: int) -> None:
    from .jobs import run

    run(job_id)


@shared_task(ignore_result=True, soft_time_limit=LIMIT, time_limit=LIMIT + 60)
def sweep_reports() -> None:
    from .jobs import sweep
    from .schedules import services as schedules

    schedules.sweep()
    sweep()


@routine("datasets", "Creating the datasets for Excel and Power BI again", at=dt.time(4, 15))
@shared_task(ignore_result=True)
def refresh_datasets() -> None:
    from .fresh import refresh

    refresh()


@routine(
    "expired reports", "Deleting files of reports that are due for deletion", at=dt.time(3, 45)
)
@shared_task(ignore_result=True)
def delete_expired_reports() -> None:
    from .files import delete_expired

    delete_expired()

import datetime as dt

from celery import shared_task

from diz_portal.routines import routine


@routine(
    "retention",
    "Deleting records that are due for deletion",
    at=dt.time(3),
    limit=dt.timedelta(hours=2),
)
@shared_task(ignore_result=True)
def run_retention() -> None:
    from . import nightly
    from .processing import services

    services.ensure()
    nightly.run_retention()

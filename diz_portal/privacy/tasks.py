import datetime as dt

from celery import shared_task

from diz_portal.routines import routine

# No backup that is kept is older.
SENT_LOG_DAYS = 400


@routine(
    "retention",
    "Deleting records that are due for deletion",
    at=dt.time(3),
    limit=dt.timedelta(hours=2),
)
@shared_task(ignore_result=True)
def run_retention() -> None:
    from diz_portal.outbox import sent_log

    from . import nightly, replaying
    from .processing import services

    services.ensure()
    nightly.run_retention()
    replaying.settle()
    sent_log.forget_old(days=SENT_LOG_DAYS)

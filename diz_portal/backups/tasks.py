import datetime as dt

from celery import shared_task
from django.conf import settings

from diz_portal.routines import routine

HOURS = dt.timedelta(hours=4)


@shared_task(ignore_result=True)
def take_backup() -> None:
    from . import keeping

    keeping.take_nightly()


@shared_task(ignore_result=True)
def check_backup() -> None:
    from . import checking

    checking.check_latest()


if settings.BACKUP_DIR:
    # Before the records that are past their time go: a mistake of a day can still be undone.
    routine("backup", "Backing up the database and files", at=dt.time(2, 30), limit=HOURS)(
        take_backup
    )
    routine(
        "backup-check",
        "Checking that the last backup can be restored",
        every=dt.timedelta(days=7),
        at=dt.time(5, 30),
        limit=HOURS,
    )(check_backup)

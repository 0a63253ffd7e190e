import datetime as dt

from celery import shared_task

from diz_portal.routines import routine


@routine(
    "orphans",
    "Deleting stored files that no record uses",
    at=dt.time(3, 30),
    limit=dt.timedelta(hours=1),
)
@shared_task(ignore_result=True)
def remove_orphans() -> None:
    from . import services

    services.remove_orphans()

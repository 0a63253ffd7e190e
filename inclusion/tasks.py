"""The clock's doorbell: each task looks in the rows for what is due, so twice or late is safe."""

import datetime as dt

from celery import shared_task

from diz_portal.routines import routine
from inclusion.learning.tasks import check_links

__all__ = ["check_links", "keep_the_stores"]


@routine(
    "stock",
    "Marking data as expired",
    every=dt.timedelta(hours=1),
    limit=dt.timedelta(minutes=20),
)
@shared_task(ignore_result=True)
def keep_the_stores() -> None:
    """Mark data that has expired."""
    from inclusion.databank.services import databank

    databank.expire_due()

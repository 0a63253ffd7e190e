"""The clock's doorbell: each task looks in the rows for what is due, so twice or late is safe."""

import datetime as dt

from celery import shared_task

from diz_portal.routines import routine


@routine(
    "stock",
    "Writing off expired data and reminding borrowers",
    every=dt.timedelta(hours=1),
    limit=dt.timedelta(minutes=20),
)
@shared_task(ignore_result=True)
def keep_the_stores() -> None:
    """Write off data that has run out, and remind borrowers of what is due."""
    from inclusion.databank.services import databank
    from inclusion.devices.services import loans

    databank.expire_due()
    loans.remind()


@shared_task(ignore_result=True)
def remind_learners() -> None:
    """Remind people of their sessions with a digital champion."""
    from inclusion.learning.services import sessions

    sessions.remind()

"""The clock's doorbell: rows say what is due, so twice or late is safe."""

import datetime as dt

from celery import shared_task

from diz_portal.routines import routine


@routine(
    "reminders",
    "Planning reminders",
    every=dt.timedelta(minutes=10),
    limit=dt.timedelta(minutes=20),
)
@shared_task(ignore_result=True)
def plan_reminders() -> None:
    """Let the rows follow the dates of what is coming."""
    from . import services

    services.plan_what_comes()


@shared_task(ignore_result=True)
def send_reminders() -> None:
    """Send what has fallen due, each once."""
    from . import services

    services.sweep()

"""The clock's doorbell: each task looks in the rows for what is due, so twice or late is safe."""

import datetime as dt

from celery import shared_task

from diz_portal.routines import routine


@shared_task(ignore_result=True)
def keep_returns() -> None:
    """Plan, open and close rounds."""
    from projects.returns.services import rounds

    rounds.open_due_rounds()
    rounds.close_due_rounds()


@routine(
    "forecasts",
    "Forecasting when projects will be complete",
    at=dt.time(4, 30),
    limit=dt.timedelta(minutes=30),
)
@shared_task(ignore_result=True)
def publish_forecasts() -> None:
    """One forecast a day of each project that is not over; those due to be checked, are."""
    from projects.forecast import checking, services

    try:
        services.publish_due()
    finally:
        checking.check_due()

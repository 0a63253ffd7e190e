"""Editions once a month, and a check of everything each night."""

import datetime as dt

from celery import shared_task

from diz_portal.routines import routine


@routine(
    "open data editions",
    "Publishing the monthly editions of open data",
    at=dt.time(4, 40),
    limit=dt.timedelta(minutes=20),
)
@shared_task(ignore_result=True)
def publish_editions() -> None:
    from .services import publish_all

    publish_all(monthly=True)


@routine("open data checks", "Checking open data", at=dt.time(5, 5), limit=dt.timedelta(minutes=20))
@shared_task(ignore_result=True)
def check_open_data() -> None:
    from .services import check_all

    check_all()

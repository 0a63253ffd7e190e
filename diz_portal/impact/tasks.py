"""What is published by the clock: see diz_portal.routines."""

import datetime as dt

from celery import shared_task

from diz_portal import routines


@routines.routine("impact", "Publishing the impact figures", at=dt.time(4, 30))
@shared_task(ignore_result=True)
def publish_impact() -> None:
    from .services import make_monthly_edition, publish

    publish()
    make_monthly_edition()

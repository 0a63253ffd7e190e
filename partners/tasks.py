"""What the clock does here; twice does no harm."""

import datetime as dt

from celery import shared_task

from diz_portal.routines import routine


@routine("agreements", "Reminding of agreements that expire", every=dt.timedelta(hours=6))
@shared_task(ignore_result=True)
def remind_of_agreements() -> None:
    from . import services

    services.remind_of_agreements()

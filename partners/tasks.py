"""What the clock does here; twice does no harm."""

from celery import shared_task


@shared_task(ignore_result=True)
def remind_of_agreements() -> None:
    from . import services

    services.remind_of_agreements()

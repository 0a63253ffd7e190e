"""The doorbell and the sweep: they carry ids only, and may be rung twice or never."""

from celery import shared_task


@shared_task(ignore_result=True)
def deliver_message(message_id: int) -> None:
    from .delivery import deliver

    deliver(message_id)


@shared_task(ignore_result=True)
def sweep() -> None:
    from . import delivery

    delivery.sweep()

"""The doorbell and the sweep of webhooks: no ids, and no harm if rung twice or never."""

from celery import shared_task


@shared_task(ignore_result=True)
def send_webhooks() -> None:
    from .delivery import sweep

    sweep()

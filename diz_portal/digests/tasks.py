"""The sweep of digests: no harm if it is run twice or late."""

from celery import shared_task


@shared_task(ignore_result=True)
def sweep_digests() -> None:
    from .services import sweep

    sweep()

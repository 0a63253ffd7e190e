"""The doorbell and the sweep of imports: ids only, and no harm if rung twice or never."""

from celery import shared_task


@shared_task(ignore_result=True)
def run_import(batch_id: int) -> None:
    from .jobs import run

    run(batch_id)


@shared_task(ignore_result=True)
def sweep_imports() -> None:
    from .jobs import sweep

    sweep()

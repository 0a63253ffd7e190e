"""The doorbell and the sweep of imports: ids only, and no harm if rung twice or never."""

from celery import shared_task


# A file of 100,000 sites takes a quarter of a minute on a quiet machine.
@shared_task(ignore_result=True, soft_time_limit=30 * 60, time_limit=31 * 60)
def run_import(label: str, batch_id: int) -> None:
    from diz_portal.imports.jobs import run

    run(label, batch_id)


@shared_task(ignore_result=True, soft_time_limit=30 * 60, time_limit=31 * 60)
def sweep_imports() -> None:
    from diz_portal.imports.jobs import sweep

    sweep()

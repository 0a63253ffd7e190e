"""The clock's doorbell: each task looks in the rows for what is due, so twice or late is safe."""

from celery import shared_task


@shared_task(ignore_result=True)
def keep_seminars() -> None:
    """Let offers run out and pass on their places, note what was held, close attendance
    lists left open, and write to people afterwards."""
    from seminars import services

    services.sweep_offers()
    services.mark_held()
    services.sweep_lists()
    services.sweep_materials()
    services.sweep_feedback()

"""The clock's doorbell: each task looks in the rows for what is due, so twice or late is safe."""

from celery import shared_task


@shared_task(ignore_result=True)
def keep_returns() -> None:
    """Plan, open and close rounds."""
    from projects.returns.services import rounds

    rounds.open_due_rounds()
    rounds.close_due_rounds()

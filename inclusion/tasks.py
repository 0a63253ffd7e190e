"""The clock's doorbell: each task looks in the rows for what is due, so twice or late is safe."""

from celery import shared_task


@shared_task(ignore_result=True)
def keep_the_stores() -> None:
    """Write off data that has run out, and remind borrowers of what is due."""
    from .services import databank, loans

    databank.expire_due()
    loans.remind()


@shared_task(ignore_result=True)
def remind_learners() -> None:
    """Remind people of their sessions with a digital champion."""
    from .services import sessions

    sessions.remind()

from celery import shared_task


@shared_task(ignore_result=True)
def beat_heart():
    """Prove that a message rung by beat reaches a worker that can write to the database."""
    from diz_portal.models import Heartbeat

    Heartbeat.beat("worker")

from celery import shared_task


@shared_task(ignore_result=True)
def remove_orphans() -> None:
    from . import services

    services.remove_orphans()

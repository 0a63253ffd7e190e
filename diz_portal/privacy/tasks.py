from celery import shared_task


@shared_task(ignore_result=True)
def run_retention() -> None:
    from . import services

    services.run_retention()

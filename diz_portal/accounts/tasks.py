from celery import shared_task


@shared_task(ignore_result=True)
def forget_unsent() -> None:
    """What was typed when a visit ended is not kept for longer than promised."""
    from . import unsent

    unsent.forget_old()

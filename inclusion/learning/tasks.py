"""The clock's doorbell of learning: see `inclusion.tasks`, which gathers it."""

import datetime as dt

from celery import shared_task

from diz_portal.routines import routine


@routine(
    "links",
    "Checking links to national help",
    at=dt.time(5, 20),
    limit=dt.timedelta(minutes=15),
)
@shared_task(ignore_result=True)
def check_links() -> None:
    """Look at each link that was not looked at for a month."""
    from inclusion.learning.services import links

    links.check_due()

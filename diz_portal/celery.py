"""The worker and the clock: `celery -A diz_portal worker`, `celery -A diz_portal beat`."""

import os

from celery import Celery
from celery.signals import worker_ready

# Imported when the apps are ready, or by Celery itself: then this default is for production.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diz_portal.settings.production")
app = Celery("diz_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def say_hello(**_: object) -> None:
    """Be seen at once, through the broker, rather than at the next beat."""
    from diz_portal.tasks import beat_heart

    beat_heart.delay()

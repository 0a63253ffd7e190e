"""The worker and the clock: `celery -A diz_portal worker`, `celery -A diz_portal beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diz_portal.settings.production")
app = Celery("diz_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

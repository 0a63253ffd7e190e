"""Beat's own heartbeat, beside the entries that django-celery-beat keeps in the database."""

import logging
import time

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from diz_portal import watch

logger = logging.getLogger(__name__)


class Scheduler(DatabaseScheduler):
    _seen = float("-inf")

    def setup_schedule(self):
        """The schedule is code: what an earlier release had in it goes."""
        super().setup_schedule()
        kept = {*self.app.conf.beat_schedule, "celery.backend_cleanup"}
        PeriodicTask.objects.exclude(name__in=kept).delete()

    def tick(self, *args, **options):
        watch.turned()
        if time.monotonic() - self._seen >= settings.HEARTBEAT_EVERY:
            self._seen = time.monotonic()
            self._say_so()
        # Never sleep past the next heartbeat.
        return min(super().tick(*args, **options), settings.HEARTBEAT_EVERY)

    def _say_so(self):
        from diz_portal.models import Heartbeat

        try:
            close_old_connections()
            Heartbeat.beat("beat")
            if not PeriodicTask.objects.exists():
                # The database was emptied under us, as `make demo-reset` does.
                self.setup_schedule()
        except DatabaseError:
            logger.warning("Beat could not write its heartbeat: the database is not available.")

"""The worker and the clock: `celery -A diz_portal worker`, `celery -A diz_portal beat`."""

import os
from typing import Any

from celery import Celery, bootsteps
from celery.signals import (
    beat_init,
    task_postrun,
    task_prerun,
    worker_init,
    worker_ready,
    worker_shutting_down,
)

from diz_portal import patience, telemetry, tracing, watch

# Imported when the apps are ready, or by Celery itself: then this default is for production.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diz_portal.settings.production")
app = Celery("diz_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class Loop(bootsteps.StartStopStep):
    """Shows that the worker's loop turns: see `watch`."""

    requires = {"celery.worker.components:Timer"}

    def start(self, parent):
        parent.timer.call_repeatedly(1, watch.turned)


app.steps["worker"].add(Loop)


@worker_init.connect
def become_worker(**_: object) -> None:
    os.environ[patience.ROLE] = "worker"
    from diz_portal import broker  # which nobody but a worker needs

    broker.install()


@beat_init.connect
def become_beat(**_: object) -> None:
    os.environ[patience.ROLE] = "beat"
    watch.watch_loop("beat")
    watch.end_in_time()


@worker_shutting_down.connect
def finish(**_: object) -> None:
    from diz_portal import hearing

    watch.stop_watching()
    hearing.stop()


@task_prerun.connect
def name_task(task_id: str = "", task: Any = None, **_: object) -> None:
    tracing.begin(task_id)
    if task is not None:
        telemetry.task_began(task)


@task_postrun.connect
def task_is_over(task: Any = None, state: str | None = None, **_: object) -> None:
    if task is not None:
        telemetry.task_ended(task, state)
    tracing.end()


@worker_ready.connect
def say_hello(sender: Any = None, **_: object) -> None:
    """Be seen at once, through the broker, rather than at the next beat."""
    watch.watch_loop("worker")
    from diz_portal import hearing  # which nobody but a worker needs
    from diz_portal.tasks import beat_heart

    hearing.listen(sender)
    beat_heart.delay()

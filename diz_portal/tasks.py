from celery import shared_task

from diz_portal.backups.tasks import check_backup, take_backup
from diz_portal.imports.tasks import run_import, sweep_imports

__all__ = [
    "beat_heart",
    "check_backup",
    "ring_routines",
    "run_import",
    "run_routine",
    "sweep_imports",
    "take_backup",
]


@shared_task(ignore_result=True)
def beat_heart():
    """Prove that a message rung by beat reaches a worker that can write to the database."""
    from diz_portal.models import Heartbeat

    Heartbeat.beat("worker")


@shared_task(ignore_result=True)
def ring_routines():
    """Look for routines that are due."""
    from diz_portal import routines

    routines.ring()


@shared_task(ignore_result=True)
def run_routine(name: str):
    """One routine, within the limits of time that `ring` gave it."""
    from diz_portal import routines

    routines.run(name)

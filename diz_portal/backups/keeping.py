"""The folder of the nightly backups: one folder each, named by the time, and which are kept."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from diz_portal.models import RoutineRun

from . import CannotBackUp, places, taking
from .places import Place

# A day, and as long as a large one may take.
OLDEST = dt.timedelta(hours=26)
ROUTINE = "backup"
DAILY, WEEKLY, MONTHLY = 7, 5, 12
_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z")
_AS = "%Y-%m-%dT%H%M%SZ"


def place() -> Place | None:
    """Where a backup is written every night; none where nobody has said."""
    return places.at(settings.BACKUP_DIR) if settings.BACKUP_DIR else None


def backups(folder: Place) -> dict[str, dt.datetime]:
    """The backups in a place by their names, the latest first. What is something else is not ours
    to touch."""
    found = {
        name: dt.datetime.strptime(name, _AS).replace(tzinfo=dt.UTC)
        for name in folder.backups()
        if _NAME.fullmatch(name)
    }
    return dict(sorted(found.items(), key=lambda one: one[1], reverse=True))


def last_taken_at() -> dt.datetime | None:
    """When a backup was last taken: by night, or with the command."""
    run = RoutineRun.objects.filter(name=ROUTINE).first()
    return run.completed_at if run else None


def has_failed() -> bool:
    """Whether the last attempt of the nightly backup came to nothing."""
    return RoutineRun.objects.filter(name=ROUTINE, failed_at__isnull=False).exists()


def is_overdue(last: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether somebody ought to ask why there is none. Example data need no backup."""
    if not settings.BACKUP_DIR and settings.EXAMPLE_DATA_ALLOWED:
        return False
    return last is None or now - last > OLDEST


def latest(folder: Place) -> Place | None:
    name = next(iter(backups(folder)), None)
    return folder.child(name) if name else None


def kept(times: Iterable[dt.datetime]) -> set[dt.datetime]:
    """The last one of each of the last 7 days, 5 weeks and 12 months that have one."""
    ordered = sorted(times, reverse=True)
    return {
        *_last_of(ordered, lambda at: at.date(), DAILY),
        *_last_of(ordered, lambda at: at.isocalendar()[:2], WEEKLY),
        *_last_of(ordered, lambda at: (at.year, at.month), MONTHLY),
    }


def _last_of(
    ordered: list[dt.datetime], period: Callable[[dt.datetime], Any], number: int
) -> list[dt.datetime]:
    last: dict[Any, dt.datetime] = {}
    for at in ordered:
        last.setdefault(period(at), at)
    return list(last.values())[:number]


def take_nightly() -> Place:
    """Take a backup into the folder, and delete those that are kept no longer."""
    folder = place()
    if folder is None:
        raise CannotBackUp("Set BACKUP_DIR to the folder of the nightly backups")
    if not folder.is_ours():
        raise CannotBackUp(
            f"{folder} is not there, or is not the folder that was prepared. Mount its disk. If "
            "the folder is new, run manage.py prepare"
        )
    # First: what a killed one left may be what fills the disk.
    folder.sweep(dt.timedelta(days=1))
    written = folder.child(f"{timezone.now():{_AS}}")
    taking.take(written, to=settings.BACKUP_KEYS, previous=latest(folder))
    all_of_them = backups(folder)
    stay = kept(all_of_them.values())
    for name, at in all_of_them.items():
        if at not in stay:
            folder.child(name).delete()
    return written

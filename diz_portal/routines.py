"""Work that falls due by the clock every few hours, days or weeks.

    @routines.routine("retention", "Deleting records that are past their time", at=dt.time(3))
    @shared_task
    def run_retention(): ...

Due is what a row says that was last completed too long ago. The clock process only says "look
now": however often it is started anew, nothing is put off, and two of them double nothing. What is
due every day or every few days has a time of day: counted from when it was last done, it would come
a little later each time. An app names its routines in `tasks.py`, which the shell discovers.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils import timezone

from .models import RoutineRun

# One that failed is tried again after so long.
RETRY_AFTER = dt.timedelta(minutes=15)
# Past its time by so much, somebody ought to look.
LEEWAY = dt.timedelta(hours=2)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Routine:
    """`at` is a time of day in Europe/London: choose one that no change of the clocks skips or
    repeats (they change between one and two at night)."""

    name: str
    title: str
    work: Callable[[], Any]
    every: dt.timedelta
    at: dt.time | None
    limit: dt.timedelta

    def is_due(self, run: RoutineRun, now: dt.datetime) -> bool:
        if run.claimed_until and run.claimed_until > now:
            return False
        if run.failed_at and now - run.failed_at < RETRY_AFTER:
            return False
        if self.at is None:
            return run.completed_at is None or now - run.completed_at >= self.every
        # What was never done is due the next time that it is that time of day.
        since, days = (run.completed_at, self.every) if run.completed_at else (run.known_since, DAY)
        return _last(self.at, since) + days <= now

    def said_late(self, run: RoutineRun) -> str:
        hours = (self.every + LEEWAY) // dt.timedelta(hours=1)
        return f"not run in {hours} hours"

    def is_late(self, run: RoutineRun, now: dt.datetime) -> bool:
        return now - (run.completed_at or run.known_since) > self.every + LEEWAY


def _last(at: dt.time, now: dt.datetime) -> dt.datetime:
    """When it was last that time of day in Europe/London."""
    # Days are added to it by the clock on the wall: there it is the same time of day.
    here = timezone.localtime(now)
    moment = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return moment if moment <= here else moment - DAY


_routines: dict[str, Routine] = {}


def routine(
    name: str,
    title: str,
    *,
    every: dt.timedelta = DAY,
    at: dt.time | None = None,
    limit: dt.timedelta = dt.timedelta(minutes=5),
) -> Callable:
    """Name a piece of work that is due `every` few hours, or every so many days `at` a time of day.

    `limit` is how long it may take: then it is ended, and tried again.
    """
    if (at is None) != (every < DAY) or (at and every % DAY):
        raise ValueError(f"{name}: what is due every day, or every few days, needs a time of day")

    def register(work: Callable[[], Any]) -> Callable[[], Any]:
        _routines[name] = Routine(name, title, work, every, at, limit)
        return work

    return register


def all_routines() -> list[Routine]:
    return list(_routines.values())


def named(name: str) -> Routine | None:
    """None for one that the code no longer knows."""
    return _routines.get(name)


def late(now: dt.datetime | None = None) -> list[tuple[Routine, RoutineRun]]:
    """Those that have not been completed for longer than they may: one query."""
    now = now or timezone.now()
    runs = RoutineRun.objects.in_bulk()
    return [
        (one, runs[one.name])
        for one in all_routines()
        if one.name in runs and one.is_late(runs[one.name], now)
    ]


def ring() -> list[str]:
    """Tell the workers of whatever is due; the names of it. Safe to be called at any time."""
    now = timezone.now()
    runs = RoutineRun.objects.in_bulk()
    if unknown := _routines.keys() - runs.keys():
        RoutineRun.objects.bulk_create(
            [RoutineRun(name=name, known_since=now) for name in unknown], ignore_conflicts=True
        )
        runs = RoutineRun.objects.in_bulk()
    due = [one for one in all_routines() if one.is_due(runs[one.name], now)]
    for one in due:
        current_app.send_task(
            "diz_portal.tasks.run_routine",
            [one.name],
            expires=60,
            soft_time_limit=one.limit.total_seconds(),
            time_limit=one.limit.total_seconds() + 30,
        )
    return [one.name for one in due]


def run(name: str) -> bool:
    """Do one routine if it is due and nobody else has it in hand; whether it was done."""
    one = named(name)
    if one is None or not _claim(one):
        return False
    try:
        one.work()
    except BaseException:
        _finish(one, failed_at=timezone.now())
        raise
    _finish(one, completed_at=timezone.now(), failed_at=None)
    return True


def done(name: str) -> None:
    """It was done otherwise than by the clock, by a command say."""
    now = timezone.now()
    RoutineRun.objects.bulk_create(
        [RoutineRun(name=name, known_since=now, started_at=now, completed_at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["started_at", "completed_at", "failed_at"],
    )


def _claim(one: Routine) -> bool:
    now = timezone.now()
    with transaction.atomic():
        run = RoutineRun.objects.select_for_update().filter(pk=one.name).first()
        if run is None or not one.is_due(run, now):
            return False
        run.started_at = now
        # A worker that is killed leaves it to the next once this has passed.
        run.claimed_until = now + one.limit + dt.timedelta(minutes=1)
        run.save(update_fields=["started_at", "claimed_until"])
        return True


def _finish(one: Routine, **what: dt.datetime | None) -> None:
    RoutineRun.objects.filter(pk=one.name).update(claimed_until=None, **what)

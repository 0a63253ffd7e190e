"""A portal whose clock process is started anew every day for a week does all its nightly work,
every night, however little of a day it is up.

The clock itself is beat's own scheduler on the database, made anew from nothing each day; what it
sends is done by the tasks it names. Time is that of the test.

Negative control, tried: with the due times of nightly work among beat's own intervals, which count
from its last start, not one routine is done in the week.
"""

import datetime as dt
from collections import Counter, defaultdict

import pytest
import time_machine
from django.utils import timezone

from diz_portal import routines
from diz_portal.attention_items import late_routines
from diz_portal.beat import Scheduler
from diz_portal.celery import app
from diz_portal.models import RoutineRun
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
UP_FOR = dt.timedelta(minutes=2)
DAYS = 8


@pytest.fixture
def done(monkeypatch, storage) -> dict[str, list[dt.date]]:
    """Every routine there is, with the days on which it was done."""
    days: dict[str, list[dt.date]] = defaultdict(list)

    def noting(one: routines.Routine) -> routines.Routine:
        def work() -> None:
            one.work()
            days[one.name].append(timezone.localdate())

        return routines.Routine(**{**vars(one), "work": work})

    known = {one.name: noting(one) for one in routines.all_routines()}
    monkeypatch.setattr(routines, "_routines", known)
    return days


@pytest.fixture
def beat(monkeypatch) -> type:
    """Beat, whose messages are done at once: those of nightly work."""

    def at_once(name: str, args=(), **_: object) -> None:
        if name.endswith(("ring_routines", "run_routine")):
            app.tasks[name](*(args or ()))

    monkeypatch.setattr(app, "send_task", at_once)
    # The entry of a task of ours does not go by its name.
    monkeypatch.setattr(
        Scheduler, "apply_async", lambda self, entry, **_: at_once(entry.task, entry.args)
    )
    return Scheduler


def be_up(beat: type, clock, until: dt.datetime) -> None:
    """Started from nothing: it knows no more than the database does."""
    scheduler = beat(app=app)
    while timezone.now() < until:
        wait = scheduler.tick()
        clock.shift(dt.timedelta(seconds=max(min(wait, 30), 1)))
    scheduler.sync()


def test_a_week_of_restarts_leaves_no_night_undone(beat, done):
    PartnershipFactory()
    boss = manager()
    late: Counter[str] = Counter()
    for day in range(DAYS):
        morning = FIRST + dt.timedelta(days=day)
        with time_machine.travel(morning, tick=False) as clock:
            be_up(beat, clock, morning + UP_FOR)
            late.update(item.title for item in late_routines(boss, timezone.localdate()))

    nightly = {one.name: one for one in routines.all_routines() if one.every <= routines.DAY}
    week = [(FIRST + dt.timedelta(days=day)).date() for day in range(1, DAYS)]
    missed = {
        name: sorted(set(week) - set(done[name]))
        for name in nightly
        if not set(week) <= set(done[name])
    }
    assert len(nightly) > 5
    assert missed == {}
    assert late == {}
    assert not RoutineRun.objects.filter(failed_at__isnull=False).exists()
    assert all(done[one.name] for one in routines.all_routines()), "and the weekly work too"

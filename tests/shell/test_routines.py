"""Work of the night is due by a row, however often the clock process is started anew."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from diz_portal import routines
from diz_portal.attention_items import late_routines
from diz_portal.beat import Scheduler
from diz_portal.celery import app
from diz_portal.models import RoutineRun
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def done():
    return []


@pytest.fixture
def one(monkeypatch, done):
    """A routine of every night at three, the only one there is."""
    monkeypatch.setattr(routines, "_routines", {})

    @routines.routine("night", "Doing what is done by night", at=dt.time(3))
    def work():
        done.append(timezone.now())

    return routines.named("night")


@pytest.fixture
def rung(monkeypatch):
    sent = []
    monkeypatch.setattr(routines.current_app, "send_task", lambda *a, **o: sent.append((a, o)))
    return sent


def at(time_machine, *moment):
    time_machine.move_to(dt.datetime(*moment, tzinfo=LONDON), tick=False)


def night_by_night(time_machine):
    """A portal that is switched on for a quarter of an hour each morning, and knows nothing of
    yesterday but its rows."""
    for day in (2, 3, 4):
        at(time_machine, 2026, 12, day, 9, 0)
        routines.ring()
        routines.run("night")


def test_a_portal_that_is_started_anew_every_day_does_its_nightly_work(
    one, done, rung, time_machine
):
    at(time_machine, 2026, 12, 1, 9, 0)
    assert routines.ring() == [], "what was never done counts from when it was first known"

    night_by_night(time_machine)

    assert [moment.astimezone(LONDON).day for moment in done] == [2, 3, 4]


def test_ring_names_each_routine_with_its_limits_of_time(one, rung, time_machine):
    at(time_machine, 2026, 12, 1, 9, 0)
    routines.ring()
    at(time_machine, 2026, 12, 2, 3, 1)

    assert routines.ring() == ["night"]

    (((task, arguments), options),) = rung
    assert (task, arguments) == ("diz_portal.tasks.run_routine", ["night"])
    assert options["soft_time_limit"] == 300 < options["time_limit"]


def test_run_does_nothing_that_is_not_due_or_already_in_hand(one, done, rung, time_machine):
    at(time_machine, 2026, 12, 1, 9, 0)
    routines.ring()
    assert not routines.run("night")
    at(time_machine, 2026, 12, 2, 9, 0)
    RoutineRun.objects.update(started_at=timezone.now(), claimed_until=timezone.now() + HOUR)

    assert not routines.run("night"), "another worker has it in hand"

    at(time_machine, 2026, 12, 2, 10, 1)
    assert routines.run("night"), "that one was killed"
    assert not routines.run("night"), "twice rung, once done"
    assert len(done) == 1


def test_run_tries_again_later_what_failed(one, done, rung, time_machine, monkeypatch):
    at(time_machine, 2026, 12, 1, 9, 0)
    routines.ring()
    at(time_machine, 2026, 12, 2, 9, 0)

    def fail():
        raise RuntimeError

    monkeypatch.setitem(
        routines._routines, "night", routines.Routine(**{**vars(one), "work": fail})
    )
    with pytest.raises(RuntimeError):
        routines.run("night")
    monkeypatch.setitem(routines._routines, "night", one)

    assert not routines.run("night")
    at(time_machine, 2026, 12, 2, 9, 16)
    assert routines.run("night")


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ((2026, 10, 25, 2, 59), False),  # the clocks have gone back at two
        ((2026, 10, 25, 3, 0), True),
        ((2026, 3, 29, 2, 59), False),  # and forward at one
        ((2026, 3, 29, 3, 0), True),
    ],
)
def test_a_nightly_routine_is_due_once_on_the_night_the_clocks_change(one, moment, due):
    now = dt.datetime(*moment, tzinfo=LONDON)
    yesterday = (now - dt.timedelta(days=1)).replace(hour=3, minute=5)

    assert one.is_due(RoutineRun(name="night", completed_at=yesterday), now) is due


@pytest.mark.parametrize("days", [1, 7])
def test_what_is_due_every_so_many_days_never_comes_later(one, days, time_machine):
    """However long after its time a worker takes it, and however long it takes."""
    one = routines.Routine(**{**vars(one), "every": dt.timedelta(days=days)})
    run = RoutineRun(name="night", known_since=dt.datetime(2026, 3, 1, 9, tzinfo=LONDON))
    begun = []
    for minutes in range(0, 60 * 24 * 60, 7):
        now = run.known_since + dt.timedelta(minutes=minutes)
        if one.is_due(run, now):
            begun.append(now)
            run.completed_at = now + dt.timedelta(minutes=50)

    assert len(begun) == -(-60 // days)
    # And so across the change of the clocks.
    assert {moment.hour for moment in begun} == {3}
    assert all(moment.minute < 7 for moment in begun)


@pytest.mark.parametrize(
    ("every", "at"),
    [
        (dt.timedelta(days=1), None),
        (dt.timedelta(days=7), None),
        (dt.timedelta(hours=36), dt.time(3)),
        (dt.timedelta(hours=6), dt.time(3)),
    ],
)
def test_what_is_due_every_day_has_a_time_of_day(monkeypatch, every, at):
    monkeypatch.setattr(routines, "_routines", {})

    with pytest.raises(ValueError, match="needs a time of day"):
        routines.routine("drifts", "Coming later each day", every=every, at=at)

    assert routines.all_routines() == []


def test_a_routine_of_every_few_hours_is_due_at_once_and_then_again(monkeypatch):
    monkeypatch.setattr(routines, "_routines", {})
    routines.routine("often", "Doing what is done often", every=6 * HOUR)(lambda: None)
    often, now = routines.named("often"), timezone.now()

    assert often.is_due(RoutineRun(name="often", known_since=now), now)
    assert not often.is_due(RoutineRun(name="often", completed_at=now - 5 * HOUR), now)
    assert often.is_due(RoutineRun(name="often", completed_at=now - 6 * HOUR), now)


@pytest.mark.parametrize(("hours", "is_late"), [(25, False), (27, True)])
def test_a_manager_hears_of_work_that_was_not_done_for_26_hours(one, client, hours, is_late):
    boss = manager()
    RoutineRun.objects.create(name="night", known_since=timezone.now() - hours * HOUR)

    items = list(late_routines(boss, timezone.localdate()))

    assert [(item.title, item.when) for item in items] == [
        (
            "Ask why a routine has not run: doing what is done by night",
            "not run in 26 hours",
        )
    ] * is_late
    client.force_login(boss, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("admin:diz_portal_routinerun_changelist"))
    assert "Doing what is done by night" in page.content.decode()


def test_every_night_and_every_few_hours_goes_by_rows():
    """An entry of the clock process counts from its last start until it has run once: so long
    an interval may never pass."""
    longest = max(entry["schedule"] for entry in app.conf.beat_schedule.values())

    assert longest <= 30 * 60
    assert {"retention", "orphans", "stock", "reminders"} <= {
        one.name for one in routines.all_routines()
    }


def test_every_task_is_ended_some_time():
    app.loader.import_default_modules()
    limits = {
        name: (
            task.soft_time_limit or app.conf.task_soft_time_limit,
            task.time_limit or app.conf.task_time_limit,
        )
        for name, task in app.tasks.items()
    }

    assert all(0 < soft < hard for soft, hard in limits.values()), limits


@pytest.mark.django_db(transaction=True)
def test_what_an_earlier_release_had_in_the_schedule_goes():
    every = IntervalSchedule.objects.create(every=1, period="days")
    PeriodicTask.objects.create(name="of yesterday", task="gone", interval=every)

    Scheduler(app=app, lazy=True).setup_schedule()

    names = set(PeriodicTask.objects.values_list("name", flat=True))
    assert "of yesterday" not in names
    assert set(app.conf.beat_schedule) <= names

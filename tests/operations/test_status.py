"""`manage.py status` and the operations page: what is well, what is not, and what to do."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from diz_portal import health, routines
from diz_portal.models import Heartbeat, Restoration, RoutineRun
from diz_portal.operations import attention_items, selectors, space
from diz_portal.outbox.models import MessageState
from diz_portal.storage import folders
from tests.factories.outbox import MessageFactory
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def well(storage, monkeypatch):
    """A portal of which nothing is wrong."""
    now = timezone.now()
    for part in ("worker", "beat"):
        Heartbeat.beat(part)
    RoutineRun.objects.bulk_create(
        RoutineRun(name=one.name, started_at=now, completed_at=now)
        for one in routines.all_routines()
    )
    monkeypatch.setattr(space, "room_of", lambda folder: space.Room(9 * 10**9, 10**10))
    monkeypatch.setattr(health, "broker_answers", lambda: True)
    return now


def to_do():
    return {line.thing: line.to_do for line in selectors.lines() if line.to_do}


def test_status_is_well(well, capsys):
    call_command("status")

    said = capsys.readouterr().out
    assert "TO DO" not in said
    for thing in ("Worker", "Beat", "Broker", "Oldest unsent message", "Last backup", "Free space"):
        assert thing in said


def heart(part):
    Heartbeat.objects.filter(name=part).update(seen_at=timezone.now() - HOUR)


def overdue():
    MessageFactory(due_at=timezone.now() - HOUR)


def doubtful():
    MessageFactory(attempts=1, doubtful_attempts=1, due_at=timezone.now() + HOUR)


def given_up():
    MessageFactory(state=MessageState.GIVEN_UP, given_up_at=timezone.now())


def late(**moved):
    RoutineRun.objects.filter(name="retention").update(
        known_since=timezone.now() - 30 * HOUR, **moved
    )


def retention():
    return routines.named("retention").title


@pytest.mark.parametrize(
    ("wrong", "thing"),
    [
        (lambda: heart("worker"), "Worker"),
        (lambda: heart("beat"), "Beat"),
        (overdue, "Oldest unsent message"),
        (doubtful, "Messages that may have been sent twice, last 7 days"),
        (given_up, "Messages not delivered, last 7 days"),
        (lambda: late(completed_at=timezone.now() - 27 * HOUR), retention),
        (lambda: late(completed_at=None, started_at=None), retention),
        (lambda: late(failed_at=timezone.now()), retention),
        (lambda: Restoration.objects.create(taken_at=timezone.now()), "Restored from a backup"),
    ],
)
def test_status_says_what_is_wrong_and_what_to_do(well, capsys, wrong, thing):
    wrong()

    with pytest.raises(SystemExit) as ended:
        call_command("status")

    assert ended.value.code == 1
    thing = thing() if callable(thing) else thing
    assert set(to_do()) == {thing}
    said = capsys.readouterr().out
    assert f"TO DO  {thing}: " in said
    assert to_do()[thing] in said


def test_status_says_what_is_wrong_around_the_portal(well, settings, monkeypatch, tmp_path):
    monkeypatch.setattr(health, "broker_answers", lambda: False)
    monkeypatch.setattr(space, "room_of", lambda folder: space.Room(9 * 10**8, 10**10))
    settings.EXAMPLE_DATA_ALLOWED = False
    settings.BACKUP_DIR = str(tmp_path)
    folders.prepare(tmp_path)

    assert set(to_do()) == {
        "Broker",
        "Free space for uploads",
        "Free space for backups",
        "Last backup",
    }


def test_room_of_a_folder_that_is_not_there(well, settings, monkeypatch, tmp_path):
    monkeypatch.undo()
    assert space.room_of(tmp_path / "nowhere") is None
    assert space.room_of(tmp_path).total


def test_readyz_warns_of_a_restore_and_of_a_late_backup(well, settings):
    settings.EXAMPLE_DATA_ALLOWED = False
    Restoration.objects.create(taken_at=timezone.now())
    health.kept.forget()

    state = health.look()

    assert state["ready"]
    assert {"restore", "backup"} <= state["warnings"].keys()


def test_managers_are_asked_to_look(well, settings):
    settings.EXAMPLE_DATA_ALLOWED = False
    boss = manager()
    Restoration.objects.create(taken_at=timezone.now())
    doubtful()

    for provider, key in (
        (attention_items.restored, "restore:"),
        (attention_items.no_backup, "backup:late"),
        (attention_items.doubtful, "mail:doubtful"),
    ):
        [item] = provider(boss, timezone.localdate())
        assert item.key.startswith(key)


def test_a_night_that_failed_is_said_until_a_backup_is_taken(well):
    boss = manager()
    RoutineRun.objects.create(name="backup", completed_at=well, failed_at=well)

    [item] = attention_items.no_backup(boss, timezone.localdate())
    assert item.key == "backup:failed"

    routines.done("backup")
    assert not list(attention_items.no_backup(boss, timezone.localdate()))


def test_page_shows_the_same_and_releases_a_restore(client, well):
    client.force_login(manager())
    now = timezone.now()
    held = Restoration.objects.create(
        taken_at=now, finished_at=now, facts={"erased": 2, "recognised": 3, "doubtful": 0}
    )

    page = client.get(reverse("operations:overview"))
    assert all(line.thing in page.content.decode() for line in selectors.lines())
    asked = client.get(reverse("operations:release"))
    assert asked.status_code == 200
    answer = client.post(reverse("operations:release"))

    assert answer.url == reverse("operations:overview")
    held.refresh_from_db()
    assert held.released_by is not None
    assert client.post(reverse("operations:release")).status_code == 422

"""What an organiser does, and what it means for people; reminders; the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import NotNow
from seminars import services
from seminars.models import (
    SEMINAR_MOVES,
    ReminderStep,
    Seminar,
    SeminarState,
)
from seminars.times import NoSuchTime, real
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db


def later(**shift):
    return timezone.now() + timedelta(**shift)


def plans(registration):
    rows = registration.reminders.order_by("version", "due_at")
    steps = {str(one.pk): one.words for one in ReminderStep.objects.all()}
    return [(steps[one.step], int(one.version), one.state) for one in rows]


def test_every_state_has_its_moves():
    assert set(SEMINAR_MOVES) == set(SeminarState)


def test_publish_asks_for_places_and_a_time_to_come():
    draft = services.create(
        title="Fibre",
        mode="in_person",
        starts_at=later(days=9),
        ends_at=later(days=9, hours=1),
    )
    with pytest.raises(NotNow, match="places"):
        services.publish(by=None, seminar=draft)

    services.edit(by=None, seminar=draft, capacity_in_person=5)
    published = services.publish(by=None, seminar=draft)

    assert published.is_open
    assert list(published.events.order_by("pk").values_list("kind", flat=True)) == [
        "created",
        "capacity",
        "published",
    ]
    with pytest.raises(NotNow):
        services.edit(by=None, seminar=draft, starts_at=later(days=1))


def test_raised_capacity_goes_to_those_who_wait_at_once(letters):
    seminar = SeminarFactory(capacity_in_person=1)
    people = [registered(seminar) for _ in range(4)]

    services.change_capacity(by=None, seminar=seminar, in_person=3, online=0)

    assert [letters(one.email)[-1] for one in people] == [
        "registered",
        "promoted",
        "promoted",
        "waiting",
    ]


def test_move_tells_everybody_once_and_plans_new_reminders(letters):
    seminar = SeminarFactory(starts_at=later(days=10), capacity_in_person=1)
    holder, waiting = registered(seminar), registered(seminar)
    new = later(days=20)

    told = [
        services.move(by=None, seminar=seminar, starts_at=new, ends_at=new + timedelta(hours=1))
        for _ in range(2)
    ]

    assert told == [(2, 0), None]
    seminar.refresh_from_db()
    assert (seminar.calendar_sequence, seminar.schedule_version) == (1, 2)
    assert letters(holder.email) == ["registered", "moved"]
    assert letters(waiting.email) == ["waiting", "moved"]
    assert plans(holder) == [
        ("7 days before", 1, "skipped"),
        ("1 day before", 1, "skipped"),
        ("2 hours before", 1, "skipped"),
        ("7 days before", 2, "planned"),
        ("1 day before", 2, "planned"),
        ("2 hours before", 2, "planned"),
    ]
    assert plans(waiting) == []


def test_cancel_tells_everybody_once_and_stops_reminders(letters):
    seminar = SeminarFactory(capacity_in_person=1)
    holder, waiting = registered(seminar), registered(seminar)

    services.cancel_seminar(by=None, seminar=seminar, reason="The speaker is ill.")
    with pytest.raises(NotNow):
        services.cancel_seminar(by=None, seminar=seminar)

    assert letters(holder.email) == ["registered", "called_off"]
    assert letters(waiting.email) == ["waiting", "called_off"]
    assert {state for _, _, state in plans(holder)} == {"skipped"}
    with pytest.raises(services.RegistrationClosed):
        registered(seminar)


def test_mark_held_settles_what_is_over():
    over = SeminarFactory(starts_at=later(hours=-3), ends_at=later(hours=-1))
    running = SeminarFactory(starts_at=later(hours=-1))

    assert services.mark_held() == 1
    assert services.mark_held() == 0

    over.refresh_from_db()
    running.refresh_from_db()
    assert (over.state, running.state) == ("held", "published")


# The command -------------------------------------------------------------------------


def test_start_seminar_publishes_at_once(client, partnership, capsys):
    start = timezone.localtime(later(days=30)).replace(hour=10, minute=0, second=0, microsecond=0)

    call_command(
        "start_seminar",
        "fibre",
        "Fibre",
        starts=start.strftime("%Y-%m-%dT%H:%M"),
        capacity=5,
        online=7,
    )

    seminar = Seminar.objects.get()
    assert (seminar.mode, seminar.capacity, seminar.is_open) == ("hybrid", 12, True)
    assert seminar.starts_at == start
    assert "/seminars/fibre/" in capsys.readouterr().out
    assert client.get(reverse("seminars:register", args=["fibre"])).status_code == 200


def test_start_seminar_lasts_its_hours_when_the_clocks_change():
    call_command("start_seminar", "night", "Night", starts="2027-03-28T00:30", capacity=5, hours=2)

    seminar = Seminar.objects.get()
    assert seminar.ends_at - seminar.starts_at == timedelta(hours=2)
    assert f"{timezone.localtime(seminar.ends_at):%H:%M}" == "03:30"


def test_start_seminar_may_be_online_alone():
    call_command("start_seminar", "online", "Online", "--starts=2099-01-01T10:00", "--online=7")

    seminar = Seminar.objects.get()
    assert (seminar.mode, seminar.capacity_online, seminar.capacity_in_person) == ("online", 7, 0)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--online=0"],
        ["--capacity=-1"],
        ["--capacity=5", "--hours=nan"],
        ["--capacity=5", "--hours=0"],
        ["--capacity=5", "--hours=1e300"],
    ],
)
def test_start_seminar_says_what_is_missing(options):
    with pytest.raises(CommandError, match=r"places|hours"):
        call_command("start_seminar", "x", "X", "--starts=2099-01-01T10:00", *options)


@pytest.mark.parametrize(
    ("slug", "starts", "sentence"),
    [
        ("not a slug", "2099-01-01T10:00", "slug"),
        ("calendar", "2099-01-01T10:00", "Enter another"),
        ("taken", "2099-01-01T10:00", "already"),
        ("fibre", "tomorrow", "not a time"),
        ("fibre", "2020-01-01T10:00", "starts in the past"),
        ("fibre", "2027-03-28T01:30", "clocks go forward"),
    ],
)
def test_start_seminar_refuses_what_will_not_do(slug, starts, sentence):
    SeminarFactory(slug="taken")

    with pytest.raises(CommandError, match=sentence):
        call_command("start_seminar", slug, "Fibre", starts=starts, capacity=5)

    assert Seminar.objects.count() == 1


def test_time_that_no_clock_shows_is_refused():
    with pytest.raises(NoSuchTime):
        real(datetime(2026, 3, 29, 1, 30))
    assert real(datetime(2026, 10, 25, 1, 30)).astimezone(UTC) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )

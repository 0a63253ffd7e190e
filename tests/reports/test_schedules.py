"""A scheduled report comes once each time, also late, and tells those who may read it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.attention import selectors as attention
from diz_portal.outbox.models import Message
from diz_portal.reports import jobs
from diz_portal.reports.models import BoardDate, JobState, ReportJob, Schedule
from diz_portal.reports.schedules import services
from diz_portal.reports.schedules.rules import Every, Rule
from tests.factories.accounts import UserFactory
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def owner(partnership):
    return UserFactory(name="Olive Owner")


@pytest.fixture
def daily(try_out, partnership, storage, owner):
    """Each week on the weekday of yesterday; due since then unless told."""

    def make(ago=DAY, **values):
        due = timezone.now() - ago
        here = timezone.localtime(due)
        one = services.schedule(
            report=try_out,
            title="A report to try",
            answers={"edition": "public"},
            edition="public",
            covers="",
            rule=Rule(Every.WEEK, here.isoweekday(), here.time().replace(microsecond=0)),
            recipients=values.pop("recipients", [owner]),
            by=owner,
        )
        Schedule.objects.filter(pk=one.pk).update(**{"next_due_at": due, **values})
        one.refresh_from_db()
        return one

    return make


def test_what_is_due_is_asked_for_once_by_any_number_of_clocks(daily):
    one = daily(ago=timedelta(minutes=1))

    assert services.sweep() == 1
    assert services.sweep() == 0

    job = ReportJob.objects.get()
    one.refresh_from_db()
    assert (job.schedule, job.asked_by, job.is_late) == (one, one.owner, False)
    assert one.next_due_at > timezone.now()


def test_three_weeks_without_a_clock_make_one_report_marked_late(daily):
    one = daily(ago=21 * DAY + timedelta(minutes=1))

    services.sweep()

    job = ReportJob.objects.get()
    assert job.is_late
    assert timezone.now() - job.due_at < DAY
    one.refresh_from_db()
    assert one.next_due_at > timezone.now()


def test_created_by_hand_it_leaves_the_schedule_alone(daily, owner):
    one = daily(ago=-DAY)

    services.run_now(schedule=one, by=owner)

    before = one.next_due_at
    one.refresh_from_db()
    assert one.next_due_at == before
    assert ReportJob.objects.get().due_at is None


def test_a_paused_one_waits_and_makes_up_for_nothing(daily, owner):
    one = daily()
    services.pause(schedule=one, by=owner)
    assert services.sweep() == 0
    with pytest.raises(Refusal, match="already paused"):
        services.pause(schedule=one, by=owner)

    services.resume(schedule=one, by=owner)

    assert services.sweep() == 0
    one.refresh_from_db()
    assert one.next_due_at > timezone.now()


def test_its_readers_are_sent_a_link_and_nobody_else(daily, owner, try_out, monkeypatch):
    allowed, refused = UserFactory(name="Ann Allowed"), UserFactory(name="Ron Refused")
    gone = UserFactory(name="Gil Gone", is_active=False)
    daily(recipients=[owner, allowed, refused, gone])
    monkeypatch.setattr(try_out, "may_run", lambda user, answers=None: user.pk != refused.pk)

    services.sweep()
    jobs.sweep()

    told = {one.to: one for one in Message.objects.filter(template="reports/ready")}
    assert set(told) == {owner.email, allowed.email}
    words = told[allowed.email].body
    assert f"/workspace/reports/{ReportJob.objects.get().reference}/" in words
    assert "It was due" in words


def test_a_reader_opens_what_was_sent_to_them(client, daily):
    reader = UserFactory()
    daily(recipients=[reader])
    services.sweep()
    jobs.sweep()
    job = ReportJob.objects.get()

    client.force_login(reader)
    assert client.get(reverse("reports:read", args=[job.reference])).status_code == 200
    # It is sent to others too.
    assert client.post(reverse("reports:delete", args=[job.reference])).status_code == 403
    assert (
        "Delete report"
        not in client.get(reverse("reports:job", args=[job.reference])).content.decode()
    )
    client.force_login(UserFactory())
    assert client.get(reverse("reports:read", args=[job.reference])).status_code == 404


def test_a_failure_is_told_to_its_owner_and_waits_on_their_list(daily, owner, try_out):
    daily()
    try_out.allowed = False

    services.sweep()
    jobs.sweep()

    assert ReportJob.objects.get().state == JobState.FAILED
    [message] = Message.objects.filter(template="reports/failed")
    assert message.to == owner.email
    assert "no longer" in message.body
    titles = [item.title for item in attention.items_for(owner)]
    assert "Check a scheduled report that failed: A report to try" in titles


def test_once_its_owner_has_left_managers_are_told(daily, owner, try_out):
    daily()
    try_out.allowed = False
    owner.is_active = False
    owner.save()

    services.sweep()
    jobs.sweep()

    assert not Message.objects.filter(template="reports/failed").exists()
    titles = [item.title for item in attention.items_for(manager())]
    assert "Check a scheduled report that failed: A report to try" in titles


def test_a_new_board_meeting_moves_what_is_due_before_it(daily, owner):
    one = daily(ago=-DAY, every=Every.BEFORE_BOARD, number=5, next_due_at=None)
    services.set_board(name="Board", date=timezone.localdate() + 60 * DAY, by=owner)
    one.refresh_from_db()
    first = one.next_due_at
    assert first is not None

    board = services.set_board(name="Board", date=timezone.localdate() + 30 * DAY, by=owner)
    one.refresh_from_db()
    assert one.next_due_at < first

    services.remove_board(board=board, by=owner)
    one.refresh_from_db()
    assert one.next_due_at == first


# In the browser --------------------------------------------------------------------


def scheduled(client, **typed):
    asked = {
        "edition": "public",
        "every": "week",
        "weekday": "1",
        "at": "8am",
        "recipients": "olive@test.example",
    }
    return client.post(reverse("reports:schedule_new", args=["try-out"]), asked | typed)


@pytest.fixture
def olive(client, try_out, partnership):
    user = UserFactory(name="Olive", email="olive@test.example")
    client.force_login(user)
    return user


def test_a_report_is_scheduled_paused_and_deleted(client, olive):
    answer = scheduled(client)

    one = Schedule.objects.get()
    assert answer.url == reverse("reports:schedule", args=[one.reference])
    page = client.get(answer.url).content.decode()
    assert "Every week" in page
    assert page.count("at 8am") == 3
    assert list(one.recipients.all()) == [olive]
    client.post(reverse("reports:schedule_pause", args=[one.reference]))
    assert "Paused" in client.get(answer.url).content.decode()
    client.post(reverse("reports:schedule_resume", args=[one.reference]))
    client.post(reverse("reports:schedule_run", args=[one.reference]))
    assert "asked for by hand" in client.get(answer.url).content.decode()
    client.post(reverse("reports:schedule_delete", args=[one.reference]))
    assert not Schedule.objects.exists()
    assert ReportJob.objects.get().schedule is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"every": ""}, "Select how often the report is created"),
        ({"every": "month"}, "Enter a day of the month from 1 to 31"),
        ({"every": "board", "before": "99"}, "60"),
        ({"at": "1:30am"}, "the clocks change in between"),
        ({"recipients": "nobody@test.example"}, "no account has this address"),
        ({"recipients": ""}, "Enter at least one email address"),
        ({"edition": ""}, "Select an edition"),
    ],
)
def test_what_is_wrong_is_said(client, olive, typed, sentence):
    answer = scheduled(client, **typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Schedule.objects.exists()


def test_somebody_elses_schedule_is_not_there(client, daily):
    one = daily()
    client.force_login(UserFactory())

    assert client.get(reverse("reports:schedule", args=[one.reference])).status_code == 404
    assert client.post(reverse("reports:schedule_run", args=[one.reference])).status_code == 404


def test_managers_keep_the_days_of_boards(client, partnership):
    client.force_login(manager())
    page = reverse("reports:boards")
    day = {"name": "Partnership board", "date_0": "7", "date_1": "1", "date_2": "2027"}

    client.post(page, day)
    assert "already meets then" in client.post(page, day).content.decode()
    board = BoardDate.objects.get()
    client.post(reverse("reports:board_remove", args=[board.pk]))

    assert not BoardDate.objects.exists()
    client.force_login(UserFactory())
    assert client.get(page).status_code == 403

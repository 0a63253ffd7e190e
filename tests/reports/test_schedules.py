"""A scheduled report comes once each time, also late, and tells those who may read it."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.attention import selectors as attention
from diz_portal.outbox.models import Message
from diz_portal.reports import jobs, selectors
from diz_portal.reports.models import BoardDate, JobState, ReportJob, Schedule
from diz_portal.reports.schedules import services
from diz_portal.reports.schedules.rules import Every, Rule
from tests.editing import forms_of
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


def test_what_a_reader_may_not_open_is_in_no_list_of_theirs(
    client, daily, owner, try_out, monkeypatch
):
    refused = UserFactory(name="Ron Refused")
    daily(recipients=[owner, refused])
    services.sweep()
    jobs.sweep()
    monkeypatch.setattr(
        try_out, "may_run", lambda user, answers=None: answers is None or user.pk != refused.pk
    )

    assert list(selectors.jobs_of(owner)) == list(ReportJob.objects.all())
    assert list(selectors.jobs_of(refused)) == []
    client.force_login(refused)
    assert (
        "No reports have been created yet" in client.get(reverse("reports:list")).content.decode()
    )


def test_the_links_to_two_editions_are_told_apart(daily, owner):
    daily()
    services.sweep()
    ReportJob.objects.update(edition="exempt")
    jobs.sweep()

    told = Message.objects.get(template="reports/ready")
    assert told.subject == "Report ready: A report to try (exempt)"
    assert "A report to try (exempt) is ready" in told.body
    assert "You receive this because you scheduled this report." in told.body


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
        "formats": ["html", "pdf", "xlsx", "csv"],
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
    assert "Every Monday, at 8am" in page
    assert page.count("at 8am") == 4
    assert list(one.recipients.all()) == [olive]
    client.post(reverse("reports:schedule_pause", args=[one.reference]))
    assert "Paused" in client.get(answer.url).content.decode()
    client.post(reverse("reports:schedule_resume", args=[one.reference]))
    client.post(reverse("reports:schedule_run", args=[one.reference]))
    assert "created manually" in client.get(answer.url).content.decode()
    client.post(reverse("reports:schedule_delete", args=[one.reference]))
    assert not Schedule.objects.exists()
    assert ReportJob.objects.get().schedule is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"every": ""}, "Select how often the report is created"),
        ({"every": "month"}, "Enter a day of the month from 1 to 31"),
        ({"every": "board", "before": "99"}, "60"),
        ({"at": "1:30am"}, "the clocks change between"),
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


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"every": "board", "before": "5"}, "5 working days before each board meeting, at 8am"),
        ({"every": "quarter", "after": "1"}, "1 working day after the end of each quarter, at 8am"),
        ({"every": "month", "day": "31"}, "Every month, on day 31 or the last one, at 8am"),
        ({"every": "month", "day": "5"}, "Every month, on day 5, at 8am"),
        ({"every": "week", "weekday": "2", "at": "midday"}, "Every Tuesday, at midday"),
    ],
)
def test_its_page_and_the_list_say_when_it_comes(client, olive, typed, said):
    page = client.get(scheduled(client, **typed).url).content.decode()

    assert said in page
    assert "Public</li>" in page
    assert said in client.get(reverse("reports:schedules")).content.decode()


# Changed ---------------------------------------------------------------------------


def change_page(one):
    return reverse("reports:schedule_change", args=[one.reference])


def opened(client, one):
    """The form as it stands on its page."""
    forms = forms_of(client.get(change_page(one)).content.decode())
    return next(form.sent for form in forms if form.edits)


def changed(client, one, **typed):
    return client.post(change_page(one), opened(client, one) | typed)


@pytest.fixture
def made(client, olive):
    scheduled(client)
    return Schedule.objects.get()


def test_a_schedule_is_changed_and_comes_by_the_new_rule(client, made):
    ann = UserFactory(name="Ann", email="ann@test.example")

    answer = changed(
        client,
        made,
        every="month",
        day="31",
        at="9am",
        edition="exempt",
        formats=["pdf", "csv"],
        recipients="ann@test.example\nolive@test.example",
    )

    assert answer.url == reverse("reports:schedule", args=[made.reference])
    made.refresh_from_db()
    assert made.rule == Rule(Every.MONTH, 31, time(9))
    assert made.next_due_at == made.rule.after(timezone.now())
    assert (made.edition, made.answers) == ("exempt", {"edition": "exempt"})
    assert ann in made.recipients.all()
    page = client.get(answer.url).content.decode()
    assert "PDF and CSV" in page
    (job,) = services.run_now(schedule=made, by=made.owner)
    assert job.formats == ["pdf", "csv"]
    jobs.run(job.pk)
    assert {one.format for one in job.files.all()} == {"pdf", "csv", "json"}


def test_what_is_due_already_still_comes(client, made):
    due = timezone.now() - timedelta(minutes=5)
    Schedule.objects.update(next_due_at=due)

    changed(client, made, every="month", day="1")

    made.refresh_from_db()
    assert made.next_due_at == due
    assert services.sweep() == 1
    made.refresh_from_db()
    assert made.next_due_at == made.rule.after(timezone.now())


def test_another_reader_moves_nothing(client, made):
    UserFactory(email="ann@test.example")
    before = made.next_due_at

    changed(client, made, recipients="ann@test.example")

    made.refresh_from_db()
    assert made.next_due_at == before


def test_a_paused_one_stays_paused(client, made):
    services.pause(schedule=made, by=made.owner)

    assert "It will stay paused" in client.get(change_page(made)).content.decode()
    changed(client, made, at="7am")

    made.refresh_from_db()
    assert made.paused_at
    assert made.at == time(7)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"formats": []}, "Select at least one format"),
        ({"formats": ["exe"]}, "Select"),
        ({"every": "board", "before": ""}, "Enter a number of working days from 1 to 60"),
        ({"at": "1:15am"}, "the clocks change between"),
        ({"recipients": "gil@test.example"}, "Remove gil@test.example: Gil Gone has left"),
        ({"recipients": "no@test.example"}, "no account has this address"),
        ({"edition": "secret"}, "Select"),
    ],
)
def test_what_cannot_be_changed_so_is_said(client, made, typed, sentence):
    UserFactory(name="Gil Gone", email="gil@test.example", is_active=False)

    answer = changed(client, made, **typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    made.refresh_from_db()
    assert (made.every, made.at) == (Every.WEEK, time(8))


def test_a_reader_who_has_left_is_named_on_both_pages(client, made):
    made.recipients.add(UserFactory(name="Gil", email="gil@test.example", is_active=False))

    shown = client.get(reverse("reports:schedule", args=[made.reference])).content.decode()

    assert "Gil (has left, so will not be sent it)" in shown
    assert "Gil has left" in changed(client, made, at="7am").content.decode()


def test_whoever_changes_it_once_its_owner_has_left_takes_it_over(client, made, olive):
    olive.is_active = False
    olive.save()
    boss = manager()
    client.force_login(boss)

    page = client.get(change_page(made)).content.decode()
    assert "Olive has left. If you save, the report will be created in your name" in page
    changed(client, made, recipients=boss.email)

    made.refresh_from_db()
    assert made.owner == boss


def test_a_manager_who_changes_it_leaves_it_with_its_owner(client, made, olive):
    client.force_login(manager())
    changed(client, made, at="7am")

    made.refresh_from_db()
    assert made.owner == olive


def test_two_people_who_change_the_same_are_asked_which_to_keep(client, made):
    form = opened(client, made)
    changed(client, made, at="7am")

    # The one left alone what the other changed: nothing is lost.
    client.post(change_page(made), form | {"weekday": "3"})
    made.refresh_from_db()
    assert made.rule == Rule(Every.WEEK, 3, time(7))
    answer = client.post(change_page(made), form | {"at": "10am"})

    assert answer.status_code == 409
    assert "someone else changed this too" in answer.content.decode()
    made.refresh_from_db()
    assert made.at == time(7)


def test_one_deleted_meanwhile_is_not_there(client, made):
    form = opened(client, made)
    page = change_page(made)
    made.delete()

    assert client.post(page, form).status_code == 404


def test_of_a_report_that_the_code_no_longer_has_nothing_can_be_changed(client, made):
    Schedule.objects.update(report="gone")

    assert client.get(change_page(made)).status_code == 404


def test_somebody_elses_schedule_is_not_there(client, daily):
    one = daily()
    client.force_login(UserFactory())

    assert client.get(reverse("reports:schedule", args=[one.reference])).status_code == 404
    assert client.post(reverse("reports:schedule_run", args=[one.reference])).status_code == 404


def test_managers_keep_the_days_of_boards(client, partnership):
    client.force_login(manager())
    page = reverse("reports:boards")
    day = {"name": "Partnership board", "date_0": "7", "date_1": "1", "date_2": "2027"}

    long_ago = client.post(page, day | {"date_2": "2020"})
    assert "Enter a day in the future, or in the last 31 days" in long_ago.content.decode()
    client.post(page, day)
    assert "already meets then" in client.post(page, day).content.decode()
    board = BoardDate.objects.get()
    client.post(reverse("reports:board_remove", args=[board.pk]))

    assert not BoardDate.objects.exists()
    client.force_login(UserFactory())
    assert client.get(page).status_code == 403

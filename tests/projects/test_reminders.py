"""Reminders: at nine whatever the clocks do, once each, and only while they help."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from diz_portal import reminders
from diz_portal.outbox.models import Message
from diz_portal.reminders.models import ReminderState
from partners.models import OrganisationState
from projects.models import Return
from projects.returns.services import returns, rounds
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import ReturnFactory, RoundFactory, submitted

from .test_rounds import at_once

pytestmark = pytest.mark.django_db


def opened(month=date(2026, 10, 1), **dates):
    """A return of a round with one contributor, and the round's reminders planned."""
    organisation = OrganisationFactory()
    person = contributor_of(organisation)
    project = ProjectFactory(partners=[organisation])
    reporting_round = RoundFactory(month=month, opened_at=None, **dates)
    rounds.open_round(reporting_round.pk)
    return Return.objects.get(project=project), person


def at(day, hour=9, minute=0):
    return datetime(*day, hour, minute, tzinfo=timezone.get_default_timezone())


def sweep(now):
    return reminders.sweep(now, "return")


def kinds_sent(record):
    return list(
        record.reminders.filter(state=ReminderState.SENT)
        .order_by("due_at")
        .values_list("step", flat=True)
    )


def test_reminders_are_at_nine_on_either_side_of_the_clock_changes():
    spring, _ = opened(
        date(2026, 2, 1),
        opens_on=date(2026, 2, 25),
        due_on=date(2026, 3, 29),
        closes_on=date(2026, 4, 20),
    )
    autumn, _ = opened(
        date(2026, 9, 1),
        opens_on=date(2026, 9, 25),
        due_on=date(2026, 10, 25),
        closes_on=date(2026, 11, 20),
    )

    assert dict(spring.reminders.values_list("step", "due_at")) == {
        "week-before": datetime(2026, 3, 22, 9, tzinfo=UTC),
        "day-before": datetime(2026, 3, 28, 9, tzinfo=UTC),
        "due": datetime(2026, 3, 29, 8, tzinfo=UTC),
    }
    assert dict(autumn.reminders.values_list("step", "due_at")) == {
        "week-before": datetime(2026, 10, 18, 8, tzinfo=UTC),
        "day-before": datetime(2026, 10, 24, 8, tzinfo=UTC),
        "due": datetime(2026, 10, 25, 9, tzinfo=UTC),
    }


def test_weekly_reminders_stay_at_nine_when_the_clocks_change():
    record, _ = opened(
        date(2026, 9, 1),
        opens_on=date(2026, 9, 25),
        due_on=date(2026, 10, 20),
        closes_on=date(2026, 11, 20),
    )

    sweep(at((2026, 10, 20)))

    late = record.reminders.get(step="late-1")
    assert late.due_at == datetime(2026, 10, 27, 9, tzinfo=UTC)


def test_sweep_writes_to_leads_and_contributors_but_not_to_viewers():
    record, contributor = opened()
    lead = lead_of(record.organisation)
    viewer_of(record.organisation)
    contributor_of(record.organisation, is_active=False)

    assert sweep(at((2026, 10, 31))) == {"sent": 1}

    mail = Message.objects.order_by("to")
    assert {email.to for email in mail} == {contributor.email, lead.email}
    assert mail[0].subject.endswith("due in 7 days")
    assert f"/workspace/returns/{record.reference}/" in mail[0].body
    assert record.reminders.get(step="week-before").reason == "sent to 2 reporters"


def test_sweep_twice_sends_once():
    opened()

    sweep(at((2026, 10, 31)))
    assert sweep(at((2026, 10, 31))) == {}

    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sweep_in_four_threads_sends_once():
    opened()
    opened(date(2026, 10, 1))

    answers = at_once(lambda: sweep(at((2026, 10, 31))))

    assert sum(answer["sent"] for answer in answers) == 2
    assert Message.objects.count() == 2


def test_sweep_runs_week_day_due_then_weekly_and_tells_the_manager_after_fourteen_days():
    boss = manager()
    record, person = opened(closes_on=date(2026, 12, 31))

    for day in range(70):
        now = at((2026, 10, 26)) + timedelta(days=day, minutes=1)
        if timezone.localdate(now) <= date(2026, 11, 30):
            sweep(now)

    assert kinds_sent(record) == [
        "week-before",
        "day-before",
        "due",
        "late-1",
        "late-2",
        "late-3",
    ]
    assert Message.objects.filter(to=person.email).count() == 6
    to_boss = Message.objects.filter(to=boss.email).order_by("queued_at")
    overdue = (f"Overdue: {record.round} return", f"from {record.organisation}")
    assert [
        (email.subject.split(" for ")[0], email.subject.endswith(overdue[1])) for email in to_boss
    ] == [(overdue[0], True), (overdue[0], True)]
    assert ["is 14 days overdue" in to_boss[0].body, "is 21 days overdue" in to_boss[1].body] == [
        True,
        True,
    ]


def test_a_week_before_reminder_found_after_the_due_date_is_missed():
    record, _ = opened()

    counts = sweep(at((2026, 11, 8)))

    assert counts == {"sent": 1, "missed": 2}
    assert kinds_sent(record) == ["due"]
    notes = dict(record.reminders.values_list("step", "reason"))
    assert notes["week-before"] == notes["day-before"] == "missed: due date had passed"


def test_after_a_long_silence_only_the_latest_reminder_is_sent():
    record, _ = opened()

    sweep(at((2026, 11, 22)))

    assert kinds_sent(record) == ["late-2"]
    assert Message.objects.count() == 1
    assert record.reminders.get(state=ReminderState.PLANNED).step == "late-3"


def test_both_early_reminders_found_together_send_one():
    record, _ = opened()

    sweep(at((2026, 11, 6)))

    assert kinds_sent(record) == ["day-before"]


def test_a_submitted_return_is_not_chased_and_one_sent_back_is_again():
    record, person = opened()
    submitted(person, record)
    sweep(at((2026, 11, 7)))
    assert not Message.objects.exists()
    assert record.reminders.get(step="due").reason == "no longer needed"

    returns.send_back(by=manager(), record=record, reason="Say more.")
    Message.objects.all().delete()
    sweep(at((2026, 11, 14)))

    assert "was sent back because changes are needed." in Message.objects.get().body


def test_nobody_to_write_to_is_recorded():
    record = ReturnFactory(round=RoundFactory(month=date(2026, 10, 1)))
    record.organisation.state = OrganisationState.SUSPENDED
    record.organisation.save()
    reminders.plan("return", [record], at((2026, 11, 1)))

    assert sweep(at((2026, 11, 7))) == {"missed": 2, "skipped": 1}
    assert record.reminders.get(step="due").reason == "no one to contact"


def test_reminders_end_when_the_round_has_closed():
    record, _ = opened()
    rounds.close_round(by=manager(), reporting_round=record.round)

    sweep(at((2027, 3, 1)))

    assert not Message.objects.exists()
    assert not record.reminders.filter(state=ReminderState.PLANNED).exists()
    record.refresh_from_db()
    assert not record.is_owed

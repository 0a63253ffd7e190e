"""Plans as rows: from the dates of things, at the time of the clock, and anew when a date moves."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from diz_portal import reminders
from diz_portal.reminders.models import REMINDER_MOVES, Reminder, ReminderState
from diz_portal.reminders.plans import Step, declare
from tests.factories.partners import AgreementFactory

from .conftest import END, Renewal, at, at_once, mail

pytestmark = pytest.mark.django_db


def rows(**only):
    found = Reminder.objects.filter(**only).order_by("due_at", "part")
    return [(one.step, one.state, one.reason) for one in found]


@pytest.mark.parametrize(
    ("step", "when", "due"),
    [
        # 28 March 2027: the clocks go forward at 01:00 UTC. Nine stays nine.
        (Step("a", days=-2), date(2027, 3, 29), datetime(2027, 3, 27, 9, tzinfo=UTC)),
        (Step("a", days=-2), date(2027, 3, 30), datetime(2027, 3, 28, 8, tzinfo=UTC)),
        (
            Step("a", days=7, at=time(7, 30)),
            date(2027, 3, 21),
            datetime(2027, 3, 28, 6, 30, tzinfo=UTC),
        ),
        # 31 October 2027: they go back at 01:00 UTC.
        (Step("a", days=-2), date(2027, 11, 1), datetime(2027, 10, 30, 8, tzinfo=UTC)),
        (Step("a", days=1), date(2027, 10, 30), datetime(2027, 10, 31, 9, tzinfo=UTC)),
        # From a time of day: a day is one of the calendar, and hours are hours.
        (
            Step("a", days=-1),
            datetime(2027, 3, 28, 9, tzinfo=UTC),
            datetime(2027, 3, 27, 10, tzinfo=UTC),
        ),
        (
            Step("a", days=-2, at=time(9)),
            datetime(2027, 3, 29, 13, 15, 9, tzinfo=UTC),
            datetime(2027, 3, 27, 9, tzinfo=UTC),
        ),
        (
            Step("a", hours=-2),
            datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
            datetime(2027, 3, 27, 23, 30, tzinfo=UTC),
        ),
    ],
)
def test_steps_are_due_by_the_clock_on_the_wall(step, when, due):
    assert step.due(when).astimezone(UTC) == due


def test_plan_is_one_row_for_each_step_and_person_however_often(renewal):
    AgreementFactory(expires_on=END)

    for _ in range(2):
        reminders.plan_what_comes(at(1))

    assert rows() == [("week", "planned", "")] * 2 + [("day", "planned", "")] * 2
    assert {one.due_at for one in Reminder.objects.all()} == {
        datetime(2027, 3, 24, 9, tzinfo=UTC),
        datetime(2027, 3, 30, 8, tzinfo=UTC),
    }


@pytest.mark.django_db(transaction=True)
def test_two_clocks_plan_each_once(renewal):
    AgreementFactory.create_batch(3, expires_on=END)

    at_once(lambda: reminders.plan_what_comes(at(1)))

    assert Reminder.objects.count() == 12


@pytest.mark.parametrize("new", [END + timedelta(days=1), END + timedelta(days=3000), None])
def test_changed_date_is_planned_anew_and_old_rows_say_why(renewal, new):
    agreement = AgreementFactory(expires_on=END)
    reminders.plan_what_comes(at(1))
    reminders.sweep(at(24))
    assert mail() == 2

    agreement.expires_on = new
    agreement.save()
    reminders.plan_what_comes(at(25))

    old = {"version": END.isoformat()}
    assert (
        rows(**old) == [("week", "sent", "")] * 2 + [("day", "skipped", "the date was changed")] * 2
    )
    assert len(rows(version=str(new))) == (4 if new else 0)
    reminders.sweep(at(31))
    # Whoever was reminded of the old date is reminded of the new.
    assert mail() == (4 if new == END + timedelta(days=1) else 2)


def test_changed_date_that_nobody_planned_yet_is_not_reminded_of(renewal):
    agreement = AgreementFactory(expires_on=END)
    reminders.plan_what_comes(at(1))
    agreement.expires_on = END + timedelta(days=60)
    agreement.save()

    reminders.sweep(at(24))

    assert mail() == 0
    assert rows(step="week") == [("week", "skipped", "the date was changed")] * 2


def test_date_that_is_moved_back_is_reminded_of_after_all(renewal):
    agreement = AgreementFactory(expires_on=END)
    reminders.plan_what_comes(at(1))
    for day in (END + timedelta(days=9), END):
        agreement.expires_on = day
        agreement.save()
        reminders.plan_what_comes(at(2))

    assert reminders.sweep(at(24)) == {"sent": 2}


def test_plan_that_gains_a_person_or_moves_a_step_is_followed_by_what_was_not_sent(renewal):
    AgreementFactory(expires_on=END)
    first, second = renewal.people
    renewal.people = [first]
    reminders.plan_what_comes(at(1))
    reminders.sweep(at(24))

    renewal.people = [second, first]
    renewal.steps = (Step("week", days=-7), Step("day", days=-2))
    reminders.plan_what_comes(at(25))
    reminders.sweep(at(25))
    assert mail() == 2
    assert {one.due_at for one in Reminder.objects.filter(step="day")} == {
        datetime(2027, 3, 29, 8, tzinfo=UTC)
    }

    renewal.steps = (Step("week", days=-7),)
    reminders.plan_what_comes(at(26))
    assert rows(step="day") == [("day", "skipped", "removed from the plan")] * 2


def test_planning_a_kind_that_is_broken_keeps_no_other_waiting(renewal, monkeypatch):
    class Broken(Renewal):
        kind = "broken"

        def date(self, agreement):
            raise RuntimeError("of no use")

    from diz_portal.reminders import plans

    monkeypatch.setattr(plans, "_plans", {"broken": Broken(), "renewal": renewal})
    AgreementFactory(expires_on=END)

    with pytest.raises(RuntimeError, match="of no use"):
        reminders.plan_what_comes(at(1))

    assert len(rows(kind="renewal")) == 4


def test_planning_costs_the_same_for_each_bundle(renewal, django_assert_num_queries, monkeypatch):
    from diz_portal.reminders import services

    monkeypatch.setattr(services, "CHUNK", 5)
    AgreementFactory.create_batch(10, expires_on=END)

    # What comes, in two bundles: the rows they have and those they lack, in a savepoint.
    with django_assert_num_queries(1 + 2 * 4):
        reminders.plan_what_comes(at(1))


def test_a_kind_is_declared_once(renewal):
    class Again(Renewal):
        pass

    with pytest.raises(ImproperlyConfigured, match="renewal"):
        declare(Again)


# What the database itself refuses ---


def row(**values):
    usual = {"kind": "renewal", "subject": 1, "step": "week", "version": "1", "due_at": at(1)}
    return Reminder.objects.create(**{**usual, **values})


def test_every_state_has_its_moves_and_nothing_sent_is_planned_again():
    assert set(REMINDER_MOVES) == set(ReminderState)
    assert ReminderState.PLANNED not in REMINDER_MOVES[ReminderState.SENT]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"step": "day", "state": "lost", "settled_at": at(1)},
        {"step": "day", "state": "skipped", "settled_at": at(1)},
        {"step": "day", "state": "missed", "reason": "late"},
        {"step": "day", "settled_at": at(1)},
    ],
)
def test_database_refuses_a_second_row_and_one_that_says_too_little(values):
    row()

    with pytest.raises(IntegrityError), transaction.atomic():
        row(**values)


def test_database_keeps_what_was_sent_sent():
    sent = Reminder.objects.filter(pk=row(state="sent", settled_at=timezone.now()).pk)

    with pytest.raises(InternalError), transaction.atomic():
        sent.update(state="planned", settled_at=None)
    sent.update(state="failed", reason="could not be delivered")

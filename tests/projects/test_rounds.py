"""Rounds: planned ahead, opened once however often it is tried, closed for good."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.db.utils import IntegrityError

from diz_portal.reminders.models import Reminder
from partners.models import OrganisationState
from projects.models import (
    ProjectState,
    ReportingRound,
    Return,
    ReturnState,
    ReturnStep,
)
from projects.returns.selectors import returns as selectors
from projects.returns.selectors.returns import rounds_with_counts
from projects.returns.services import returns, rounds
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.places import BankHolidayFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import ReturnFactory, RoundFactory, submitted

pytestmark = pytest.mark.django_db


def at_once(act, times=4):
    """Run `act` in several threads that start together; answers what each returned."""
    barrier, answers = Barrier(times), []

    def run():
        try:
            barrier.wait(timeout=10)
            answers.append(act())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(answers) == times
    return answers


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 11, 1), date(2026, 12, 7)),
        (date(2027, 1, 1), date(2027, 2, 8)),  # the 7th is a Sunday
        (date(2028, 4, 1), date(2028, 5, 8)),  # likewise
        (date(2022, 12, 1), date(2023, 1, 9)),  # a Saturday
        (date(2029, 4, 1), date(2029, 5, 8)),  # the early May bank holiday
    ],
)
def test_returns_fall_due_on_a_working_day(month, due):
    assert rounds.usual_dates(month)["due_on"] == due


def test_returns_fall_due_after_a_bank_holiday_that_was_proclaimed():
    BankHolidayFactory(date=date(2026, 12, 7), instead_of=None)

    rounds.plan_rounds(date(2026, 12, 1))

    planned = ReportingRound.objects.get(month=date(2026, 11, 1))
    assert planned.due_on == date(2026, 12, 8)


def test_plan_rounds_keeps_two_months_ahead_and_plans_each_once():
    assert rounds.plan_rounds(date(2026, 12, 20)) == 2
    assert rounds.plan_rounds(date(2026, 12, 20)) == 0

    first, second = ReportingRound.objects.order_by("month")
    assert (first.month, second.month) == (date(2026, 12, 1), date(2027, 1, 1))
    assert (first.opens_on, first.due_on, first.closes_on) == (
        date(2026, 12, 25),
        date(2027, 1, 7),
        date(2027, 1, 21),
    )


def test_plan_rounds_includes_last_month_only_while_it_is_not_due():
    rounds.plan_rounds(date(2026, 12, 7))
    assert ReportingRound.objects.filter(month=date(2026, 11, 1)).exists()

    rounds.plan_rounds(date(2026, 10, 8))
    assert not ReportingRound.objects.filter(month=date(2026, 9, 1)).exists()


def test_open_makes_one_return_for_each_partner_with_its_reminders():
    one, other = OrganisationFactory.create_batch(2)
    project = ProjectFactory(partners=[one, other])

    assert rounds.open_due_rounds(date(2026, 11, 25)) == 2
    assert rounds.open_due_rounds(date(2026, 11, 25)) == 0

    made = Return.objects.filter(project=project)
    assert {record.organisation for record in made} == {one, other}
    assert {record.state for record in made} == {ReturnState.DRAFT}
    kinds = ["week-before", "day-before", "due"]
    assert [reminder.step for reminder in made[0].reminders.all()] == kinds


def test_open_waits_for_the_day():
    ProjectFactory(partners=[OrganisationFactory()])

    assert rounds.open_due_rounds(date(2026, 11, 24)) == 0
    assert not Return.objects.exists()


def test_open_asks_the_lead_when_no_partner_delivers():
    project = ProjectFactory()

    rounds.open_due_rounds(date(2026, 11, 25))

    assert Return.objects.get().organisation == project.lead


def test_open_asks_nobody_who_need_not_report():
    active = OrganisationFactory()
    suspended = OrganisationFactory(state=OrganisationState.SUSPENDED)
    ProjectFactory(partners=[suspended])
    ProjectFactory(partners=[active], reports_monthly=False)
    ProjectFactory(partners=[active], state=ProjectState.FINISHED)
    ProjectFactory(partners=[active], starts_on=date(2026, 12, 1))
    expected = ProjectFactory(partners=[active], starts_on=date(2026, 11, 30))

    rounds.open_due_rounds(date(2026, 11, 25))

    assert [record.project for record in Return.objects.all()] == [expected]


def test_open_gives_a_late_joiner_a_return_until_the_round_is_due():
    project = ProjectFactory(partners=[OrganisationFactory()])
    rounds.open_due_rounds(date(2026, 11, 25))

    project.partners.add(OrganisationFactory())
    assert rounds.open_due_rounds(date(2026, 12, 7)) == 1

    project.partners.add(OrganisationFactory())
    assert rounds.open_due_rounds(date(2026, 12, 8)) == 0


def test_open_skips_a_round_whose_window_has_passed():
    RoundFactory(month=date(2026, 9, 1), opened_at=None)
    ProjectFactory(partners=[OrganisationFactory()])

    rounds.open_due_rounds(date(2026, 11, 20))

    assert not Return.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_open_at_the_same_time_creates_one_return_each():
    ProjectFactory(partners=OrganisationFactory.create_batch(3))

    made = at_once(lambda: rounds.open_due_rounds(date(2026, 11, 25)))

    assert sorted(made) == [0, 0, 0, 3]
    assert Return.objects.count() == 3
    assert Reminder.objects.filter(kind="return").count() == 9
    assert ReportingRound.objects.filter(opened_at__isnull=False).count() == 1


def test_a_second_return_for_the_period_is_refused_by_the_database():
    record = ReturnFactory()

    with pytest.raises(IntegrityError, match="projects_one_return_per_period"):
        Return.objects.create(
            round=record.round, project=record.project, organisation=record.organisation
        )


def test_change_dates_moves_a_round_until_it_opens():
    ahead = RoundFactory(month=date(2026, 12, 1), opened_at=None)
    dates = {
        "opens_on": date(2026, 12, 28),
        "due_on": date(2027, 1, 11),
        "closes_on": date(2027, 1, 25),
    }

    changed = rounds.change_dates(by=manager(), reporting_round=ahead, **dates)
    assert changed.due_on == date(2027, 1, 11)

    with pytest.raises(rounds.RoundHasOpened):
        rounds.change_dates(by=manager(), reporting_round=RoundFactory(), **dates)


def test_rounds_with_counts_counts_one_sent_back_as_owed_again():
    reporting_round = RoundFactory()
    boss = manager()
    submitted(boss, ReturnFactory(round=reporting_round))
    returns.send_back(
        by=boss, record=submitted(boss, ReturnFactory(round=reporting_round)), reason="Say more."
    )

    counted = rounds_with_counts().get(pk=reporting_round.pk)

    assert (counted.sent, counted.to_review, counted.total) == (1, 1, 2)


def test_close_closes_every_return_whatever_its_status():
    reporting_round = RoundFactory()
    boss = manager()
    owed = ReturnFactory(round=reporting_round)
    was_sent = submitted(boss, ReturnFactory(round=reporting_round))
    was_read = submitted(boss, ReturnFactory(round=reporting_round))
    returns.accept(by=boss, record=was_read, version=was_read.version)

    rounds.close_round(by=boss, reporting_round=reporting_round)
    rounds.close_round(by=boss, reporting_round=reporting_round)

    for record in (owed, was_sent, was_read):
        record.refresh_from_db()
        assert record.is_closed
        assert record.events.filter(state=ReturnStep.CLOSED).count() == 1
    # How each ended stays, and is told of the round.
    assert [record.state for record in (owed, was_sent, was_read)] == [
        ReturnState.DRAFT,
        ReturnState.SUBMITTED,
        ReturnState.ACCEPTED,
    ]
    reporting_round = selectors.rounds_with_counts().get(pk=reporting_round.pk)
    assert (
        selectors.how_it_ended(reporting_round)
        == "1 accepted, 1 submitted but not reviewed, 1 not submitted"
    )
    with pytest.raises(returns.ReturnNotOpen, match="round has closed"):
        returns.save(by=boss, record=owed, version=owed.version, answers={"narrative": "late"})


def test_close_keeps_the_version_that_was_submitted_and_the_changes_that_were_not():
    boss, writer = manager(), contributor_of()
    record = submitted(writer, narrative="As sent")
    record = returns.send_back(by=boss, record=record, reason="Say more.")
    returns.save(by=writer, record=record, version=record.version, answers={"narrative": "Half"})

    rounds.close_round(by=boss, reporting_round=record.round)

    record.refresh_from_db()
    assert record.narrative == "As sent"
    assert record.events.get(state=ReturnStep.CLOSED).answers["narrative"] == "Half"


def test_close_due_rounds_waits_until_the_day_after():
    reporting_round = RoundFactory(month=date(2026, 10, 1))

    assert rounds.close_due_rounds(date(2026, 11, 21)) == 0
    assert rounds.close_due_rounds(date(2026, 11, 22)) == 1
    assert rounds.close_due_rounds(date(2026, 11, 22)) == 0

    reporting_round.refresh_from_db()
    assert reporting_round.closed_at is not None


def test_a_round_keeps_its_dates_in_order_in_the_database():
    with pytest.raises(IntegrityError, match="projects_round_dates_in_order"):
        RoundFactory(due_on=date(2020, 1, 1))


def test_keep_returns_does_the_whole_round_and_may_run_again(capsys):
    organisation = OrganisationFactory()
    contributor_of(organisation)
    ProjectFactory(partners=[organisation])
    with time_machine.travel(datetime(2026, 11, 30, 9, 1, tzinfo=UTC), tick=False):
        call_command("keep_returns")
        call_command("keep_returns")

    assert capsys.readouterr().out.splitlines() == [
        "Returns created: 1. Rounds closed: 0. Reminders sent: 1.",
        "Returns created: 0. Rounds closed: 0. Reminders sent: 0.",
    ]

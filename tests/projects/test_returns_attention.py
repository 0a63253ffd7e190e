"""What waits for whom: returns, milestones that slip, reviews that are overdue."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diz_portal.attention import Urgency
from diz_portal.attention.selectors import items_for
from projects.returns.services import returns
from tests.factories.partners import OrganisationFactory, contributor_of, manager, viewer_of
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import (
    MilestoneFactory,
    ReturnFactory,
    RiskFactory,
    RoundFactory,
    submitted,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def reporting_round(today):
    return RoundFactory(
        opens_on=today - 20 * DAY, due_on=today - 3 * DAY, closes_on=today + 9 * DAY
    )


@pytest.fixture
def record(reporting_round):
    return ReturnFactory(round=reporting_round, project=ProjectFactory(title="Fibre"))


def rows(user):
    return [(item.title, item.when, item.owed_by) for item in items_for(user)]


def test_an_overdue_return_waits_for_its_writer_and_for_the_manager_to_chase(
    record, reporting_round
):
    writer = contributor_of(record.organisation)
    name = record.organisation.name

    assert rows(writer) == [(f"Submit {reporting_round} return: Fibre", "3 days overdue", "")]
    (item,) = items_for(manager())
    assert (item.title, item.owed_by) == (f"Chase {reporting_round} return: {name}", name)
    assert list(item.recipients()) == [writer]
    assert rows(viewer_of(record.organisation)) == []


def test_a_return_due_far_ahead_waits_for_its_writer_only(record, reporting_round, today):
    reporting_round.due_on = today + 9 * DAY
    reporting_round.save()

    assert len(rows(contributor_of(record.organisation))) == 1
    assert rows(manager()) == []


def test_a_submitted_return_waits_for_the_manager(record, reporting_round):
    writer = contributor_of(record.organisation)
    record = submitted(writer, record)
    boss = manager()

    assert rows(writer) == []
    title = f"Review {reporting_round} return: {record.organisation}"
    assert rows(boss) == [(title, "round closes in 9 days", "")]

    returns.send_back(by=boss, record=record, reason="More.")
    assert [title for title, *_ in rows(writer)] == [
        f"Amend and resubmit {reporting_round} return: Fibre"
    ]
    assert [title for title, *_ in rows(boss)] == [
        f"Chase {reporting_round} return (sent back): {record.organisation}"
    ]


def test_a_milestone_whose_day_has_passed_waits_for_its_owner(today):
    owner = OrganisationFactory()
    project = ProjectFactory(partners=[owner])
    MilestoneFactory(
        project=project,
        title="Poles",
        owner=owner,
        baseline_on=today - 9 * DAY,
        forecast_on=today - 2 * DAY,
    )

    title = "Update milestone: Poles (forecast date passed)"
    assert rows(contributor_of(owner)) == [(title, "2 days overdue", "")]
    assert rows(manager()) == [(title, "2 days overdue", owner.name)]
    assert rows(contributor_of()) == []


def test_a_milestone_that_slips_waits_for_the_manager_alone(today):
    owner = OrganisationFactory()
    MilestoneFactory(
        project=ProjectFactory(partners=[owner]),
        title="Ducts",
        owner=owner,
        baseline_on=today + 5 * DAY,
        forecast_on=today + 30 * DAY,
    )

    assert rows(contributor_of(owner)) == []
    when = "25 days behind baseline"
    assert rows(manager()) == [("Review slipping milestone: Ducts", when, owner.name)]


@pytest.mark.parametrize(
    ("behind", "urgency"), [(55, Urgency.WEEK), (28, Urgency.WEEK), (27, Urgency.LATER)]
)
def test_a_milestone_that_is_far_behind_is_not_for_later(today, behind, urgency):
    MilestoneFactory(baseline_on=today + 9 * DAY, forecast_on=today + (9 + behind) * DAY)

    (item,) = items_for(manager())

    assert item.urgency == urgency


def test_an_overdue_review_waits_for_the_owner_of_the_risk(today):
    owner = OrganisationFactory()
    RiskFactory(
        project=ProjectFactory(partners=[owner]),
        title="Silence",
        owner=owner,
        next_review_on=today - 4 * DAY,
    )

    assert rows(contributor_of(owner)) == [("Review risk: Silence", "4 days overdue", "")]
    assert rows(manager())[0][2] == owner.name


def test_the_list_costs_the_same_at_any_length(today, reporting_round):
    owner = OrganisationFactory()
    writer, boss = contributor_of(owner), manager()
    counts, made = set(), 0
    for number in (1, 3):
        for _ in range(number - made):
            project = ProjectFactory(partners=[owner])
            ReturnFactory(round=reporting_round, project=project, organisation=owner)
            MilestoneFactory(project=project, owner=owner, baseline_on=today - 5 * DAY)
            RiskFactory(project=project, owner=owner, next_review_on=today - DAY)
        made = number
        with CaptureQueriesContext(connection) as captured:
            assert len(items_for(type(writer).objects.get(pk=writer.pk))) == 3 * number
            assert len(items_for(type(boss).objects.get(pk=boss.pk))) == 3 * number
        counts.add(len(captured))

    assert len(counts) == 1

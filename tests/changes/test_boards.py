"""What boards decided, for everybody once it is released; contracts, for who reads the money."""

from datetime import timedelta
from decimal import Decimal

import pytest

from diz_portal import changes
from projects.contracts.services import contracts
from projects.meetings.services import meetings
from tests.changes.dated import days_ago, rows_of, said
from tests.factories.change import asked, control_of, held_meeting
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = pytest.mark.django_db

KINDS = {"board-decisions", "contracts-signed"}


def week(reader, **more):
    found = changes.sentences(reader, since=days_ago(7), until=days_ago(0), **more)
    return [one for one in found if one.kind.name in KINDS]


@pytest.fixture
def boss():
    return manager()


def minuted(boss, meeting, number, **facts):
    return meetings.minute(by=boss, meeting=meeting, number=number, **facts)


def test_decisions_are_told_once_they_are_released_and_private_ones_never(boss):
    meeting = held_meeting(boss, days=-3)
    minuted(boss, meeting, 1, heading="Contract", decision="Extended to June.")
    minuted(boss, meeting, 2, heading="Progress", said="It was noted.")
    minuted(
        boss,
        meeting,
        3,
        heading="Secret",
        decision="Secret",
        paragraph=3,
        private_because="The price is being agreed.",
    )
    assert week(None) == []

    meetings.release(by=boss, meeting=meeting)

    for reader in (None, boss, contributor_of(OrganisationFactory())):
        assert said(week(reader)) == ["1 board decision was published"]
        assert rows_of(week(reader), "board-decisions") == ["Contract: Extended to June"]
    assert week(boss, project=ProjectFactory()) == []


def test_a_project_has_the_decisions_on_its_change_requests(boss):
    project = ProjectFactory()
    milestone = MilestoneFactory(project=project)
    control_of(project, boss)
    request = asked(
        project,
        contributor_of(project.lead),
        milestones={milestone: milestone.baseline_on + timedelta(days=90)},
    )
    meeting = held_meeting(boss, days=-3)
    minuted(
        boss, meeting, 1, heading="Plan", decision="Approved", change=request, outcome="approved"
    )
    minuted(boss, meeting, 2, heading="Other", decision="Approved")
    meetings.release(by=boss, meeting=meeting)

    assert rows_of(week(boss, project=project), "board-decisions") == ["Plan: Approved"]


def test_contracts_are_told_to_those_who_read_the_money(boss):
    project = ProjectFactory()
    contracts.enter(
        by=boss,
        project=project,
        title="Dark fibre",
        supplier="Lea Valley Fibre",
        buyer=project.lead,
        expenditure="capital",
        value=Decimal(900_000),
        began_on=days_ago(90),
        signed_on=days_ago(3),
        starts_on=days_ago(1),
    )

    assert said(week(boss)) == ["1 contract was signed"]
    assert rows_of(week(boss), "contracts-signed") == ["Dark fibre: the contract was signed"]
    for reader in (None, contributor_of(OrganisationFactory())):
        assert week(reader) == []

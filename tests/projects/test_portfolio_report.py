"""The report on milestones and risks says what their pages say."""

import pytest

from diz_portal.reports import registry
from diz_portal.reports.paper import plain
from diz_portal.reports.reading import read
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory, RiskFactory

pytestmark = pytest.mark.django_db


def tables(project):
    report = registry.named("risks-and-milestones")
    paper = report.paper(read(report, {"project": project.slug}, user=None))
    return {table.key: [tuple(map(plain, row)) for row in table.rows()] for table in paper.tables()}


def test_milestones_and_risks_are_listed_with_slippage_and_scores():
    PartnershipFactory()
    project = ProjectFactory()
    milestone = MilestoneFactory(project=project, title="Contract signed")
    risk = RiskFactory(project=project, title="Wayleaves take long")

    found = tables(project)

    [row] = found["milestones"]
    assert (row[0], row[5]) == ("Contract signed", milestone.slippage_days)
    [row] = found["risks"]
    assert (row[0], row[4]) == ("Wayleaves take long", risk.score_after)
    assert {row[0]: row[2] for row in found["portfolio"]}["risks_open"] == 1


def test_a_project_without_any_says_so():
    PartnershipFactory()

    assert tables(ProjectFactory())["risks"] == []

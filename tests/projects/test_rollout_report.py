"""The rollout as a report says what the pages say, of today and of a past day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diz_portal.reports import registry
from diz_portal.reports.paper import plain
from diz_portal.reports.reading import CannotAnswer, read
from projects.rollout.stages import Stage
from projects.rollout.standing import standing
from tests.factories.accounts import UserFactory
from tests.factories.partners import contributor_of
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    PartnershipFactory()
    today = timezone.localdate()
    project, district = ProjectFactory(), DistrictFactory()
    where = {"project": project, "district": district}
    SiteFactory(name="Ash Surgery", stage=Stage.CONNECTED, **where)
    late = SiteFactory(name="Beech Surgery", stage=Stage.ORDERED, **where)
    late.planned_live_on = today - timedelta(days=12)
    late.save()
    SiteFactory(name="Cedar Surgery", stage=Stage.CANDIDATE, **where)
    return project


def tables(project, **asked):
    report = registry.named("rollout-status")
    answers = {"project": project.slug, **asked}
    paper = report.paper(read(report, answers, user=None))
    return {table.key: table for table in paper.tables()}


def test_it_counts_what_the_pages_count(project):
    found = tables(project)
    values = {row[0]: row[2] for row in found["rollout"].rows()}
    stands = standing(project.pk)

    assert values["in_scope"] == stands.total == 2
    assert values["live"] == stands.live == 1
    assert values["late"] == 1
    assert sum(row[1] for row in found["stages"].rows()) == 2


def test_every_site_is_listed_with_how_late_it_is(project):
    found = tables(project)["sites"]
    rows = [tuple(map(plain, row)) for row in found.rows()]

    assert found.count == len(rows) == 3
    assert [(row[0], row[4], row[8]) for row in rows] == [
        ("Ash Surgery", "Connected", None),
        ("Beech Surgery", "Ordered", 12),
        ("Cedar Surgery", "Candidate", None),
    ]


def test_a_past_day_shows_what_was_known_then(project):
    site = project.sites.get(name="Beech Surgery")
    enter(site, Stage.CONNECTED, timezone.localdate())
    before = timezone.localdate() - timedelta(days=40)

    assert {plain(row[0]): row[4] for row in tables(project)["sites"].rows()}[
        "Beech Surgery"
    ] == "Connected"
    assert list(tables(project, as_at=before.isoformat())["sites"].rows()) == []


def test_only_who_works_on_the_project_may_have_it(project):
    report = registry.named("rollout-status")
    inside, outside = contributor_of(project.lead), UserFactory()

    assert read(report, {"project": project.slug}, user=inside)
    assert report.may_run(inside)
    assert not report.may_run(outside)
    with pytest.raises(CannotAnswer, match="Select a project"):
        read(report, {"project": project.slug}, user=outside)


def test_a_day_in_the_future_is_refused(project):
    ahead = timezone.localdate() + timedelta(days=1)

    with pytest.raises(CannotAnswer, match="today or in the past"):
        tables(project, as_at=ahead.isoformat())

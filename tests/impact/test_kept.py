"""The page that is kept whole is right as soon as anything on it changes."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from diz_portal.impact import selectors, services
from projects.benefits import services as benefits
from projects.models import Milestone
from tests.factories.accounts import UserFactory
from tests.factories.benefits import benefit_of, measured
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def overview(client, monkeypatch):
    """What a stranger reads, kept although this transaction is still writing."""
    real = selectors.version
    monkeypatch.setattr(selectors, "version", lambda: (real()[0], True))
    caches["pages"].clear()
    PartnershipFactory()
    yield lambda: client.get(reverse("impact:overview")).content.decode()
    caches["pages"].clear()


def test_overview_is_kept_while_nothing_changes(overview, django_assert_num_queries):
    MilestoneFactory(project=ProjectFactory(published=True))
    overview()

    with django_assert_num_queries(1):
        overview()


def test_overview_changes_with_everything_it_shows(overview):
    by = UserFactory()
    project = ProjectFactory(published=True, title="Marker-project")
    milestone = MilestoneFactory(project=project)
    benefit = benefit_of(project, by, title="Marker-benefit")
    today = timezone.localdate()

    def met():
        Milestone.objects.filter(pk=milestone.pk).update(actual_on=today - timedelta(days=1))

    steps = [
        ("a milestone was met", met),
        ("a benefit was released", lambda: benefits.release(by=by, benefit=benefit)),
        ("it was measured", lambda: measured(benefit, by, 150)),
        ("an edition was made", services.make_edition),
        (
            "a number was corrected",
            lambda: services.correct(
                figure="milestones-met", was="2", is_now="1", reason="Late", by=by
            ),
        ),
        ("the project was hidden", lambda: type(project).objects.update(published=False)),
    ]
    before = overview()
    for what, change in steps:
        change()
        after = overview()
        assert after != before, what
        before = after

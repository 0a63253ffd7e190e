"""The front page is kept whole for strangers, and right as soon as anything on it changes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal import figures
from diz_portal.impact.models import Reading
from diz_portal.places.models import District, Partnership
from inclusion.models import LearningPath, Team
from partners.models import Organisation
from projects.models import Project
from projects.rollout.stages import Stage
from seminars.models import Place, Seminar
from tests.factories.inclusion import TeamFactory
from tests.factories.learning import LessonFactory
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def front(client, monkeypatch):
    """What a stranger reads, kept although this transaction is still writing."""
    real = figures.version
    monkeypatch.setattr(figures, "version", lambda: (real()[0], True))
    PartnershipFactory()
    return lambda: client.get(reverse("home")).content.decode()


def test_front_page_is_kept_while_nothing_changes(front, django_assert_num_queries):
    SiteFactory(project=ProjectFactory(title="Fibre"), stage=Stage.IN_SERVICE)
    SeminarFactory()
    front()

    with django_assert_num_queries(1):
        front()


def test_front_page_changes_with_everything_it_shows(front):
    DistrictFactory(is_ours=True)
    site = SiteFactory(project=ProjectFactory(title="Marker-fibre"), stage=Stage.IN_SERVICE)
    seminar = SeminarFactory(capacity_in_person=9)
    LessonFactory()
    today = timezone.localdate()
    steps = [
        ("somebody took a place", lambda: registered(seminar, place=Place.IN_PERSON)),
        ("a seminar has begun", lambda: _begin(seminar)),
        ("another site is live", lambda: SiteFactory(project=site.project, stage=Stage.CONNECTED)),
        ("a path was renamed", lambda: LearningPath.objects.update(title="Marker-path")),
        ("a team takes requests", lambda: TeamFactory(takes_referrals=True)),
        ("no team takes requests", lambda: Team.objects.update(takes_referrals=False)),
        ("a partner left", lambda: Organisation.objects.update(state="suspended")),
        (
            "residents were counted",
            lambda: Reading.objects.create(
                figure="residents-helped",
                day=today,
                declared={},
                rows=[["Harlow", 12]],
                behind={},
            ),
        ),
        ("a district was renamed", lambda: District.objects.update(name="Marker-district")),
        ("the partnership was renamed", lambda: Partnership.objects.update(name="Marker-name")),
        ("the project was hidden", lambda: Project.objects.update(published=False)),
    ]
    before = front()
    for what, change in steps:
        change()
        after = front()
        assert after != before, what
        before = after


def _begin(seminar):
    now = timezone.now()
    Seminar.objects.filter(pk=seminar.pk).update(
        starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(hours=1)
    )


def test_someone_who_is_signed_in_gets_a_page_of_their_own(client, front):
    front()
    client.force_login(manager())

    assert "Workspace" in front()

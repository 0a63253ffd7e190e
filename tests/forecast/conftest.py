from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, enter, put_in_scope

JOURNEY = ["in_scope", "assured", "ordered", "surveyed", "designed", "civils", "rfs", "connected"]


class Rollout:
    """A project whose sites went on in turns: `moved` of them all the way, the others part of it.

    What happened was recorded on its day, so that a past day can be asked for what it knew.
    """

    def __init__(self, moved=20, waiting=6):
        PartnershipFactory()
        self.today = timezone.localdate()
        self.by = UserFactory()
        self.district = DistrictFactory()
        self.project = ProjectFactory(ends_on=self.today + timedelta(days=120))
        self.done = [self.site(len(JOURNEY), 500 - 9 * number) for number in range(moved)]
        self.waiting = [self.site(3 + number % 4, 150) for number in range(waiting)]

    def site(self, stages, ago, pace=25, **fields):
        fields = {"supplier": "Stort Valley Fibre", "district": self.district} | fields
        site = SiteFactory(project=self.project, stage=None, **fields)
        for number, stage in enumerate(JOURNEY[:stages]):
            self.enter(site, stage, ago - pace * number - site.pk % 7)
        on = self.today - timedelta(days=ago)
        put_in_scope(site, on=on, approved_by=self.by, recorded_at=self.at(on))
        site.refresh_from_db()
        return site

    def enter(self, site, stage, ago, **fields):
        on = self.today - timedelta(days=ago)
        fields.setdefault("recorded_at", self.at(on))
        return enter(site, stage, on, **fields)

    @staticmethod
    def at(on):
        from datetime import datetime, time

        return timezone.make_aware(datetime.combine(on, time(15)))


@pytest.fixture
def rollout(db):
    return Rollout()


@pytest.fixture
def import_batch(rollout):
    return ImportBatch.objects.create(project=rollout.project, kind="sites")

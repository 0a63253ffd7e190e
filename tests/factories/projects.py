"""Programmes, projects, their sites and what happens to them."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from projects.models import (
    Programme,
    Project,
    ScopeChange,
    ScopeEntry,
    ScopeReason,
    Site,
    StageEntry,
    Theme,
    Wayleave,
)
from projects.rollout.stages import BEFORE_SCOPE, EXITS, Stage


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    name = factory.Sequence(lambda n: f"Programme {n}")
    slug = factory.Sequence(lambda n: f"programme-{n}")
    theme = Theme.INFRASTRUCTURE


class ProjectFactory(factory.django.DjangoModelFactory):
    """Published; `partners=[…]` are the organisations that deliver it."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Full fibre project {n}")
    slug = factory.Sequence(lambda n: f"full-fibre-{n}")
    programme = factory.SubFactory(ProgrammeFactory)
    lead = factory.SubFactory("tests.factories.partners.OrganisationFactory")
    published = True

    @factory.post_generation
    def partners(self, create, extracted, **kwargs):
        if create and extracted:
            self.partners.set(extracted)


class SiteFactory(factory.django.DjangoModelFactory):
    """A site whose history is one entry: at `stage` since `on` (30 days ago).

    Its place in the scope ledger follows from the stage; `scoped=` says otherwise.
    `stage=None` makes a site without any entry.
    """

    class Meta:
        model = Site
        skip_postgeneration_save = True

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"Surgery {n:03}")
    ods_code = factory.Sequence(lambda n: f"E{n:05}")
    address = "1 High Street"
    postcode = "CM20 1AA"
    district = factory.SubFactory("tests.factories.places.DistrictFactory")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        stage = kwargs.pop("stage", Stage.CANDIDATE)
        on = kwargs.pop("on", None) or timezone.localdate() - timedelta(days=30)
        scoped = kwargs.pop("scoped", None)
        by = kwargs.pop("by", None)
        site = super()._create(model_class, *args, **kwargs)
        if stage is None:
            return site
        enter(site, stage, on, by=by)
        if scoped is None:
            scoped = stage not in BEFORE_SCOPE | set(EXITS)
        if scoped:
            put_in_scope(site, on=on)
        site.refresh_from_db()
        return site


def enter(site: Site, stage: str, on: date, **fields) -> StageEntry:
    """A stage entry as a bare row, past every rule of the services."""
    return StageEntry.objects.create(
        project_id=site.project_id, site=site, stage=stage, entered_on=on, **fields
    )


def put_in_scope(*sites: Site, on: date | None = None, step: int = 1, **fields) -> ScopeChange:
    """A scope change as bare rows; `step=-1` takes the sites out."""
    from tests.factories.accounts import UserFactory

    fields.setdefault("reason", ScopeReason.BASELINE if step == 1 else ScopeReason.TOO_COSTLY)
    if "approved_by" not in fields:
        fields["approved_by"] = UserFactory()
    change = ScopeChange.objects.create(
        project_id=sites[0].project_id, happened_on=on or timezone.localdate(), **fields
    )
    ScopeEntry.objects.bulk_create(
        [
            ScopeEntry(project_id=site.project_id, change=change, site=site, step=step)
            for site in sites
        ]
    )
    return change


class WayleaveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Wayleave

    site = factory.SubFactory(SiteFactory, stage=Stage.WAYLEAVE)
    grantor = factory.Sequence(lambda n: f"Landowner {n}")

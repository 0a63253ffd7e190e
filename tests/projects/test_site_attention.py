"""What sites and wayleaves ask of people: of whom, how late, and on which page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diz_portal.attention import Urgency
from projects.models import Site
from projects.rollout.attention_items.sites import sites_inactive, sites_stuck
from projects.rollout.attention_items.wayleaves import wayleaves_ageing
from projects.rollout.stages import Stage
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory, SiteFactory, WayleaveFactory

TODAY = timezone.localdate


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


@pytest.fixture
def supplier(db):
    return OrganisationFactory(name="Northline Networks")


@pytest.fixture
def project(supplier):
    return ProjectFactory(partners=[supplier], slug="full-fibre")


def stuck(user):
    return list(sites_stuck(user, TODAY()))


def test_a_stuck_site_is_owed_by_its_supplier_when_that_is_a_partner(project, supplier):
    site = SiteFactory(
        project=project,
        name="Elm House",
        stage=Stage.ORDERED,
        on=days_ago(42),
        supplier="northline networks",
    )
    partner, boss = contributor_of(supplier), manager()

    own, (item,) = stuck(partner), stuck(boss)

    assert item.title == "Update Elm House: overdue at Ordered"
    assert item.when == "12 days over the usual time"
    assert item.url == f"/workspace/projects/full-fibre/sites/{site.reference}/"
    assert (item.urgency, item.due_on) == (Urgency.OVERDUE, days_ago(12))
    assert item.owed_by == "Northline Networks"
    assert list(item.recipients()) == [partner]
    assert [(one.key, one.owed_by) for one in own] == [(item.key, "")]
    assert stuck(lead_of(project.lead)) == []


def test_a_stuck_site_of_another_supplier_is_owed_by_the_lead(project):
    SiteFactory(project=project, stage=Stage.ORDERED, on=days_ago(42), supplier="Elsewhere")

    (item,) = stuck(lead_of(project.lead))

    assert item.owed_by == ""


def test_many_stuck_sites_are_one_row_that_leads_to_the_list(project, client):
    SiteFactory.create_batch(3, project=project, stage=Stage.CIVILS, on=days_ago(70))
    SiteFactory(project=project, stage=Stage.CIVILS, on=days_ago(60))
    boss = manager()

    (item,) = stuck(boss)

    assert item.title == "Update 3 sites: overdue at Civils under way"
    client.force_login(boss)
    assert client.get(item.url).context["page"].paginator.count == 3


def test_nothing_is_asked_of_viewers_strangers_or_about_finished_projects(project, supplier):
    SiteFactory(project=project, stage=Stage.ORDERED, on=days_ago(42), supplier=supplier.name)

    assert stuck(viewer_of(supplier)) == []
    assert stuck(contributor_of()) == []
    project.state = "finished"
    project.save()
    assert stuck(contributor_of(supplier)) == []


def test_an_inactive_practice_is_for_those_who_may_change_the_scope(project, supplier):
    site = SiteFactory(project=project, name="Oak Lane", stage=Stage.ORDERED)
    out = SiteFactory(project=project, stage=Stage.MERGED)
    Site.objects.filter(pk__in=[site.pk, out.pk]).update(source_inactive_on=days_ago(3))

    (item,) = sites_inactive(lead_of(project.lead), TODAY())

    assert item.title == "Check whether Oak Lane has closed (not active in NHS list)"
    assert item.when == "found 3 days ago"
    assert list(sites_inactive(contributor_of(supplier), TODAY())) == []


@pytest.mark.parametrize(
    ("age", "urgency"), [(60, None), (61, Urgency.WEEK), (90, Urgency.WEEK), (91, Urgency.OVERDUE)]
)
def test_an_ageing_wayleave_is_owed_by_who_must_act(project, supplier, age, urgency):
    WayleaveFactory(
        site__project=project, site__name="Elm House", opened_on=days_ago(age), owner=supplier
    )

    items = list(wayleaves_ageing(contributor_of(supplier), TODAY()))

    assert [item.urgency for item in items] == ([urgency] if urgency else [])
    assert list(wayleaves_ageing(lead_of(project.lead), TODAY())) == []
    for item in items:
        assert item.title == "Chase wayleave: Elm House"
        assert item.when == f"outstanding for {age} days"


def test_many_ageing_wayleaves_are_one_row(project):
    WayleaveFactory.create_batch(6, site__project=project, opened_on=days_ago(95))

    (item,) = wayleaves_ageing(manager(), TODAY())

    assert item.title == "Chase 6 wayleaves outstanding for more than 60 days"
    assert item.owed_by == project.lead.name


@pytest.mark.parametrize("provide", [sites_stuck, sites_inactive, wayleaves_ageing])
def test_items_cost_the_same_however_many(provide, supplier, django_assert_max_num_queries):
    for _ in range(4):
        project = ProjectFactory(partners=[supplier])
        site = SiteFactory(project=project, stage=Stage.ORDERED, on=days_ago(200))
        WayleaveFactory(site=site, opened_on=days_ago(100))
    Site.objects.update(source_inactive_on=days_ago(1))
    boss = manager()
    boss.has_perm("projects.manage")

    with django_assert_max_num_queries(4):
        assert len(list(provide(boss, TODAY()))) == 4

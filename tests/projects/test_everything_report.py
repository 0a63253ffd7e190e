"""Everything about a project: the rows that its pages have, for whoever may see them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.reports import jobs, registry, services
from diz_portal.reports.making import made
from diz_portal.reports.paper import NOT_AVAILABLE
from diz_portal.reports.reading import CannotAnswer, read
from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import (
    ProjectFactory,
    SiteFactory,
    WayleaveFactory,
    enter,
    put_in_scope,
)
from tests.factories.reporting import MilestoneFactory, ReturnFactory, RiskFactory, submitted
from tests.reports.asking import paper_of, rows_of
from tests.reports.packages import Package, problems_of

pytestmark = pytest.mark.django_db
NAME = "project-everything"


@pytest.fixture
def partner():
    PartnershipFactory()
    return OrganisationFactory(name="Stort Valley Fibre")


@pytest.fixture
def project(partner):
    project = ProjectFactory()
    project.partners.add(partner)
    return project


@pytest.fixture
def site(project):
    site = SiteFactory(project=project, name="=Priory Surgery", uprn="000123", cost_actual=1250)
    put_in_scope(site, on=timezone.localdate() - timedelta(days=90))
    enter(site, Stage.SURVEYED, timezone.localdate())
    return site


def asked(project, by=None):
    return rows_of(paper_of(NAME, by=by, project=project.slug))


def test_each_table_has_the_rows_of_its_page(project, site):
    WayleaveFactory(site=site)
    MilestoneFactory(project=project)
    RiskFactory(project=project, description="Of this project.")
    SiteFactory(project=ProjectFactory())

    found = asked(project)

    [row] = found["sites"]
    assert (row["site"], row["uprn"], row["stage"], row["in_scope"], row["cost_actual"]) == (
        site.reference,
        "000123",
        "Surveyed",
        True,
        1250,
    )
    assert [row["stage"] for row in found["stages"]][-1] == "Surveyed"
    assert [row["site"] for row in found["scope"]] == [site.reference]
    for key in ("wayleaves", "milestones", "risks"):
        assert len(found[key]) == 1, key
    assert {row["key"]: row["value"] for row in found["summary"]} == {
        key: len(rows) for key, rows in found.items() if key != "summary"
    }


def test_a_withdrawn_site_is_in_no_table(project, site):
    WayleaveFactory(site=site)
    type(site).objects.filter(pk=site.pk).update(
        withdrawn_at=timezone.now(), withdrawn_reason="Added twice"
    )

    found = asked(project)

    assert not found["sites"] + found["stages"] + found["wayleaves"]


def test_a_partner_is_given_what_its_pages_show(project, partner, site):
    WayleaveFactory(site=site)
    mine = contributor_of(partner)
    other = OrganisationFactory()
    project.partners.add(other)
    submitted(mine, ReturnFactory(project=project, organisation=partner))
    submitted(contributor_of(other), ReturnFactory(project=project, organisation=other))

    of_partner, of_manager = asked(project, by=mine), asked(project, by=manager())

    assert [row["organisation"] for row in of_partner["returns"]] == [partner.name]
    assert len(of_manager["returns"]) == 2
    assert "wayleaves" not in of_partner
    assert len(of_manager["wayleaves"]) == 1


def test_what_was_not_sent_is_its_authors_alone(project, partner):
    mine = contributor_of(partner)
    ReturnFactory(project=project, organisation=partner, narrative="Not yet", delivery="red")

    [own], [of_manager] = (asked(project, by=by)["returns"] for by in (mine, manager()))

    assert (own["narrative"], own["delivery"]) == ("Not yet", "Red")
    assert (of_manager["narrative"], of_manager["delivery"]) == (NOT_AVAILABLE, NOT_AVAILABLE)


def test_whoever_does_not_work_on_it_has_nothing(project):
    stranger = contributor_of(OrganisationFactory())

    assert not registry.named(NAME).may_run(stranger, {"project": project})
    with pytest.raises(CannotAnswer):
        read(registry.named(NAME), {"project": project.slug}, user=stranger)


def test_the_zip_is_what_it_says_of_itself(project, site):
    WayleaveFactory(site=site)
    report = registry.named(NAME)
    question = read(report, {"project": project.slug}, user=None)
    with made(report, question, ["zip"]) as (_, files):
        package = Package(files[0].path.read_bytes())

    assert problems_of(package) == []
    [row] = package.typed("sites")
    assert row["name"] == "'=Priory Surgery"
    assert row["uprn"] == "000123"


def test_nobody_else_opens_it_not_even_a_manager(client, project, partner, site, storage):
    mine = contributor_of(partner)
    report = registry.named(NAME)
    question = read(report, {"project": project.slug}, user=mine)
    job = services.ask(report=report, question=question, answers={"project": project.slug}, by=mine)
    jobs.run(job.pk)
    page = reverse("reports:download", args=[job.reference, "zip"])

    client.force_login(mine)
    answer = client.get(page)
    assert answer.status_code == 200
    assert problems_of(Package(b"".join(answer.streaming_content))) == []
    client.force_login(manager())
    assert client.get(page).status_code == 404
    assert client.get(reverse("reports:job", args=[job.reference])).status_code == 404
    assert job.title not in client.get(reverse("reports:list")).content.decode()

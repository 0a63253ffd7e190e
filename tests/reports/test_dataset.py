"""The dataset: what its reader may see, whole, one copy, made anew each night."""

import datetime as dt
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal import routines
from diz_portal.reports import files, fresh, jobs, registry, services
from diz_portal.reports.making import made
from diz_portal.reports.models import JobState, ReportFile, ReportJob
from diz_portal.reports.reading import read
from projects.rollout.stages import Stage
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory, caseworker_of, contributor_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, enter
from tests.factories.reporting import MilestoneFactory, ReturnFactory, submitted
from tests.places_for_files import files_in

from .packages import Package, problems_of

pytestmark = pytest.mark.django_db
DATASET = registry.named("dataset")


@pytest.fixture
def ours():
    PartnershipFactory()
    return OrganisationFactory(name="Stort Valley Fibre")


@pytest.fixture
def project(ours):
    project = ProjectFactory()
    project.partners.add(ours)
    site = SiteFactory(project=project, uprn="000123")
    enter(site, Stage.SURVEYED, timezone.localdate())
    MilestoneFactory(project=project)
    return project


def package_of(user):
    with made(DATASET, read(DATASET, {}, user=user), ["zip"]) as (_, found):
        return Package(found[0].path.read_bytes())


def test_facts_and_dimensions_belong_together(project, ours):
    submitted(contributor_of(ours), ReturnFactory(project=project, organisation=ours))

    package = package_of(manager())

    assert problems_of(package) == []
    assert {
        "dim_date",
        "dim_district",
        "dim_organisation",
        "dim_project",
        "dim_site",
        "dim_stage",
        "fact_data_movements",
        "fact_device_movements",
        "fact_milestones",
        "fact_returns",
        "fact_seminar_attendance",
        "fact_site_stages",
        "rows",
    } == set(package.resources)
    [site] = package.typed("dim_site")
    assert (site["uprn"], site["stage_code"]) == ("000123", "surveyed")
    assert package.typed("fact_site_stages")[-1]["stage"] == "Surveyed"
    [record] = package.typed("fact_returns")
    assert (record["delivery_code"], record["spend_to_date"]) == ("green", 1000)
    day = next(row for row in package.typed("dim_date") if row["date"] == dt.date(2026, 3, 31))
    assert (day["financial_year"], day["quarter"], day["month"]) == (
        "2025/26",
        "2026-Q1",
        "2026-03",
    )
    assert day["is_working_day"]


def test_a_partner_is_given_its_own_projects_and_returns_alone(project, ours):
    mine, other = contributor_of(ours), OrganisationFactory()
    hidden = ProjectFactory()
    SiteFactory(project=hidden)
    submitted(contributor_of(other), ReturnFactory(project=project, organisation=other))
    ReturnFactory(project=project, organisation=ours, delivery="red")

    package = package_of(mine)

    assert problems_of(package) == []
    assert [row["project_code"] for row in package.typed("dim_project")] == [project.slug]
    [record] = package.typed("fact_returns")
    assert (record["organisation_code"], record["delivery_code"]) == (ours.slug, "red")
    [unsent] = [
        row
        for row in package_of(manager()).typed("fact_returns")
        if row["organisation_code"] == ours.slug
    ]
    assert unsent["delivery_code"] is None
    for table in ("fact_device_movements", "fact_data_movements", "fact_seminar_attendance"):
        assert table not in package.resources


def test_a_caseworker_is_given_the_stores(ours):
    assert "fact_device_movements" in package_of(caseworker_of(ours)).resources


def test_whoever_is_of_no_organisation_has_none(ours):
    assert not DATASET.may_run(UserFactory())


# One copy, every night ----------------------------------------------------------------


@pytest.fixture
def reader(project, ours, storage):
    return contributor_of(ours)


@pytest.fixture
def made_once(reader):
    question = read(DATASET, {}, user=reader)
    job = services.ask(report=DATASET, question=question, answers={}, by=reader)
    assert jobs.run(job.pk)
    job.refresh_from_db()
    return job


@pytest.fixture
def night(django_capture_on_commit_callbacks):
    def pass_by(**how):
        with django_capture_on_commit_callbacks(execute=True):
            number = fresh.refresh(**how)
            jobs.sweep()
        return number

    return pass_by


def test_each_night_it_takes_the_place_of_the_last(reader, made_once, night, storage):
    assert night() == 1

    [job] = ReportJob.objects.filter(report="dataset")
    assert job.pk != made_once.pk
    assert job.state == JobState.READY
    assert job.expires_at == made_once.expires_at
    # The files of the other are gone with it.
    stored = {one.file.name for one in ReportFile.objects.all()}
    assert {str(path.relative_to(storage)) for path in files_in(storage)} == stored


def test_the_old_one_stays_until_the_new_one_is_whole(reader, made_once, night, monkeypatch):
    def breaks(*args):
        raise OSError("no")

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "_stored", breaks)
        night()

    assert fresh.newest(reader, "dataset") == made_once
    assert ReportJob.objects.filter(state=JobState.FAILED).count() == 1
    night()
    [job] = ReportJob.objects.all()
    assert job.state == JobState.READY


def test_two_clocks_make_it_once(reader, made_once):
    assert fresh.refresh() == 1
    assert fresh.refresh() == 0


def test_it_ends_with_its_time_and_with_its_reader(reader, made_once, night):
    late = made_once.expires_at + timedelta(minutes=1)
    assert night(now=late) == 0
    reader.is_active = False
    reader.save()
    assert night() == 0


def test_expired_its_file_is_deleted(made_once, night):
    ReportJob.objects.update(expires_at=timezone.now())

    assert files.delete_expired() == 1
    assert night() == 0


def test_asked_again_it_is_kept_from_then_on(reader, made_once):
    ReportJob.objects.update(expires_at=timezone.now() + timedelta(days=1))
    question = read(DATASET, {}, user=reader)

    job = services.ask(report=DATASET, question=question, answers={}, by=reader)
    jobs.run(job.pk)

    [only] = ReportJob.objects.all()
    assert only.expires_at > timezone.now() + timedelta(days=80)


def test_the_night_names_it(db):
    one = routines.named("datasets")

    # No change of the clocks skips or repeats it.
    assert one.at == dt.time(4, 15)


def test_one_address_leads_to_the_newest(client, reader, made_once, night):
    client.force_login(reader)
    address = reverse("reports:latest", args=["dataset", "zip"])

    first = client.get(address).url
    night()
    second = client.get(address).url

    assert first != second
    assert client.get(first).status_code == 404
    assert problems_of(Package(b"".join(client.get(second).streaming_content))) == []
    page = client.get(reverse("reports:job", args=[fresh.newest(reader, "dataset").reference]))
    assert "with a new version every night until" in page.content.decode()
    client.force_login(manager())
    assert client.get(address).status_code == 404

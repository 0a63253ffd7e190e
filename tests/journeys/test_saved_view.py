"""Filter a list, save what was chosen, schedule it, and download it from the link in the mail."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from diz_portal.outbox.models import Message
from diz_portal.reports import jobs
from diz_portal.reports.models import Schedule
from diz_portal.reports.schedules import services as schedules
from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def priya():
    PartnershipFactory()
    supplier = OrganisationFactory(name="Northline Networks")
    project = ProjectFactory(title="Full fibre", slug="full-fibre", partners=[supplier])
    long_ago = timezone.localdate() - timedelta(days=90)
    SiteFactory(project=project, name="Ash Surgery", stage=Stage.WAYLEAVE, on=long_ago)
    SiteFactory(project=project, name="Elm Surgery", stage=Stage.WAYLEAVE)
    return contributor_of(supplier, name="Priya Shah")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_list_is_filtered_saved_scheduled_and_downloaded(
    open_page, priya, storage, axe, no_sideways_scroll, width
):
    page = open_page(user=priya, width=width)
    page.goto(reverse("projects_workspace:sites", args=["full-fibre"]))
    page.get_by_label("Stage", exact=True).select_option("Awaiting wayleave")
    page.get_by_label("Days at stage, more than").fill("60")
    page.get_by_role("button", name="Show sites").click()
    expect(page.get_by_role("link", name="Remove filter Stage: Awaiting wayleave")).to_be_visible()
    axe(page)
    no_sideways_scroll(page, width)

    page.get_by_role("link", name="Save this view").click()
    page.get_by_label("Name of the view").fill("Waiting for more than 60 days")
    page.get_by_label("Everyone at Northline Networks").check()
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_text("View saved")).to_be_visible()
    expect(page.get_by_role("link", name="Ash Surgery")).to_be_visible()
    axe(page)
    no_sideways_scroll(page, width)

    page.get_by_role("link", name="Schedule as a report").click()
    page.get_by_label("Every week").check()
    page.get_by_role("button", name="Schedule report").click()
    expect(page.get_by_role("heading", name="Sites: Waiting for more than 60")).to_be_visible()
    Schedule.objects.update(next_due_at=timezone.now())
    schedules.sweep()
    jobs.sweep()

    told = Message.objects.get(to=priya.email)
    link = next(word for word in told.body.split() if "/workspace/reports/" in word)
    page.goto(link[link.index("/workspace/") :])
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    with open(started.value.path(), encoding="utf-8-sig", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["Ash Surgery"]

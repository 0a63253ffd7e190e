"""A report in a browser: asked for, watched while it is written, and downloaded."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from diz_portal.reports import jobs
from diz_portal.reports.models import JobState, ReportJob
from projects.rollout.stages import Stage
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_report_is_asked_for_watched_and_downloaded(open_page, storage, axe, javascript):
    PartnershipFactory()
    project = ProjectFactory(title="Full fibre", slug="full-fibre")
    SiteFactory(project=project, name="Ash Surgery", stage=Stage.CONNECTED)
    page = open_page(user=manager(), width=360, javascript=javascript)

    page.goto(reverse("reports:list"))
    page.get_by_role("link", name="Rollout status").click()
    page.get_by_label("Project").select_option("Full fibre")
    page.get_by_role("button", name="Create report").click()
    expect(page.get_by_text("Waiting to start").first).to_be_visible()
    if javascript:
        axe(page)

    # A worker is at it.
    job, lease = ReportJob.objects.get(), timezone.now() + timedelta(minutes=5)
    ReportJob.objects.update(state=JobState.RUNNING, total=200, done=50, lease_until=lease)
    refresh = page.get_by_role("link", name="Refresh progress")
    if not javascript:  # else the page looks by itself
        refresh.click()
    expect(page.get_by_text("Rows written").first).to_be_visible()

    ReportJob.objects.update(state=JobState.QUEUED, total=0, done=0, lease_until=None)
    jobs.run(job.pk)
    if not javascript:
        refresh.click()
    expect(page.get_by_role("button", name="Read report")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    with open(started.value.path(), encoding="utf-8-sig", newline="") as file:
        assert "Connected" in file.read()
    page.get_by_role("button", name="Read report").click()
    expect(page.get_by_role("heading", name="Rollout status: Full fibre")).to_be_visible()

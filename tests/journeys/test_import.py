"""A supplier's status report comes in: matched, checked, corrected, applied, taken back."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from diz_portal.imports import jobs
from projects.models import ImportBatch, Site
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.projects.import_files import csv_bytes

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HEADER = ["Ref", "Surgery", "Post code", "Where", "Progress", "As of", "Up to"]
ROWS = [
    {"Ref": "E82001", "Surgery": "Elm Surgery", "Where": "Harlow", "Progress": "Lit"},
    {"Ref": "E82002", "Surgery": "Oak Medical Centre", "Where": "Harlow", "Progress": "Digging"},
    {"Ref": "E82003", "Surgery": "The Limes Surgery", "Where": "Atlantis", "Progress": "Digging"},
]


@pytest.fixture
def look(axe, no_sideways_scroll):
    """What must hold on every page; with LOOK=folder its picture is kept there."""

    def check(page, name):
        page.set_viewport_size({"width": 1280, "height": 900})
        axe(page)
        for width in (320, 360, 1280):
            no_sideways_scroll(page, width)
            if (folder := os.environ.get("LOOK")) and width != 320:
                page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    return check


def on_one_line(page) -> bool:
    """The buttons of a group on a wide screen, whatever wraps each of them."""
    tops = page.locator(".govuk-button-group").first.evaluate(
        """group => [...group.querySelectorAll(".govuk-button")]
          .map(one => one.getBoundingClientRect().top)"""
    )
    return len(tops) > 2 and max(tops) - min(tops) < 1


def work(page, javascript):
    """What a worker does, whoever rang. The page notices by itself, or by its link."""
    jobs.sweep()
    if not javascript:
        page.get_by_role("link", name="Refresh progress").click()
    page.get_by_role("link", name="Refresh progress").wait_for(state="detached")
    if javascript:
        # Nobody is left at the top of a page that changed under them.
        expect(page.locator("main [role=alert], main h1").first).to_be_focused()


def upload(page, rows):
    page.get_by_label("Supplier (optional)").fill("Fibre Ltd")
    content = csv_bytes(rows, HEADER)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "status.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Upload and check").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_report_comes_in_and_goes_out_again(open_page, look, javascript, live_server):
    project = ProjectFactory(title="Full fibre for surgeries")
    harlow = DistrictFactory(code="E07000073", name="Harlow")
    SiteFactory(project=project, district=harlow, name="Oak Surgery", ods_code="E82002")
    page = open_page(user=manager(name="Mia Manager"), javascript=javascript)
    check = look if javascript else lambda *_: None

    page.goto(f"/workspace/projects/{project.slug}/imports/")
    check(page, "empty")
    page.get_by_role("button", name="Import a file").click()
    check(page, "upload")
    page.get_by_role("button", name="Upload and check").click()
    assert "Select a file" in page.content()
    upload(page, ROWS)

    check(page, "match")
    page.get_by_label("Ref", exact=True).select_option("ODS code")
    page.get_by_label("Where", exact=True).select_option("District")
    page.get_by_role("button", name="Check file").click()
    check(page, "checking")
    work(page, javascript)
    page.get_by_role("button", name="Match columns").click()
    check(page, "stages")
    page.get_by_label("Lit", exact=True).select_option("Connected")
    page.get_by_label("Digging", exact=True).select_option("Civils under way")
    page.get_by_role("button", name="Check file").click()
    work(page, javascript)
    check(page, "errors")
    assert on_one_line(page)
    assert "“Atlantis” is not one of our districts. Enter one of these: Harlow" in page.content()
    assert page.get_by_role("button", name="Apply import").count() == 0

    page.get_by_role("button", name="Upload corrected file").click()
    upload(page, [*ROWS[:2], {**ROWS[2], "Where": "Harlow"}])
    work(page, javascript)
    check(page, "preview-changed")
    page.get_by_role("link", name="New (2)").click()
    check(page, "preview-new")
    page.get_by_role("button", name="Apply import").click()
    work(page, javascript)
    check(page, "applied")
    assert Site.objects.standing().filter(in_scope=True).count() == 3

    page.get_by_role("button", name="Undo import").click()
    check(page, "undo")
    page.get_by_role("button", name="Undo import").click()
    work(page, javascript)
    assert ImportBatch.objects.latest("pk").state == "undone"
    assert Site.objects.standing().get().name == "Oak Surgery"
    page.goto(f"/workspace/projects/{project.slug}/imports/")
    check(page, "list")

"""A supplier's weekly tracker as suppliers write it: a title, a total, dates in words, a status
date that moved. The total is left out, history is not rewritten, and all of it is taken back."""

from datetime import date

import pytest
from playwright.sync_api import expect

from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from projects.imports.services import upload
from projects.models import ImportBatch, Site
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory
from tests.projects.import_files import csv_file, site_row, workbook

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HEADINGS = ["ODS", "Surgery name", "Post code", "Council", "Status", "Status date", "Go live date"]
HERE = ("E82001", "Elm Surgery", "CM20 1AA", "Harlow", "In service", "17-Nov-26", "1-Sep-26")
NEW = ("E82002", "Oak Medical Centre", "CM20 1AB", "Harlow", "Surveyed", "23-Nov-26", "4-May-27")
LOST = ("E82003", "The Limes", "CM20 1AC", "Atlantis", "Ordered", "20-Nov-26", "")
LONG = "The Old Rectory and Saint Bartholomew’s Walk-in Practice at Church Langley"
MANY = [
    (f"E83{at:03}", f"{LONG} {at}", "CM20 1AD", "Harlow", "Ordered", "20-Nov-26", "")
    for at in range(58)
]
TOTAL = ("TOTAL", "61", "", "", "", "", "")


def tracker(*rows) -> dict:
    above = ["Fibre Ltd: weekly tracker to 27 November 2026"]
    made = workbook({"Rollout": [above, HEADINGS, *map(list, rows)], "Notes": [["Weather", "Wet"]]})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "tracker.xlsx", "mimeType": kind, "buffer": made.read()}


@pytest.fixture
def look(axe, no_sideways_scroll, photograph):
    def check(page, name, *, whole=True):
        page.set_viewport_size({"width": 1280, "height": 900})
        if whole:
            axe(page)
        for width in (360, 1280):
            no_sideways_scroll(page, width)
            photograph(page, f"tracker-{name}-{width}")

    return check


def work(page):
    jobs.sweep()
    page.goto(page.url)


@pytest.fixture
def project():
    DistrictFactory(code="E07000073", name="Harlow")
    project = ProjectFactory(title="Full fibre for surgeries")
    row = site_row(stage="In service", stage_date="2026-04-14", postcode="")
    batch = upload(project=project, kind="sites", file=csv_file([row]), by=None)
    imports.apply_now(imports.check_now(batch), approved_by=manager())
    return project


def test_a_weekly_tracker_comes_in_without_its_total_and_leaves_history_alone(
    open_page, look, project
):
    page = open_page(user=manager(name="Mia Manager"))
    page.goto(f"/workspace/projects/{project.slug}/imports/new/")
    page.get_by_label("Supplier (optional)").fill("Fibre Ltd")
    page.get_by_label("File", exact=True).set_input_files(tracker(HERE, NEW, LOST, *MANY, TOTAL))
    page.get_by_role("button", name="Upload and check").click()
    work(page)

    # Every heading was understood. One row has a mistake, one is a total.
    look(page, "errors")
    text = page.inner_text("main")
    assert "Council (column D), “Atlantis”: " in text
    assert "“Notes”" in text
    page.get_by_role("button", name="Upload corrected file").click()

    assert page.get_by_label("Supplier (optional)").input_value() == "Fibre Ltd"
    look(page, "corrected", whole=False)
    mended = (*LOST[:3], "Harlow", *LOST[4:])
    page.get_by_label("File", exact=True).set_input_files(tracker(HERE, NEW, mended, *MANY, TOTAL))
    page.get_by_role("button", name="Upload and check").click()
    work(page)
    page.get_by_label("Select Rollout, row 64").check()
    page.get_by_role("button", name="Leave out selected rows").click()
    work(page)
    look(page, "corrections", whole=False)
    assert "In service" not in page.inner_text("table")
    assert "14 April 2026" in page.inner_text("table")
    expect(page.get_by_label("Select Rollout, row 3")).not_to_be_checked()
    page.get_by_label("Select Rollout, row 3").check()
    page.get_by_role("button", name="Save selected corrections").click()
    look(page, "no-reason")
    page.get_by_role("link", name="Enter why the recorded value is wrong").click()
    assert page.evaluate("document.activeElement.id") == "reason"

    page.get_by_role("link", name="New (60)").click()
    look(page, "new")
    page.get_by_role("link", name="Left out (1)").click()
    look(page, "left-out", whole=False)
    page.get_by_role("link", name="Changed (1)").click()
    look(page, "changed", whole=False)
    page.get_by_role("button", name="Apply import").click()
    work(page)
    look(page, "applied", whole=False)

    elm = Site.objects.get(ods_code="E82001")
    assert (elm.stage_on, elm.planned_live_on) == (date(2026, 4, 14), date(2026, 9, 1))
    assert Site.objects.get(ods_code="E82002").stage_on == date(2026, 11, 23)
    assert Site.objects.standing().count() == 61

    page.get_by_role("button", name="Undo import").click()
    look(page, "undo", whole=False)
    page.get_by_role("button", name="Undo import").click()
    work(page)
    assert ImportBatch.objects.latest("uploaded_at").state == "undone"
    assert Site.objects.standing().get().planned_live_on is None
    look(page, "undone", whole=False)

"""A volunteer with thirty laptops: wiped by their logs, and ready together."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from inclusion.models import Device, DeviceState
from partners.models import Organisation
from tests.factories.inclusion import DeviceFactory, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of
from tests.inclusion.nwipe import Disk, log

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 30
LONG = "The Kettle, Keyboard and Companionship Community Interest Company of Greater Harlow"


@pytest.fixture
def volunteer(db):
    team = team_of(OrganisationFactory(name=LONG), is_default=True)
    return caseworker_of(team.organisation, name="Vi Volunteer")


@pytest.fixture
def laptops(volunteer):
    """Brought in two days ago."""
    keeper = Organisation.objects.get(name=LONG)
    return [DeviceFactory(kept_by=keeper, medium_serial=f"DRV {n:04}") for n in range(MANY)]


def logs() -> list[dict]:
    """Three runs of ten drives, and a photograph that slipped in between them."""
    day = f"{timezone.localdate() - timedelta(days=1):%Y/%m/%d}"
    runs = [
        log(
            *(Disk(f"DRV {n:04}", name=f"sd{'abcdefghij'[n % 10]}") for n in range(at, at + 10)),
            day=day,
        )
        for at in range(0, MANY, 10)
    ]
    names = ["monday.log", "tuesday.log", "wednesday.log", "holiday.log"]
    return [
        {"name": name, "mimeType": "text/plain", "buffer": content}
        for name, content in zip(names, [*runs, b"A photograph"], strict=True)
    ]


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, False)])
def test_thirty_laptops_are_ready_by_a_few_clicks(
    open_page, axe, no_sideways_scroll, photograph, volunteer, laptops, width, javascript
):
    page = open_page(user=volunteer, width=width, javascript=javascript)

    def look(name: str) -> None:
        if javascript:
            axe(page)
            for one in (320, 360, width):
                no_sideways_scroll(page, one)
                photograph(page, f"thirty-{name}-{one}")

    page.goto(reverse("inclusion_workspace:wipe_log"))
    look("logs")
    page.get_by_label("nwipe log").set_input_files(logs())
    page.get_by_role("button", name="Upload log").click()
    expect(page.get_by_role("heading", name="Log results")).to_be_visible()
    expect(page.get_by_text("holiday.log")).to_be_visible()
    look("read")
    assert Device.objects.filter(state=DeviceState.WIPED).count() == MANY

    for step in (grade, pat, ready):
        page.goto(reverse("inclusion_workspace:devices"))
        if javascript:
            page.get_by_label("Select all devices on this page").check()
        else:
            for box in page.get_by_role("checkbox", name="Select ").all():
                box.check()
        look("list")
        step(page, look)

    assert Device.objects.filter(state=DeviceState.READY, grade="b").count() == MANY


def grade(page, look) -> None:
    page.get_by_role("button", name="Inspect and grade").click()
    look("grade")
    page.get_by_role("button", name="Save inspections").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look("grade-error")
    page.get_by_label("B:").check()
    page.get_by_role("button", name="Save inspections").click()


def pat(page, look) -> None:
    page.get_by_role("button", name="Record PAT tests").click()
    look("test")
    page.get_by_label("Passed", exact=True).check()
    page.get_by_role("button", name="Record PAT tests").click()


def ready(page, look) -> None:
    page.get_by_role("button", name="Mark as ready").click()
    look("ready")
    page.get_by_role("button", name="Mark as ready").click()


def test_what_is_not_ready_is_named(
    open_page, volunteer, laptops, axe, no_sideways_scroll, photograph
):
    page = open_page(user=volunteer, width=360)
    page.goto(reverse("inclusion_workspace:devices"))
    for box in page.get_by_role("checkbox", name="Select Corvid").all()[:3]:
        box.check()
    page.get_by_role("button", name="Mark as ready").click()
    page.get_by_role("button", name="Mark as ready").click()

    expect(page.get_by_role("heading", name="Some devices were not updated")).to_be_visible()
    expect(page.get_by_text("0 of 3 devices updated")).to_be_visible()
    axe(page)
    for one in (320, 360, 1280):
        no_sideways_scroll(page, one)
        photograph(page, f"thirty-left-{one}")

"""From the call to the closed case, and thirty laptops: docs/clicks.md says the same numbers."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from diz_portal.imports import jobs
from inclusion.databank.services import databank
from inclusion.models import Case, CaseState, Device, DeviceState, NeedState
from tests.factories.inclusion import a_ready_device, card, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of
from tests.factories.places import PartnershipFactory
from tests.inclusion.nwipe import Disk, log

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DOCS = Path(__file__).parents[2] / "docs" / "clicks.md"
LONG = "Doris Wetherby-Featherstonehaugh of Hatfield Broad Oak"


class Hand:
    """What a hand does with a mouse. Words are typed, and the tab key leads from box to box."""

    def __init__(self, page: Page):
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("domcontentloaded", lambda _: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def press(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name).first)

    def tick(self, name: str) -> None:
        self.page.get_by_label(name).check()
        self.clicks += 1

    def type(self, label: str, words: str) -> None:
        self.page.get_by_label(label).fill(words)


def says(what: str, hand: Hand, pages: object) -> None:
    assert f"| {what} | {hand.clicks} | {pages} | `tests" in DOCS.read_text()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_call_to_a_closed_case_with_a_laptop_and_a_sim(
    open_page, axe, no_sideways_scroll, photograph, settings, javascript
):
    cache.clear()
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory(phone="01632 960 001")
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    worker = caseworker_of(team.organisation, name="Cass Worker")
    laptop = a_ready_device(worker, kept_by=team.organisation)
    databank.receive(
        codes=[card(1), card(2)],
        key="clicks",
        by=worker,
        kind="sim",
        network="Northline",
        mb_each=120_000,
        months=6,
        expires_on=timezone.localdate() + timedelta(days=90),
        kept_by=team.organisation,
    )
    page = open_page(user=worker, javascript=javascript)

    def look(name: str) -> None:
        if javascript:
            axe(page)
            for width in (768, 360, 320, 1280):
                no_sideways_scroll(page, width)
                photograph(page, f"desk-{name}-{width}")

    page.goto("/workspace/")
    hand = Hand(page)
    hand.press(page.get_by_role("link", name="Cases", exact=True).first)
    hand.button("Take a request by phone")
    hand.tick("A device")
    hand.tick("Mobile data")
    hand.type("in their own words", "See my grandson on a call")
    hand.type("Full name", LONG)
    for part, number in (("Day", "2"), ("Month", "3"), ("Year", "1948")):
        page.get_by_label(part, exact=True).fill(number)
    hand.type("Postcode", "CM20 1AA")
    hand.tick("Phone call")
    hand.type("Phone number", "01632 960 123")
    hand.button("Send the request")
    expect(page.get_by_text("Read it out to the caller")).to_be_visible()
    look("referral")
    hand.button("Accept referral")

    expect(page.get_by_role("heading", level=1)).to_contain_text(LONG)
    expect(page.get_by_text("See my grandson on a call")).to_be_visible()
    look("case-new")
    hand.press(page.get_by_role("link", name="Reserve a device"))
    hand.tick(laptop.reference)
    hand.button("Reserve device")
    hand.press(page.get_by_role("link", name=f"Issue laptop {laptop.reference}"))
    look("sign")
    hand.type("Full name of the person who signs", LONG)
    hand.tick("They have read or heard these terms")
    hand.button("Issue as a loan")
    hand.press(page.get_by_role("link", name="Issue mobile data"))
    page.get_by_label("Number on the SIM card in your hand").fill(card(1)[-4:])
    hand.tick("I am giving it to them in person")
    hand.button("Issue mobile data")
    expect(page.get_by_text("Mobile data issued")).to_be_visible()
    look("case-given")
    for _ in range(2):
        hand.press(page.get_by_role("button", name="Record that it works for them").first)
        expect(page.get_by_text("Status updated")).to_be_visible()
    hand.press(page.get_by_role("button", name="Close case"))
    hand.type("Outcome", "Has a laptop and data, and called the grandson")
    hand.button("Close case")
    expect(page.get_by_text("All needs met")).to_be_visible()
    look("case-closed")

    case = Case.objects.get()
    assert case.state == CaseState.CLOSED
    assert {need.state for need in case.needs.all()} == {NeedState.CONFIRMED}
    assert (hand.clicks <= 30, hand.loads <= 14) == (True, True)
    says("take a call, give a laptop and a SIM card, close the case", hand, hand.loads)


MANY = 30


def arrived() -> bytes:
    """A list as it came with them: their drives have serial numbers."""
    came = timezone.localdate() - timedelta(days=2)
    rows = [["Type", "Make", "Model", "Serial number", "Drive serial number", "Received on"]]
    rows += [
        ["Laptop", "Corvid", "Book 14", f"SN{n:05}", f"DRV {n:04}", f"{came:%d/%m/%Y}"]
        for n in range(MANY)
    ]
    return "\n".join(",".join(row) for row in rows).encode()


def logs() -> list[dict]:
    """Three runs of ten drives."""
    day = f"{timezone.localdate() - timedelta(days=1):%Y/%m/%d}"
    return [
        {
            "name": f"run-{at}.log",
            "mimeType": "text/plain",
            "buffer": log(
                *(
                    Disk(f"DRV {n:04}", name=f"sd{'abcdefghij'[n % 10]}")
                    for n in range(at, at + 10)
                ),
                day=day,
            ),
        }
        for at in range(0, MANY, 10)
    ]


def test_thirty_laptops_from_the_van_to_the_shelf(open_page):
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    page = open_page(user=caseworker_of(team.organisation, name="Vi Volunteer"))
    page.goto("/workspace/devices/")
    hand = Hand(page)

    def work() -> None:
        """What a worker does; the page notices by itself, without a hand."""
        jobs.sweep()
        page.get_by_role("link", name="Refresh progress").wait_for(state="detached")

    hand.link("Import devices")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "van.csv", "mimeType": "text/csv", "buffer": arrived()}
    )
    hand.clicks += 2  # the dialogue of the browser: the file, and “Open”
    hand.button("Upload and check")
    work()
    hand.button("Apply import")
    work()
    assert Device.objects.filter(state=DeviceState.QUARANTINED).count() == MANY
    hand.link("Devices")
    hand.link("Upload nwipe log")
    page.get_by_label("nwipe log").set_input_files(logs())
    hand.clicks += 3
    hand.button("Upload log")
    hand.press(page.get_by_role("button", name="Back to the device bank"))

    hand.press(page.get_by_label("Select all devices on this page"))
    hand.button("Inspect and grade")
    hand.tick("B:")
    hand.button("Save inspections")
    hand.press(page.get_by_label("Select all devices on this page"))
    hand.button("Record PAT tests")
    page.get_by_label("Passed", exact=True).check()
    hand.clicks += 1
    hand.button("Record PAT tests")
    hand.press(page.get_by_label("Select all devices on this page"))
    hand.button("Mark as ready")
    hand.button("Mark as ready")

    expect(page.get_by_text("30 devices marked as ready")).to_be_visible()
    assert Device.objects.filter(state=DeviceState.READY, grade="b").count() == MANY
    assert hand.clicks <= 40
    says("receive, wipe, inspect and test 30 laptops", hand, "–")

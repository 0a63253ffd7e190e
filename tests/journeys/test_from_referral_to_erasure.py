"""A surgery refers somebody; she gets a wiped tablet and data; and later she is erased.

The resident and the donor hold a telephone, the staff sit at a desk. What the walk over every
page does not meet (checks before sending, results of a search, a gift that has helped) is looked
at here.
"""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from diz_portal.outbox.models import Message
from inclusion.models import Case, CaseState, DataItem, Device, Donation, NeedState, Referral
from partners.models import AgreementKind
from tests.factories.inclusion import team_of
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    caseworker_of,
    contributor_of,
)
from tests.factories.places import PartnershipFactory
from tests.inclusion import nwipe
from tests.privacy import everywhere

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DONOR = "otto@donor.example"
DRIVE = "KT4400"


@pytest.fixture(autouse=True)
def _portal(settings, storage):
    cache.clear()
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory(phone="01632 960 001")


@pytest.fixture
def listener():
    """What the log says meanwhile."""
    listener = everywhere.Listener()
    logging.getLogger().addHandler(listener)
    yield listener
    logging.getLogger().removeHandler(listener)


def test_from_a_referral_to_a_tablet_lent_and_later_erased(
    open_page, axe, no_sideways_scroll, listener
):
    kettle = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True).organisation
    surgery = OrganisationFactory(name="Old Mill Surgery")
    AgreementFactory(kind=AgreementKind.DATA_SHARING, parties=[surgery, kettle])
    partner = open_page(user=contributor_of(surgery, name="Rita Reception"))
    staff = open_page(user=caseworker_of(kettle, name="Cass Worker"))
    donor = open_page(width=360, height=740)
    addresses: list[str] = []
    for page in (partner, staff, donor):
        page.on("request", lambda request: addresses.append(request.url))

    def look(page: Page) -> None:
        held = page.viewport_size
        axe(page)
        no_sideways_scroll(page, 360)
        page.set_viewport_size(held)

    refer(partner, look)
    case = accept(staff)
    resident_sees(open_page, case, "We are helping you")
    offer_a_tablet(donor)
    device = take_in(staff, case)
    lend(staff, case, device, look)
    issue_data(staff, case)
    close(staff, case)

    referral = Referral.objects.get()
    partner.goto("/workspace/referrals/")
    expect(partner.get_by_role("row", name=referral.reference)).to_contain_text("Completed")
    partner.get_by_role("link", name=referral.reference).click()
    expect(partner.get_by_role("main")).to_contain_text("Completed")
    for secret in (everywhere.NAME, "tablet", "GB", case.reference, "Cass Worker"):
        expect(partner.get_by_role("main")).not_to_contain_text(secret)
    assert partner.goto(case.get_absolute_url()).status == 404

    donor.reload()
    expect(donor.get_by_role("main")).to_contain_text("Your donation has helped someone")
    expect(donor.get_by_role("main")).not_to_contain_text(everywhere.NAME)
    look(donor)
    thanks = Message.objects.filter(to=DONOR).order_by("pk")
    assert [one.key.rpartition("-")[2] for one in thanks] == [
        "donation_offered",
        "donation_received",
        "donation_helped",
    ]

    staff.goto(device.get_absolute_url())
    staff.get_by_role("button", name="Record return").click()
    staff.get_by_role("button", name="Record return").click()
    expect(staff.get_by_role("main")).to_contain_text("In quarantine")
    subjects = list(Message.objects.values_list("subject", flat=True))
    erase(staff, look)

    assert addresses
    assert subjects
    assert not [one for one in [*addresses, *subjects] if everywhere.holds(one)]
    assert not listener.holds_the_person()


def fill_day(page: Page, day) -> None:
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(number))


def refer(page: Page, look) -> None:
    page.goto("/workspace/")
    page.get_by_role("link", name="Referrals", exact=True).click()
    page.get_by_role("button", name="Refer someone").click()
    page.get_by_label("Name", exact=True).fill(everywhere.NAME)
    born = page.get_by_role("group", name="Date of birth (optional)")
    fill_day(born, timezone.localdate().replace(year=1951, day=27))
    page.get_by_label("Phone number (optional)").fill(everywhere.PHONE)
    page.get_by_label("Email address (optional)").fill(everywhere.EMAIL)
    page.get_by_label("Postcode (optional)").fill("cm20 1aa")
    page.get_by_label("Email", exact=True).check()
    page.get_by_label("A device").check()
    page.get_by_label("Mobile data").check()
    page.get_by_label("What would help, in their own words").fill("Order repeat prescriptions")
    page.get_by_label("Public task").check()
    page.get_by_label("Who told the person about this referral?").fill("The practice nurse")
    fill_day(page.get_by_role("group", name="When were they told?"), timezone.localdate())
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Send referral").click()
    expect(page.locator("[data-outcome=referred]")).to_be_visible()


def accept(page: Page) -> Case:
    page.goto("/workspace/cases/")
    page.get_by_role("link", name="1 referral awaiting decision").click()
    page.get_by_role("link", name=Referral.objects.get().reference).click()
    expect(page.get_by_text(everywhere.NAME)).to_have_count(0)
    page.get_by_role("button", name="Show details").click()
    expect(page.get_by_text(everywhere.NAME)).to_be_visible()
    page.get_by_role("button", name="Accept referral").click()
    page.get_by_role("button", name="Assign to me").click()
    for need in ("A device", "Mobile data"):
        say(page, need, "Approved")
    return Case.objects.get()


def say(page: Page, need: str, now: str) -> None:
    card = page.locator(".app-need").filter(has_text=need)
    card.get_by_role("link", name="Update status").click()
    page.get_by_label(now).check()
    page.get_by_role("button", name="Update status").click()


def resident_sees(open_page, case: Case, words: str) -> None:
    page = open_page(width=360, height=740)
    page.goto("/help/progress/")
    page.get_by_label("Your reference").fill(case.referrals.get().reference)
    fill_day(page, case.person.date_of_birth)
    page.get_by_role("button", name="Check progress").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def offer_a_tablet(page: Page) -> None:
    page.goto("/donate/")
    page.get_by_role("link", name="A laptop, tablet, phone or computer").click()
    page.get_by_label("I am donating my own").check()
    page.get_by_label("What would you like to donate?").fill("A tablet from 2021, works")
    page.get_by_label("I can bring them to you").check()
    page.get_by_label("Postcode where they are").fill("CM20 1AA")
    page.get_by_label("Your name").fill("Otto Donor")
    page.get_by_label("Your email address").fill(DONOR)
    page.get_by_role("button", name="Send my offer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def take_in(page: Page, case: Case) -> Device:
    page.goto("/workspace/devices/")
    page.get_by_role("link", name="Offers of devices").click()
    page.get_by_role("link", name="A tablet from 2021, works").click()
    page.get_by_role("button", name="Mark as received").click()
    page.get_by_role("button", name="Mark as received").click()
    page.get_by_role("button", name="Book in a device").click()
    page.get_by_label("Tablet").check()
    page.get_by_label("Make").fill("Kite")
    page.get_by_label("Model").fill("Pad 10")
    page.get_by_label("Drive serial number").fill(DRIVE)
    page.get_by_role("button", name="Book in device").click()
    expect(page.get_by_role("main")).to_contain_text("In quarantine")
    assert Donation.objects.get().devices.count() == 1
    # It lay there for two hours; the log says when the wipe was done.
    Device.objects.update(received_at=timezone.now() - timedelta(hours=2))
    finished = timezone.localtime() - timedelta(hours=1)
    log = nwipe.log(nwipe.Disk(DRIVE), day=f"{finished:%Y/%m/%d}").decode()
    log = log.replace(" 11:00:00", f" {finished:%H:%M:%S}")
    page.get_by_role("link", name="Upload nwipe log").click()
    page.get_by_label("nwipe log").set_input_files(
        {"name": "nwipe.log", "mimeType": "text/plain", "buffer": log.encode()}
    )
    page.get_by_role("button", name="Upload log").click()
    device = Device.objects.get()
    page.goto(device.get_absolute_url())
    page.get_by_role("button", name="Inspect and grade").click()
    page.get_by_label("B:").check()
    page.get_by_role("button", name="Save inspection").click()
    page.get_by_role("button", name="Record PAT test").click()
    page.get_by_label("Passed", exact=True).check()
    page.get_by_role("button", name="Record PAT test").click()
    page.get_by_role("button", name="Mark as ready to issue").click()
    page.get_by_role("button", name="Mark as ready").click()
    return device


def lend(page: Page, case: Case, device: Device, look) -> None:
    page.goto(case.get_absolute_url())
    page.get_by_role("button", name="Reserve a device").click()
    page.get_by_label(device.reference).check()
    page.get_by_role("button", name="Reserve device").click()
    page.get_by_role("button", name=f"Issue tablet {device.reference}").click()
    look(page)
    page.get_by_label("Full name of the person who signs").fill(everywhere.NAME)
    page.get_by_label("They have read or heard these terms").check()
    page.get_by_role("button", name="Issue as a loan").click()
    page.get_by_role("link", name=f"Loan of tablet {device.reference}").click()
    expect(page.get_by_role("main")).to_contain_text("Agreed terms")


def issue_data(page: Page, case: Case) -> None:
    page.goto("/workspace/databank/")
    page.get_by_role("button", name="Receive SIM cards or vouchers").click()
    page.get_by_label("SIM card").check()
    page.get_by_label("Mobile network").fill("Northline")
    page.get_by_label("Data per month in each (GB)").fill("20")
    fill_day(
        page.get_by_role("group", name="Activate by"),
        timezone.localdate() + timedelta(days=90),
    )
    codes = "8944110065432109875\n8944110065432109883"
    page.get_by_label("SIM numbers or voucher codes").fill(codes)
    page.get_by_role("button", name="Add to stock").click()
    page.goto(case.get_absolute_url())
    page.get_by_role("link", name="Issue mobile data").click()
    expect(page.get_by_role("main")).to_contain_text("20GB")
    page.get_by_label("Number on the SIM card in your hand").fill("9875")
    page.get_by_role("button", name="Issue").click()
    expect(page.get_by_role("main")).to_contain_text("Mobile data issued")
    page.get_by_role("link", name="SIM card").click()
    page.get_by_role("button", name="Mark as activated").click()
    assert DataItem.objects.filter(need__case=case, account="activated").count() == 1


def close(page: Page, case: Case) -> None:
    page.goto(case.get_absolute_url())
    for need in ("A device", "Mobile data"):
        say(page, need, "Confirmed by the person")
    page.get_by_role("button", name="Close case").click()
    page.get_by_label("Outcome").fill(f"{everywhere.NAME} orders by herself now")
    page.get_by_role("button", name="Close case").click()
    expect(page.get_by_role("main")).to_contain_text("Closed")
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert {need.state for need in case.needs.all()} == {NeedState.CONFIRMED}


def erase(page: Page, look) -> None:
    counts = everywhere.row_counts()
    assert everywhere.in_tables()

    page.get_by_role("link", name="Data protection", exact=True).click()
    page.get_by_label("Email address, phone number or name").fill(everywhere.EMAIL)
    page.get_by_role("button", name="Find records").click()
    look(page)
    page.get_by_role("link", name="Resident who asked for help").click()
    page.get_by_role("button", name="Erase this record").click()
    look(page)
    page.get_by_role("button", name="Erase this record").click()
    expect(page.get_by_role("main")).to_contain_text("Record erased")

    assert everywhere.in_tables() == set()
    assert everywhere.in_files() == set()
    assert everywhere.in_caches() == set()
    assert everywhere.row_counts() == counts

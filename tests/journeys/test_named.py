"""Somebody is erased: what others typed about them is shown, ticked and taken out."""

import pytest
from playwright.sync_api import expect

from inclusion.models import DeviceEvent
from tests.factories.inclusion import DeviceFactory
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import WayleaveFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME = "Wilhelmina Featherstonehaugh-Abernathy"


def noted(words):
    return DeviceEvent.objects.create(
        device=DeviceFactory(), to_state="received", why=words, by=manager()
    )


def test_what_names_the_person_is_ticked_and_what_may_be_somebody_elses_is_not(
    open_page, axe, no_sideways_scroll
):
    PartnershipFactory()
    one = registered(SeminarFactory(), name=NAME, email="w@post.example", phone="+447700900777")
    goes = noted(f"For Mrs Featherstonehaugh-Abernathy, ring 07700 900777 {'after ten ' * 8}please")
    stays = noted("Bag of Mr Abernathy " + "w" * 90)
    WayleaveFactory(next_action=f"Ring {NAME}")
    page = open_page(user=manager())

    page.goto(f"/workspace/privacy/people/registration/{one.reference}/")
    page.get_by_role("link", name="Erase this record").or_(
        page.get_by_role("button", name="Erase this record")
    ).click()
    expect(page.get_by_role("group", name="Devices (2)")).to_be_visible()
    axe(page)
    no_sideways_scroll(page, 360)
    late = noted(f"{NAME} rang again")
    page.get_by_role("button", name="Erase this record").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing has been erased.")
    expect(page.get_by_role("main")).to_contain_text("New")
    axe(page)
    page.get_by_role("button", name="Erase this record").click()
    expect(page.get_by_role("main")).to_contain_text("Record erased")

    for event in (goes, stays, late):
        event.refresh_from_db()
    assert goes.why.startswith("For [name removed], ring [number removed] after ten")
    assert stays.why.startswith("Bag of Mr Abernathy")
    assert late.why == "[name removed] rang again"

"""How many clicks the day's work takes from the home page: docs/clicks.md says the same numbers."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from diz_portal.attention.models import Chase
from diz_portal.outbox.models import Message
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProgrammeFactory, ProjectFactory
from tests.factories.reporting import MilestoneFactory, RiskFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)
DOCS = Path(__file__).parents[2] / "docs" / "clicks.md"


def owing(name, number):
    today = timezone.localdate()
    organisation = OrganisationFactory(name=name)
    contributor_of(organisation)
    project = ProjectFactory(title="Local Full Fibre Network", partners=[organisation])
    for one in range(number):
        RiskFactory(
            project=project,
            title=f"Risk {one}",
            owner=organisation,
            next_review_on=today - (one + 1) * DAY,
        )
    return organisation


@pytest.mark.parametrize("javascript", [True, False])
def test_everything_a_partner_owes_is_asked_for_in_two_clicks(open_page, axe, javascript):
    boss = manager(name="Mina Gray")
    owing("Stort Valley Fibre", 13)
    page = open_page(user=boss, javascript=javascript)
    page.goto("/workspace/")
    expect(page.get_by_text("Stort Valley Fibre owes 13 things")).to_be_visible()

    clicks = 0
    for role, name in (("link", re.compile("Send reminder to Stort")), ("button", "Send reminder")):
        page.get_by_role(role, name=name).click()
        clicks += 1

    expect(page.get_by_text("Reminder sent to Stort Valley Fibre")).to_be_visible()
    assert (clicks, Chase.objects.count()) == (2, 13)
    assert Message.objects.filter(template="attention/chase_all").count() == 1
    assert f"| ask a partner for everything that it owes | {clicks} |" in DOCS.read_text()
    if javascript:
        axe(page)


def test_six_projects_fit_one_screen(open_page, axe):
    boss = manager(name="Mina Gray")
    programme = ProgrammeFactory(name="Infrastructure")
    for one in range(6):
        project = ProjectFactory(title=f"Local Full Fibre Network {one}", programme=programme)
        MilestoneFactory(project=project, title="All wayleaves granted")
    for name in ("Stort Valley Fibre", "Kettle and Keyboard", "Essex County Council"):
        organisation = OrganisationFactory(name=name)
        late = {"next_review_on": timezone.localdate() - 4 * DAY}
        RiskFactory(project=project, title=f"Silence of {name}", owner=organisation, **late)
    page = open_page(user=boss)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/workspace/")

    bottom = page.locator(".app-home__lists").bounding_box()
    assert bottom["y"] + bottom["height"] <= 900
    axe(page)


def test_long_names_stay_on_a_phone(open_page, axe):
    boss = manager(name="Mina Gray")
    owing(
        "Department for Everything that Nobody Else Has Ever Wanted to Be Responsible for " * 2, 2
    )
    page = open_page(user=boss)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/workspace/")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)

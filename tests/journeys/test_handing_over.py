"""The page that asks who takes over: with much in hand, with little, with an error, on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from inclusion.models import Referral
from partners.models import AgreementKind
from tests.factories.inclusion import DeviceFactory, NeedFactory, ReferralFactory, a_case, team_of
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    caseworker_of,
    manager,
)
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "The Kettle, Keyboard and Companionship Community Interest Company of Greater Harlow"


@pytest.fixture
def boss():
    return manager(name="Marion Manager")


@pytest.fixture
def team(boss):
    """With much in hand, and another team that could take it."""
    team = team_of(OrganisationFactory(name=LONG, slug="kettle"), is_default=True)
    other = team_of(OrganisationFactory(name="Harbour Trust", slug="harbour"))
    AgreementFactory(
        kind=AgreementKind.DATA_SHARING, parties=[team.organisation, other.organisation]
    )
    caseworker_of(team.organisation, name="Cass Worker")
    caseworker_of(other.organisation)
    ReferralFactory.create_batch(14, to=team.organisation)
    for _ in range(9):
        a_case(handled_by=team.organisation)
    NeedFactory(case=a_case(handled_by=team.organisation), state="supplied")
    DeviceFactory.create_batch(3, kept_by=team.organisation)
    ProjectFactory(lead=team.organisation)
    return team


@pytest.mark.parametrize("javascript", [True, False])
def test_a_manager_hands_over_and_suspends(
    open_page, boss, team, axe, no_sideways_scroll, photograph, javascript
):
    page = open_page(user=boss, width=360, javascript=javascript)
    page.goto(reverse("partners_workspace:organisation", args=["kettle"]))
    page.get_by_role("button", name="Suspend").click()
    button = f"Suspend {LONG}"
    if javascript:
        axe(page)
        for width in (320, 360, 1280):
            no_sideways_scroll(page, width)
            photograph(page, f"hand-over-{width}")

    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    if javascript:
        axe(page)
        photograph(page, "hand-over-error")

    for choice in page.get_by_role("combobox").all():
        if choice.get_by_role("option", name="Harbour Trust").count():
            choice.select_option("Harbour Trust")
    page.get_by_label("Why will work stay? (if any does)").fill(
        "One person has a device to confirm."
    )
    page.get_by_label("Who is responsible for work that stays?").select_option("Marion Manager")
    page.get_by_role("button", name=button).click()

    expect(page.get_by_role("alert").get_by_text(f"{LONG} suspended")).to_be_visible()
    assert Referral.objects.filter(to__slug="harbour").count() == 14
    page.goto(reverse("workspace:home"))
    expect(
        page.get_by_role("link", name="Reassign 1 open case with something reserved").first
    ).to_be_visible()


def test_with_nothing_in_hand_there_is_one_button(open_page, boss, axe, photograph):
    OrganisationFactory(name="Idle Hands", slug="idle")
    page = open_page(user=boss, width=360)
    page.goto(reverse("partners_workspace:suspend", args=["idle"]))
    axe(page)
    photograph(page, "hand-over-nothing")
    page.get_by_role("button", name="Suspend Idle Hands").click()
    expect(page.get_by_role("alert").get_by_text("Idle Hands suspended")).to_be_visible()

"""The admin as a manager works in it: its lists fit, and several records are changed together."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse
from playwright.sync_api import Page, expect

from diz_portal.accounts.models import User
from partners.models import Organisation
from projects.models import Milestone, Site
from tests.access.admin_pages import ADMIN
from tests.access.doors import FINE
from tests.access.world import build
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProgrammeFactory, ProjectFactory, SiteFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LONG = "Saffron Walden and Great Chesterford Community Health Partnership"
# What is cut off at the right, in a list or in the page.
CUT = """() => [document.documentElement, ...document.querySelectorAll(".results")]
  .filter(one => one.scrollWidth > one.clientWidth)
  .map(one => `${one.className || one.localName}: ${one.scrollWidth} in ${one.clientWidth} px`)"""


@pytest.fixture
def boss(db):
    return manager(name="Marion Manager")


@pytest.fixture
def milestones(boss):
    project = ProjectFactory(title=f"{LONG} full fibre", slug="lffn", published=True)
    owner = OrganisationFactory(name=LONG)
    project.partners.add(owner)
    SiteFactory.create_batch(3, project=project, supplier=LONG)
    return [
        MilestoneFactory(
            project=project, title=f"{LONG} {n}", owner=owner, forecast_on=date(2027, 3, n)
        )
        for n in range(1, 4)
    ]


@pytest.mark.usefixtures("milestones")
@pytest.mark.parametrize("width", [1280, 768, 360])
def test_no_list_is_cut_off_at_the_right(open_page, width):
    world = build()
    User.objects.update(name=LONG)
    Site.objects.update(name=LONG)
    Organisation.objects.update(name=Concat(Value(f"{LONG} "), F("slug")))
    page = open_page(user=world.people["manager"], width=width)
    cut = []
    ways = set()
    doors = [
        door
        for door in ADMIN.doors
        if door.name.endswith("_changelist") and door.reads["manager"] == FINE
    ]
    for door in doors:
        page.goto(door.url(world))
        cut += [f"{door.name}: {one}" for one in page.evaluate(CUT)]
        if (way := page.locator(".admin-to-filter a")).count():
            ways.add(way.evaluate("way => way.checkVisibility()"))

    # Where the filters come after the list, a link above it leads to them.
    assert ways == {width < 1025}
    assert len(doors) > 50
    assert cut == []


def tick(page: Page, milestone: Milestone) -> None:
    page.get_by_label(f"Select {milestone}", exact=True).check()


@pytest.mark.parametrize("javascript", [True, False])
def test_several_milestones_are_moved_after_a_preview(
    open_page, milestones, boss, axe, photograph, javascript
):
    page = open_page(user=boss, width=1280, javascript=javascript)
    page.goto(reverse("admin:projects_milestone_changelist"))
    for milestone in milestones[:2]:
        tick(page, milestone)
    page.get_by_role("combobox", name="Action").select_option(label="Change forecast date")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="2 milestones selected")).to_be_visible()
    page.get_by_label("Or move by (days)").fill("14")
    if javascript:
        axe(page)
        photograph(page, "admin-bulk-form")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("table", name="Will change (2)")
    expect(preview.get_by_text("from 1 March 2027 to 15 March 2027")).to_be_visible()
    if javascript:
        axe(page)
        photograph(page, "admin-bulk-preview")
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate(CUT) == []
        photograph(page, "admin-bulk-preview-360")
    page.get_by_role("button", name="Change forecast date: 2 milestones").click()

    expect(page.get_by_text("2 milestones changed")).to_be_visible()
    dates = Milestone.objects.order_by("baseline_on", "pk").values_list("forecast_on", flat=True)
    assert set(dates) == {date(2027, 3, 15), date(2027, 3, 16), date(2027, 3, 3)}


def test_a_list_prints_whole_and_without_what_is_only_pressed(open_page, milestones, boss):
    page = open_page(user=boss, width=794)
    page.goto(reverse("admin:projects_milestone_changelist"))
    page.emulate_media(media="print")

    paper = page.locator("body").inner_text()

    assert all(one.title in paper for one in milestones)
    assert "Continue" not in paper
    assert "By completion" not in paper
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_colours_of_ones_own_leave_the_buttons_to_be_seen(open_page, milestones, boss, scheme):
    page = open_page(user=boss, width=1280)
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(reverse("admin:projects_milestone_change", args=[milestones[0].pk]))

    def lines():
        return page.locator(
            "main :is(.button, button, input[type=submit], .object-tools a, .submit-row a)"
        ).evaluate_all("all => all.map(one => getComputedStyle(one).borderTopWidth)")

    assert len(on_the_form := lines()) >= 5
    page.goto(reverse("admin:projects_programme_delete", args=[ProgrammeFactory().pk]))
    assert len(to_delete := lines()) == 2
    assert not {"0px"} & {*on_the_form, *to_delete}


@pytest.mark.parametrize("width", [1280, 768])
def test_a_long_title_is_shown_whole_and_nothing_lies_over_it(open_page, milestones, boss, width):
    page = open_page(user=boss, width=width)
    milestones[0].title = f"{LONG} with all that it takes to"[: 90 if width == 1280 else 55]
    milestones[0].save()
    page.goto(reverse("admin:projects_milestone_change", args=[milestones[0].pk]))

    title = page.get_by_role("heading", level=1).bounding_box()
    tools = page.locator(".object-tools").bounding_box()
    field = page.get_by_role("textbox", name="Title")

    assert tools["y"] >= title["y"] + title["height"]
    assert field.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_nothing_moves_for_who_asked_for_less_movement(open_page, milestones, boss):
    page = open_page(user=boss)
    page.goto(reverse("admin:projects_milestone_change", args=[milestones[0].pk]))

    for asked, moves in (("reduce", False), ("no-preference", True)):
        page.emulate_media(reduced_motion=asked)
        lasting = page.locator("main a, main input").evaluate_all(
            "all => all.some(one => parseFloat(getComputedStyle(one).transitionDuration) > 0)"
        )
        assert lasting == moves


def test_letters_of_twice_the_size_fit(open_page, milestones, boss):
    page = open_page(user=boss, width=640)
    for address in (
        reverse("admin:index"),
        reverse("admin:projects_milestone_changelist"),
        reverse("admin:projects_milestone_change", args=[milestones[0].pk]),
        reverse("admin:projects_site_changelist"),
        reverse("admin:projects_milestone_add"),
    ):
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(CUT) == [], address


# A Monday at nine: from the first page of the admin ------------------------------------------

DOCS = Path(__file__).parents[2] / "docs" / "clicks.md"


class Hand:
    """Counts what is pressed; words are typed, and the enter key sends a search."""

    def __init__(self, page: Page):
        self.page, self.clicks = page, 0

    def press(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.clicks += 1

    def search(self, words: str) -> None:
        box = self.page.get_by_role("searchbox").first
        box.fill(words)
        box.press("Enter")


def recorded(what: str, clicks: int) -> bool:
    return f"| {what} | {clicks} | `tests/journeys/test_admin.py` |" in DOCS.read_text()


@pytest.fixture
def hand(open_page, milestones, boss):
    page = open_page(user=boss, width=1280)
    page.goto(reverse("admin:index"))
    return Hand(page)


def test_clicks_to_correct_a_date(hand, milestones):
    hand.press("link", "Milestones")
    hand.press("link", milestones[0].title)
    hand.page.get_by_label("Forecast date", exact=False).fill("9/3/2027")
    hand.press("button", "Save")

    expect(hand.page.locator(".messagelist .success")).to_be_visible()
    milestones[0].refresh_from_db()
    assert milestones[0].forecast_on == date(2027, 3, 9)
    assert recorded("correct the forecast date of a milestone", hand.clicks)


def test_clicks_to_add_a_milestone(hand, milestones):
    hand.press("link", "Add to milestones")
    hand.page.get_by_label("Project").select_option(label=milestones[0].project.title)
    hand.page.get_by_label("Title").fill("All surveys complete")
    hand.page.get_by_label("Baseline date").fill("9/3/2027")
    hand.press("button", "Save")

    assert Milestone.objects.get(title="All surveys complete").forecast_on == date(2027, 3, 9)
    assert recorded("add a milestone", hand.clicks)


def test_clicks_to_update_the_stage_of_a_site(hand, milestones):
    site = milestones[0].project.sites.first()
    hand.search(site.name)
    hand.press("link", site.name)
    hand.page.get_by_role("button", name=re.compile("^Move to")).click()
    hand.clicks += 1
    hand.press("button", "Update stage")

    site.refresh_from_db()
    assert site.entries.count() == 2
    assert recorded("update the stage of a site", hand.clicks)


def test_clicks_to_find_whom_to_call(hand, milestones):
    owner = milestones[0].owner
    contributor_of(owner, name="Priya Shah")
    hand.search(owner.name)
    hand.press("link", owner.name)

    expect(hand.page.get_by_text("Priya Shah").first).to_be_visible()
    assert recorded("find who to call at a partner", hand.clicks)

"""What axe does not see: where the focus is, what paper shows, what is left without colours."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# Each thing the keyboard reaches in a table whose head stays in view, from the last to the first:
# whether something else lies over its middle once it has the focus.
COVERED = """() => {
  const stops = [...document.querySelectorAll(".app-table--sticky tbody :is(a, input, button)")];
  const covered = [];
  scrollTo(0, document.body.scrollHeight);
  for (const one of stops.reverse()) {
    one.focus();
    const {left, top, width, height} = one.getBoundingClientRect();
    const there = document.elementFromPoint(left + Math.min(width / 2, 20), top + height / 2);
    const isThere = there && (one.contains(there) || there.contains(one)
      || there.closest("label, .govuk-checkboxes__item")?.contains(one));
    if (!isThere || there.closest("thead")) covered.push(one.textContent.trim() || one.id);
  }
  return [stops.length, covered];
}"""


# Words whose colour is less than seven to one from what lies under them.
PALE = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [red, green, blue] = parts(colour).map(one => one / 255)
      .map(one => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = one => {
    const { backgroundColor } = getComputedStyle(one);
    const isClear = parts(backgroundColor)[3] === 0;
    if (!isClear) return backgroundColor;
    return one.parentElement ? ground(one.parentElement) : "rgb(255, 255, 255)";
  };
  const pale = [...document.querySelectorAll("a, button, label, p, td, th, li, .govuk-hint")]
    .filter(one => one.checkVisibility() && one.textContent.trim())
    .filter(one => {
      const pair = [light(getComputedStyle(one).color), light(ground(one))].sort((a, b) => b - a);
      return (pair[0] + 0.05) / (pair[1] + 0.05) < 7;
    });
  return pale.map(one => `${one.className || one.localName}: ${one.textContent.trim()}`);
}"""


@pytest.fixture
def project(db):
    PartnershipFactory()
    supplier = OrganisationFactory(name="Northline Networks")
    project = ProjectFactory(title="Local Full Fibre Network", slug="lffn", partners=[supplier])
    district = DistrictFactory(name="Harlow")
    for number in range(30):
        SiteFactory(
            project=project,
            name=f"Surgery {number:02}, Old Harlow and Church Langley Branch",
            district=district,
            stage=Stage.CONNECTED if number % 3 else Stage.ORDERED,
            on=timezone.localdate() - timedelta(days=40 + number),
            supplier="Northline Networks",
            download_before_mbps=Decimal("17.4"),
            download_after_mbps=Decimal(900) if number % 2 else None,
        )
    return project


@pytest.fixture
def boss(db):
    return manager(name="Marion Manager")


@pytest.mark.parametrize("height", [400, 720])
def test_head_that_stays_in_view_never_hides_the_focus(open_page, project, boss, height):
    for user, address in (
        (None, reverse("projects:sites", args=["lffn"])),
        (boss, reverse("projects_workspace:sites", args=["lffn"])),
    ):
        page = open_page(user=user, width=1280, height=height)
        page.goto(address)

        stops, covered = page.evaluate(COVERED)

        assert stops >= 30
        assert covered == []


@pytest.mark.parametrize("width", [360, 1280])
def test_what_can_be_done_with_selected_rows_is_in_view_and_hides_no_focus(
    open_page, project, boss, width
):
    page = open_page(user=boss, width=width, height=720)
    page.goto(reverse("projects_workspace:sites", args=["lffn"]))

    last = page.get_by_label(re.compile("^Select Surgery 2")).last
    last.scroll_into_view_if_needed()
    update = page.get_by_role("button", name="Update selected sites")
    assert update.bounding_box()["y"] < 0
    last.check(force=True)

    assert 0 <= update.bounding_box()["y"] < 60
    if width > 1000:
        assert page.evaluate(COVERED)[1] == []


def test_cards_can_be_sorted_and_selected_at_once(open_page, project, boss, axe, photograph):
    page = open_page(user=boss, width=360)
    page.goto(reverse("projects_workspace:sites", args=["lffn"]))
    table = page.get_by_role("table")
    photograph(page, "sites-cards")

    every = page.get_by_label(re.compile("Select all sites on this page"))
    assert page.get_by_text("Select all sites on this page").bounding_box()["width"] > 100
    every.check()
    expect(page.get_by_role("status").filter(has_text="30 selected")).to_be_attached()
    page.get_by_label(re.compile("^Select Surgery 03")).uncheck()
    expect(page.get_by_role("status").filter(has_text="29 selected")).to_be_attached()
    expect(table.get_by_role("columnheader", name="Stage")).to_be_attached()
    table.get_by_role("link", name="Stage").first.click()
    expect(page.get_by_role("columnheader", name="Stage")).to_have_attribute(
        "aria-sort", "ascending"
    )
    axe(page)


def printed(page: Page) -> str:
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


def test_list_prints_whole_and_without_its_buttons(open_page, project, boss):
    page = open_page(user=boss, width=794)
    page.goto(reverse("projects_workspace:sites", args=["lffn"]))

    paper = printed(page)

    assert paper.count("Old Harlow and Church Langley Branch") == 30
    assert "Update selected sites" not in paper
    assert "Save this view" not in paper
    behind = page.locator("main a").evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::after').content)"
    )
    assert set(behind) == {"none"}


def test_page_that_anybody_may_open_prints_where_it_stands(open_page, project):
    page = open_page(width=794)
    address = reverse("projects:detail", args=["lffn"])
    page.goto(address)

    assert address in printed(page)


def test_nothing_lies_over_anything_on_paper(open_page, project):
    """What was folded away opens under what it belongs to, and pushes the next down."""
    page = open_page(width=794)
    page.goto(reverse("projects:detail", args=["lffn"]))
    page.emulate_media(media="print")

    boxes = page.evaluate(
        """() => [...document.querySelectorAll("main table, main figure, main h2")]
          .filter(one => one.checkVisibility())
          .map(one => { const {left, top, right, bottom} = one.getBoundingClientRect();
            return [one.textContent.trim().slice(0, 30), left, top, right, bottom] })"""
    )

    over = [
        (one[0], other[0])
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if one[1] < other[3] - 1
        and other[1] < one[3] - 1
        and one[2] < other[4] - 1
        and other[2] < one[4] - 1
        and not (one[2] <= other[2] and other[4] <= one[4])
    ]
    assert over == []


def test_answers_of_a_form_are_printed(open_page, project, boss):
    page = open_page(user=boss, width=794)
    page.goto(reverse("projects_workspace:risk_add", args=["lffn"]))
    words = "A long description. " * 40
    box, line = page.locator("textarea").first, page.locator("main input[type=text]").first
    box.fill(words)
    line.fill("A title of sixty-six letters, which a box of forty would have cut")
    page.emulate_media(media="print")

    assert box.evaluate("one => one.scrollHeight <= one.clientHeight + 2")
    assert line.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_table_of_every_column_is_printed_as_wide_as_the_paper(open_page, project):
    page = open_page(width=718)
    page.goto("/data/sites/")
    assert page.locator(".app-scroll").evaluate("one => one.scrollWidth > 1436")
    page.emulate_media(media="print")

    # A browser makes a page smaller for the paper, but never to less than half.
    assert page.evaluate("document.documentElement.scrollWidth") < 1436


def test_who_asks_for_more_contrast_is_given_it(open_page, project, boss):
    """Seven to one, of the words of links, of what is quiet and of what is pressed."""
    page = open_page(user=boss)
    for address in ("/projects/lffn/", reverse("projects_workspace:risk_add", args=["lffn"])):
        page.goto(address)
        page.emulate_media(contrast="no-preference")
        assert page.evaluate(PALE) != []
        page.emulate_media(contrast="more")
        assert page.evaluate(PALE) == [], address


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_theme_of_ones_own_leaves_words_and_bars_to_be_read(open_page, project, scheme, photograph):
    page = open_page(width=1280)
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    site = project.sites.filter(download_after_mbps=None).first()
    page.goto(reverse("projects:detail", args=["lffn"]))
    photograph(page, f"forced-{scheme}")
    grounds = page.locator(".app-chart__drawing").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor)"
    )
    assert set(grounds) <= {"rgb(255, 255, 255)"}

    words = page.evaluate("getComputedStyle(document.body).color")
    page.goto(reverse("projects:sites", args=["lffn"]))
    symbols = page.locator(".app-symbol > *").evaluate_all(
        "all => all.map(one => getComputedStyle(one).fill)"
    )
    assert set(symbols) == {words}
    page.goto("/")
    small_map = page.locator(".app-front-rollout__map svg")
    ground = small_map.evaluate("one => getComputedStyle(one).backgroundColor")
    assert ground == "rgb(255, 255, 255)"

    page.goto(reverse("projects:site", args=["lffn", site.reference]))
    photograph(page, f"forced-site-{scheme}")
    track, fill = (
        page.locator(f".app-speeds {name}").first.evaluate("one => getComputedStyle(one).fill")
        for name in (".app-bar__track", ".app-bar__fill--before")
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert track == ground
    assert fill != ground
    circles = {
        page.locator(f".app-steps__step--{state}").first.evaluate(
            "one => getComputedStyle(one, '::after').backgroundColor"
        )
        for state in ("done", "now", "ahead")
    }
    assert len(circles) == 3

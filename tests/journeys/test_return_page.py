"""How the monthly return is composed: what comes first, beside what, and in what order."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from diz_portal.words import uk_date
from projects.returns.services.rounds import previous_month
from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import (
    MilestoneFactory,
    ReturnFactory,
    RoundFactory,
    submitted,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FIRST_QUESTION_WITHIN = 500
# Where things stand: the top of the first answer, and the order of the sections down the page.
FIRST_ANSWER = """() => Math.min(...[...document.querySelectorAll(
    "form[data-autosave] :is(input:not([type=hidden]), textarea)"
)].map(one => one.getBoundingClientRect().top + scrollY))"""
IN_VIEW = """() => [...document.querySelectorAll(".app-return__send button")].every(one => {
  const {left, right, top, bottom, width} = one.getBoundingClientRect();
  return width > 0 && top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth;
})"""


def in_october():
    """The forecast that last month's return gave for the surveys."""
    return timezone.localdate() + timedelta(days=50)


@pytest.fixture
def record():
    """November's, due, with thirteen of a long-named partner's facts; October's was submitted."""
    manager()
    today = timezone.localdate()
    organisation = OrganisationFactory(name="Fibrelink East and West Community Interest Company")
    project = ProjectFactory(
        title="Local Full Fibre Network for Surgeries and Health Centres", partners=[organisation]
    )
    period = RoundFactory(due_on=today + timedelta(days=3), closes_on=today + timedelta(days=17))
    before = RoundFactory(month=previous_month(period.month))
    surveys = MilestoneFactory(project=project, title="All surveys done", owner=organisation)
    MilestoneFactory(project=project, title="All wayleaves granted", owner=organisation)
    writer = contributor_of(organisation, name="Tom Archer")
    submitted(
        writer,
        ReturnFactory(round=before, project=project, organisation=organisation),
        narrative="Two engineers started",
        risk="amber",
        risk_comment="One landowner silent",
        milestones={
            surveys.reference: {
                "was": surveys.forecast_on.isoformat(),
                "forecast": in_october().isoformat(),
                "met": "",
            }
        },
    )
    for number, stage in enumerate(list(Stage)[:13]):
        SiteFactory(project=project, name=f"Alder House {number}", stage=stage, on=period.month)
    return ReturnFactory(round=period, project=project, organisation=organisation)


@pytest.fixture
def writer(record):
    return record.organisation.memberships.get().person


def opened(open_page, record, writer, **how) -> Page:
    page = open_page(user=writer, **how)
    page.goto(reverse("returns:return", args=[record.reference]))
    return page


def test_the_first_question_is_within_reach_of_a_phone(open_page, record, writer):
    page = opened(open_page, record, writer, width=360, height=640)

    assert 100 < page.evaluate(FIRST_ANSWER) <= FIRST_QUESTION_WITHIN


def test_sections_come_in_the_order_in_which_a_month_is_told(open_page, record, writer, photograph):
    for width in (360, 768, 1280):
        page = opened(open_page, record, writer, width=width)
        photograph(page, f"return-{width}")

        tops = page.evaluate(
            """() => [...document.querySelectorAll("form[data-autosave] h2")]
              .map(one => [one.innerText, one.getBoundingClientRect().top])"""
        )

        assert [name for name, _ in sorted(tops, key=lambda one: one[1])] == [
            "Progress this month",
            "Delivery, spend and risk",
            "Milestones",
        ]


@pytest.mark.parametrize("size", [(360, 640), (768, 1024), (1280, 900)])
def test_the_buttons_are_always_in_view(open_page, record, writer, size):
    page = opened(open_page, record, writer, width=size[0], height=size[1])

    # Everywhere but over the foot of the page, where the return has ended.
    for place in (0, 0.3, 0.6):
        page.evaluate("part => scrollTo(0, part * document.body.scrollHeight)", place)
        assert page.evaluate(IN_VIEW), place


def test_a_rating_stands_in_one_row_with_last_months(open_page, record, writer):
    page = opened(open_page, record, writer, width=1280)

    for name, last in (("delivery", "Green"), ("spend", "Green"), ("risk", "Amber")):
        row = page.locator(f"#{name}-row")
        before = row.locator(".app-rating__last-month")
        expect(before).to_contain_text(last)
        tops = row.evaluate(
            """row => [...row.querySelectorAll("legend, .app-rating__last-month, input")]
              .map(one => {
                const {top, bottom} = one.getBoundingClientRect();
                return (top + bottom) / 2;
              })"""
        )
        assert len(tops) == 5
        assert max(tops) - min(tops) < 20, name


def test_last_months_answers_stand_beside_what_is_being_written(open_page, record, writer):
    for width in (360, 1280):
        page = opened(open_page, record, writer, width=width)

        # Also while the box that was filled in with them says something else.
        page.locator("#id_risk_comment").fill("Both landowners have signed")

        for words in ("Two engineers started", "One landowner silent", uk_date(in_october())):
            expect(page.get_by_text(words).first).to_be_visible()


def test_milestones_are_a_table_that_is_edited_in_place(open_page, axe, record, writer):
    page = opened(open_page, record, writer, width=1280)

    table = page.get_by_role("table", name="Milestones")
    row = table.get_by_role("row").filter(has_text="All surveys done")
    forecast = row.get_by_role("group", name="Forecast date of All surveys done")
    for box, value in (("Day", "14"), ("Month", "3"), ("Year", "2027")):
        forecast.get_by_label(box).fill(value)
    axe(page)
    heights = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    assert max(heights) < 140
    page.get_by_role("button", name="Check and submit").click()

    expect(page.get_by_text("All surveys done: forecast changed from")).to_contain_text(
        "to 14 March 2027"
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_a_wrong_date_is_said_beside_its_boxes_without_a_script(open_page, record, writer, width):
    page = opened(open_page, record, writer, width=width, javascript=False)
    group = page.get_by_role("group", name="Forecast date of All surveys done")
    group.get_by_label("Month").fill("13")

    page.get_by_role("button", name="Check and submit").click()

    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    wrong = page.locator("td", has=group).locator(".govuk-error-message")
    expect(wrong).to_be_visible()
    expect(page.locator("#id_narrative")).to_be_visible()

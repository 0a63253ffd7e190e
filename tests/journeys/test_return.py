"""The monthly return in a browser: three clicks when nothing changed, and never a lost word."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from projects.models import ReturnState
from projects.returns.services import returns as services
from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import (
    MilestoneFactory,
    ReturnFactory,
    RoundFactory,
    submitted,
    submitted_rows,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def record():
    manager()
    today = timezone.localdate()
    organisation = OrganisationFactory(name="Fibrelink East")
    project = ProjectFactory(title="Local Full Fibre Network", partners=[organisation])
    period = RoundFactory(due_on=today + timedelta(days=3), closes_on=today + timedelta(days=17))
    submitted_rows(project, organisation, 3, risk="amber", risk_comment="One landowner silent")
    SiteFactory(project=project, name="Alder House", stage=Stage.CONNECTED, on=period.month)
    MilestoneFactory(project=project, title="All surveys done", owner=organisation)
    return ReturnFactory(round=period, project=project, organisation=organisation)


@pytest.fixture
def writer(record):
    return contributor_of(record.organisation, name="Tom Archer")


def address(name, record):
    return reverse(f"returns:{name}", args=[record.reference])


@pytest.mark.parametrize("javascript", [True, False])
def test_nothing_has_changed_is_three_clicks_and_no_field(
    open_page, axe, record, writer, javascript
):
    page = open_page(user=writer, javascript=javascript)
    page.goto("/workspace/")
    clicks = 0
    for name in (
        re.compile(r"Submit \w+ \d{4} return"),
        "Submit with no changes",
        "Submit return",
    ):
        page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).click()
        clicks += 1

    expect(page.get_by_text("return submitted. Thank you")).to_be_visible()
    record.refresh_from_db()
    assert (clicks, record.state, record.risk) == (3, ReturnState.SUBMITTED, "amber")
    if javascript:
        axe(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_full_return_with_amber_and_a_reason(open_page, record, writer, javascript):
    page = open_page(user=writer, javascript=javascript)
    page.goto(address("return", record))

    page.get_by_label("Keep line 1").uncheck(force=True)
    page.get_by_label("Amber").first.check(force=True)
    page.locator("#id_delivery_comment").fill("Two ducts are blocked")
    page.get_by_role("button", name="Check and submit").click()
    expect(page.get_by_text("Two ducts are blocked")).to_be_visible()
    expect(page.get_by_text("1 site was connected: Alder House.")).to_have_count(0)
    page.get_by_role("button", name="Submit return").click()

    expect(page.get_by_text("return submitted. Thank you")).to_be_visible()
    record.refresh_from_db()
    assert (record.state, record.delivery) == (ReturnState.SUBMITTED, "amber")


def test_amber_without_a_reason_leads_back_to_the_box(open_page, axe, record, writer):
    page = open_page(user=writer)
    page.goto(address("return", record))
    page.get_by_label("Red").first.check(force=True)
    page.get_by_role("button", name="Check and submit").click()

    axe(page)
    page.get_by_role("link", name="Explain why delivery is Red").click()

    page.wait_for_url(re.compile("#id_delivery_comment"))
    expect(page.locator("#id_delivery_comment")).to_be_visible()


def test_it_saves_while_somebody_writes(open_page, record, writer):
    page = open_page(user=writer)
    page.goto(address("return", record))

    page.locator("#id_narrative").fill("Two engineers started")

    expect(page.locator("#saved")).to_have_text(
        re.compile(r"Saved (\d+(:\d\d)?[ap]m|midday|midnight)")
    )
    expect(page.locator("[data-section=ratings]")).to_have_text("Done")
    # Said aloud once: not again for each pause.
    aloud = page.locator("#saved-aloud")
    expect(aloud).to_contain_text("Saved ")
    page.evaluate(
        """() => {
          window.spoken = 0;
          new MutationObserver(() => { spoken += 1 })
            .observe(document.getElementById("saved-aloud"), {childList: true});
        }"""
    )
    page.locator("#id_narrative").fill("Two engineers have started")
    with page.expect_response("**/save/"):
        pass
    assert page.evaluate("spoken") == 0
    record.refresh_from_db()
    assert record.narrative.startswith("Two engineers")
    page.locator("#id_narrative").fill("Three engineers started")
    page.get_by_role("button", name="Check and submit").click()
    expect(page.get_by_text("Three engineers started")).to_be_visible()


def test_a_colleague_who_saved_first_is_noticed_and_nothing_is_lost(open_page, axe, record, writer):
    page = open_page(user=writer)
    page.goto(address("return", record))
    priya = contributor_of(record.organisation, name="Priya Shah")
    services.save(by=priya, record=record, version=1, answers={"narrative": "Hers"})

    page.locator("#id_narrative").fill("His")
    expect(page.locator("#saved")).to_contain_text("Priya Shah saved this return")
    page.watch.complaints.clear()  # Chromium logs the 409 that answered the script
    page.get_by_role("button", name="Save and come back later").click()

    expect(page.get_by_role("heading", name="Someone else changed this too")).to_be_visible()
    expect(page.locator("#id_narrative")).to_have_value("His")
    expect(page.get_by_role("definition").get_by_text("Hers")).to_be_visible()
    axe(page)
    page.get_by_label("Keep yours").check()
    page.locator("#id_narrative").fill("Hers\nHis")
    page.get_by_role("button", name="Save and come back later").click()
    expect(page).to_have_url(re.compile("/workspace/returns/$"))
    record.refresh_from_db()
    assert record.narrative.split() == ["Hers", "His"]


def test_a_manager_sends_back_and_accepts(open_page, axe, record, writer):
    submitted(writer, record)
    page = open_page(user=manager(name="Maya Lane"))
    page.goto("/workspace/")
    page.get_by_role("link", name=re.compile("^Review .* return: Fibrelink East")).click()
    axe(page)

    page.locator("summary", has_text="Send return back").click()
    page.get_by_label("What needs to change?").fill("Which surgeries?")
    page.get_by_role("button", name="Send return back").click()
    expect(page.get_by_text("We are emailing Fibrelink East")).to_be_visible()

    record.refresh_from_db()
    submitted(writer, record)
    page.reload()
    page.get_by_role("button", name="Accept return").click()
    expect(page.get_by_text("return accepted: Local Full Fibre Network")).to_be_visible()


def test_what_the_walk_does_not_show_is_sound_at_every_width(
    open_page, axe, no_sideways_scroll, record, writer
):
    """Closed and empty lists, a round to come and a return of three earlier months; the rest
    is in test_every_page."""
    project = record.project.slug
    ahead = RoundFactory(month=timezone.localdate().replace(year=2030, day=1), opened_at=None)
    own = [
        address("return", record),
        address("check", record),
        f"/workspace/projects/{project}/risks/",
        f"/workspace/projects/{project}/risks/?show=all",
    ]
    managers = [
        f"/workspace/returns/rounds/{record.round.slug}/?q=nothing",
        f"/workspace/returns/rounds/{ahead.slug}/",
        address("return", record),
    ]
    for user, paths in ((writer, own), (manager(), managers)):
        page = open_page(user=user, width=360)
        for path in paths:
            assert page.goto(path).status == 200, path
            axe(page)
            for width in (360, 320, 1280):
                no_sideways_scroll(page, width)

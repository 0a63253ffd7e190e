"""What a screen reader is given on four journeys: the accessibility tree of each page, kept.

The scripts for a person who listens are in `docs/how-to/listen-with-a-screen-reader.md`. What the
tree said when somebody last read it stands in `spoken/`, one file for each page. After a change
that is meant, `SPOKEN=write make test ARGS=tests/journeys/test_spoken.py` keeps it anew: read the
difference as if you heard it.
"""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from diz_portal import references
from inclusion.models import Referral
from projects.models import ReturnState
from projects.rollout.stages import Stage
from tests.factories.inclusion import team_of
from tests.factories.partners import OrganisationFactory, caseworker_of, contributor_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import ReturnFactory, RoundFactory, submitted_rows
from tests.factories.seminars import SeminarFactory, TopicFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

KEPT = Path(__file__).parent / "spoken"
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "listen-with-a-screen-reader.md"
# What differs from one run to the next: days, hours, references and tokens of one.
PASSING = [
    (r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? ", "<weekday> "),
    (r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", "<weekday>"),
    (
        r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November"
        r"|December)( \d{4})?",
        "<day>",
    ),
    (
        r"\b(January|February|March|April|May|June|July|August|September|October|November|December)"
        r" \d{4}",
        "<month>",
    ),
    (r"\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b( \d{4})?", "<day>"),
    (r"\b\d{1,2}(:\d\d)?[ap]m\b|\bmidday\b|\bmidnight\b", "<time>"),
    (rf"\b[{references.ALPHABET}]{{{references.LENGTH}}}\b", "<reference>"),
    (r"/registration/[^/\s]+", "/registration/<token>"),
    (r"(?<=textbox \")(Day|Month|Year)\": \"\d+\"", r"\1\": <number>"),
    (r"\bdue (today|tomorrow|in \d+ days?)\b", "due <soon>"),
]


def spoken_on(page: Page) -> str:
    page.wait_for_load_state()
    said = f"# {page.title()}\n{page.locator('main').aria_snapshot()}\n"
    for passing, stands_for in PASSING:
        said = re.sub(passing, stands_for, said)
    return said


@pytest.fixture
def listen() -> Callable[[Page, str], None]:
    """Compare what the page says with what is kept: all at the end, so that one run tells all."""
    told: dict[str, str] = {}

    def hear(page: Page, name: str) -> None:
        told[name] = spoken_on(page)

    yield hear
    if os.environ.get("SPOKEN") == "write":
        for name, said in told.items():
            (KEPT / f"{name}.yml").write_text(said)
    for name, said in told.items():
        kept = KEPT / f"{name}.yml"
        assert said == (kept.read_text() if kept.exists() else ""), name


@pytest.fixture(autouse=True)
def _partnership(settings):
    cache.clear()
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory(phone="01632 960 001")
    manager()


def born(page: Page) -> None:
    for part, number in (("Day", "2"), ("Month", "3"), ("Year", "1948")):
        page.get_by_label(part, exact=True).fill(number)


def test_registering_for_a_seminar(open_page, listen):
    SeminarFactory(
        title="First steps online",
        slug="first-steps-online",
        promise="Bring your phone. You will leave with 3 things you could not do before.",
        topic=TopicFactory(title="Digital skills"),
        speakers="Maeve Stapleford, digital champion",
        access="Step-free from the street.",
        capacity_in_person=20,
        # It begins and ends on one day, whatever the hour of the run.
        starts_at=(timezone.now() + timedelta(days=9)).replace(hour=10, minute=0),
    )
    page = open_page(width=360)
    page.goto("/seminars/")
    listen(page, "register-1-list")
    page.get_by_role("link", name="First steps online").click()
    listen(page, "register-2-seminar")
    page.get_by_role("button", name="Register").click()
    listen(page, "register-3-form")
    page.get_by_role("button", name="Register").click()
    page.get_by_role("alert").wait_for()
    listen(page, "register-4-error")
    page.get_by_label("Your name").fill("Ada Resident")
    page.get_by_label("Your email address").fill("ada@test.example")
    page.get_by_role("button", name="Register").click()
    page.locator("[data-outcome]").wait_for()
    listen(page, "register-5-done")


def test_asking_for_help(open_page, listen):
    team_of(is_default=True)
    page = open_page(width=360)

    def go_on(name: str) -> None:
        listen(page, f"help-{name}")
        page.get_by_role("button", name="Continue").click()

    page.goto("/help/")
    listen(page, "help-01-start")
    page.get_by_role("button", name="Ask for help").click()
    page.get_by_label("A device: a laptop").check()
    go_on("02-what")
    go_on("03-story")
    page.get_by_label("Full name").fill("Ada Example")
    go_on("04-name")
    born(page)
    go_on("05-born")
    page.get_by_label("Postcode").fill("cm20 1aa")
    go_on("06-home")
    page.get_by_label("Phone call").check()
    go_on("07-contact")
    page.get_by_label("Phone number").fill("01632 960 123")
    go_on("08-reach")
    go_on("09-easier")
    listen(page, "help-10-check")
    page.get_by_role("button", name="Send my request").click()
    page.locator("[data-outcome=sent]").wait_for()
    listen(page, "help-11-sent")


def test_submitting_a_return(open_page, listen):
    partner = OrganisationFactory(name="Fibrelink East")
    project = ProjectFactory(title="Local Full Fibre Network", partners=[partner])
    today = timezone.localdate()
    period = RoundFactory(due_on=today + timedelta(days=3), closes_on=today + timedelta(days=17))
    submitted_rows(project, partner, 3, risk="amber", risk_comment="One landowner silent")
    SiteFactory(project=project, name="Alder House", stage=Stage.CONNECTED, on=period.month)
    record = ReturnFactory(round=period, project=project, organisation=partner)
    page = open_page(user=contributor_of(partner, name="Tom Archer"))
    page.goto(reverse("returns:return", args=[record.reference]))
    listen(page, "return-1-questions")
    page.get_by_label("Red").first.check(force=True)
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("alert").wait_for()
    listen(page, "return-2-error")
    page.get_by_role("link", name="Explain why delivery is Red").click()
    page.locator("#id_delivery_comment").fill("Two ducts are blocked")
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit return").wait_for()
    listen(page, "return-3-check")
    page.get_by_role("button", name="Submit return").click()
    page.get_by_text("return submitted. Thank you").wait_for()
    listen(page, "return-4-submitted")
    record.refresh_from_db()
    assert record.state == ReturnState.SUBMITTED


def test_taking_a_call_and_opening_the_case(open_page, listen):
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    page = open_page(user=caseworker_of(team.organisation, name="Cass Worker"))
    page.goto(reverse("inclusion_workspace:caller"))
    listen(page, "call-1-form")
    page.get_by_label("A device").check()
    page.get_by_label("in their own words").fill("See my grandson on a call")
    page.get_by_label("Full name").fill("Doris Wetherby")
    born(page)
    page.get_by_label("Postcode").fill("CM20 1AA")
    page.get_by_label("Phone call").check()
    page.get_by_label("Phone number").fill("01632 960 123")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Read it out to the caller").wait_for()
    listen(page, "call-2-referral")
    page.get_by_role("button", name="Accept referral").click()
    page.get_by_role("heading", level=1, name="Doris Wetherby").wait_for()
    listen(page, "call-3-case")
    assert Referral.objects.count() == 1


def test_the_guide_leads_through_what_is_kept_and_nothing_else():
    named = re.findall(r"spoken/([\w-]+)\.yml", GUIDE.read_text())

    assert sorted(named) == sorted(path.stem for path in KEPT.glob("*.yml"))

"""A caseworker's time is over in the middle of a note: they sign in, and carry on."""

import time

import pytest
from playwright.sync_api import expect

from diz_portal.accounts import time_limit
from diz_portal.accounts.models import Visit
from tests.factories.inclusion import CaseFactory
from tests.factories.partners import caseworker_of
from tests.factories.places import PartnershipFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long way to Harlow"
WORDS = "She rang: the tablet works & she is glad.\nShe would like a lesson."


@pytest.fixture
def worker():
    PartnershipFactory()
    person = caseworker_of(name="Cara Worker")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def case(worker):
    return CaseFactory(handled_by=worker.memberships.get().organisation)


def used_minutes_ago(minutes: float) -> None:
    for visit in Visit.objects.exclude(account=None):
        session = visit.get_session_store_class()(visit.session_key)
        session[time_limit.USED] = time.time() - minutes * 60
        session.save()


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)])
def test_a_note_survives_the_end_of_a_visit(
    open_page, axe, no_sideways_scroll, photograph, worker, case, width, javascript
):
    page = open_page(user=worker, width=width, height=900, javascript=javascript)
    page.goto(case.get_absolute_url())
    used_minutes_ago(61)
    page.get_by_role("textbox", name="Note").fill(WORDS)
    page.get_by_label("Contact with the person").check()
    page.get_by_role("button", name="Add note").click()

    expect(page.get_by_text("we will put what you typed back in the form")).to_be_visible()
    photograph(page, f"signed-out-sign-in-{width}")
    if javascript:
        axe(page)
    page.get_by_label("Email address").fill(worker.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_text("What you typed is back in this form.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Note")).to_have_value(WORDS)
    expect(page.get_by_label("Contact with the person")).to_be_checked()
    no_sideways_scroll(page, 320)
    photograph(page, f"signed-out-put-back-{width}")
    if javascript:
        axe(page)
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_text("Note added")).to_be_visible()


def test_a_page_says_that_the_time_is_nearly_over(
    open_page, axe, no_sideways_scroll, photograph, worker, case
):
    page = open_page(user=worker, width=360, height=740, once=True)
    page.clock.install()
    page.goto(case.get_absolute_url())
    box = page.locator("[data-signed-in]")
    expect(box).to_be_hidden()
    used_minutes_ago(50)

    page.clock.fast_forward("50:00")
    expect(box).to_be_visible()
    expect(box).to_contain_text("You will be signed out at")
    axe(page)
    no_sideways_scroll(page, 320)
    photograph(page, "signed-out-soon-360")
    page.get_by_role("button", name="Stay signed in").click()
    expect(box).to_be_hidden()

    used_minutes_ago(61)
    page.clock.fast_forward("50:00")
    expect(box).to_be_visible()
    expect(box).to_contain_text("You have been signed out.")
    # There is no staying any more: a button that does nothing would be shown.
    expect(page.get_by_text("Stay signed in", exact=True)).to_be_hidden()
    photograph(page, "signed-out-over-360")

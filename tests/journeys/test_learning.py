"""A resident learns a lesson on an old phone, keeps the code, and carries on on another."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from inclusion.learning.services import frameworks
from inclusion.models import Learner
from tests.factories.learning import a_lesson, a_path, asked
from tests.factories.places import PartnershipFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _lessons(settings):
    cache.clear()
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory(phone="01632 960 001")
    frameworks.install()
    path = a_path(title="First steps on a tablet", slug="first-steps")
    asked(a_lesson(path, title="Turn it on", slug="turn-it-on"))
    a_lesson(path, title="Join the wifi", slug="join-the-wifi")


@pytest.mark.parametrize("javascript", [True, False])
def test_resident_learns_and_carries_on_elsewhere(
    open_page, axe, no_sideways_scroll, photograph, javascript
):
    page = open_page(width=360, height=740, javascript=javascript)

    def look(name):
        if javascript:
            axe(page)
            no_sideways_scroll(page, 320)
            page.set_viewport_size({"width": 360, "height": 740})
            photograph(page, f"learn-{name}")

    page.goto("/learn/")
    page.get_by_role("link", name="First steps on a tablet").click()
    page.get_by_role("button", name="Start").click()
    look("lesson")
    page.get_by_role("button", name="Done").click()

    page.get_by_role("button", name="Check my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("What is it for?")
    look("unanswered")
    page.get_by_label("That").check()
    page.get_by_role("button", name="Check my answers").click()
    expect(page.get_by_text("It is for this.")).to_be_visible()
    look("not-quite")
    page.get_by_label("This").check()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Correct.")).to_be_visible()
    look("right")

    page.goto("/learn/")
    expect(page.get_by_text("1 of 2 lessons done")).to_be_visible()
    look("has started")
    page.get_by_role("link", name="Save it for longer").click()
    code = page.locator(".app-own-code").inner_text()
    look("keep")

    other = open_page(width=360, height=740, javascript=javascript)
    other.goto("/learn/")
    other.get_by_role("link", name="Carry on with your code or link").click()
    other.get_by_label("Your code").fill(code.upper())
    other.get_by_role("button", name="Carry on with my lessons").click()
    page = other
    look("own")
    other.get_by_role("button", name="Carry on").click()
    expect(other.get_by_role("heading", name="Join the wifi")).to_be_visible()
    other.get_by_role("button", name="Done").click()
    expect(other.get_by_text("you have finished all the lessons")).to_be_visible()
    look("finished")
    assert Learner.objects.get().lessons_done.count() == 2

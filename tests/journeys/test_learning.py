"""A resident learns a lesson on an old phone, keeps the code, and carries on on another; has one
read aloud; and the lessons that come with the portal fit a screen and a slow line."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from inclusion.learning.content import FIRST_STEPS
from inclusion.learning.services import frameworks, library, versions
from inclusion.models import Learner, Lesson
from tests.factories.learning import a_lesson, a_path, asked
from tests.factories.partners import manager
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


# A browser of tests has no voice: one that says what it was asked to.
WITH_A_VOICE = """
  const voices = [];
  const said = (window.said = []);
  const speech = new EventTarget();
  Object.assign(speech, {
    getVoices: () => voices,
    speak: (one) => { said.push(one.text); window.last = one; },
    cancel: () => { window.cancelled = true; },
  });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  window.hear = (...found) => {
    voices.push(...found);
    speech.dispatchEvent(new Event("voiceschanged"));
  };
"""


def test_a_lesson_is_read_aloud_where_the_device_has_a_voice(open_page, axe, photograph):
    page = open_page(width=360, height=740)
    page.add_init_script(WITH_A_VOICE)
    page.goto("/learn/first-steps/turn-it-on/")
    listen = page.get_by_role("button", name="Listen to this lesson")
    expect(listen).to_be_hidden()

    # One that speaks elsewhere, and one that does not speak English.
    page.evaluate("hear({lang: 'en-GB', localService: false}, {lang: 'pl-PL', localService: true})")
    expect(listen).to_be_hidden()
    page.evaluate("hear({lang: 'en-GB', localService: true})")
    axe(page)
    listen.click()

    assert page.evaluate("said") == ["Turn it on", "Press the button.", "Look.", "Press."]
    page.get_by_role("button", name="Stop listening").click()
    assert page.evaluate("cancelled")
    listen.click()
    page.evaluate("last.onend()")
    expect(listen).to_be_visible()


def test_a_long_lesson_fits_every_screen_and_weighs_less_than_250_kb(
    browser, live_server, open_page, axe, no_sideways_scroll, photograph
):
    library.install([FIRST_STEPS])
    sizes = []
    fresh = browser.new_page(base_url=live_server.url, viewport={"width": 360, "height": 740})
    fresh.on("response", lambda response: sizes.append(len(response.body())))

    fresh.goto(f"/learn/{FIRST_STEPS.slug}/turn-it-on/")
    fresh.mouse.wheel(0, 20_000)
    fresh.wait_for_load_state("networkidle")
    pictures = "[...document.images].every((one) => one.complete && one.naturalWidth === 320)"
    fresh.wait_for_function(pictures)
    fresh.context.close()

    assert 50_000 < sum(sizes) < 250_000
    for width in (320, 360, 1280):
        page = open_page(width=width, height=740)
        for address in (
            "/learn/",
            f"/learn/{FIRST_STEPS.slug}/",
            f"/learn/{FIRST_STEPS.slug}/turn-it-on/",
        ):
            page.goto(address)
            no_sideways_scroll(page, width)
            axe(page)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            no_sideways_scroll(page, max(width, 640))


def test_a_version_is_written_and_reviewed_at_every_width(
    open_page, axe, no_sideways_scroll, photograph
):
    lesson = Lesson.objects.get(slug="turn-it-on")
    author = manager(name="Maximiliana Featherstonehaugh-Cholmondeley")
    long = "Wherethebuttonis " * 3
    version = versions.write(lesson=lesson, by=author, title=long.strip(), words="Press it.\n" * 9)
    versions.send(version=version, by=author)
    here = version.get_absolute_url()
    pages = {"version": here, "versions": here.removesuffix("2/"), "back": f"{here}back/"}
    pages["write"] = here.replace("2/", "write/")

    for width in (320, 1280):
        page = open_page(user=manager(), width=width)
        for name, address in pages.items():
            page.goto(address)
            axe(page)
            no_sideways_scroll(page, width)
            photograph(page, f"lesson-{name}-{width}")
    page.goto(here)
    page.get_by_role("button", name="Publish version").click()

    expect(page.get_by_text("Version published")).to_be_visible()
    lesson.refresh_from_db()
    assert lesson.title == long.strip()

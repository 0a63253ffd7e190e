"""A resident on a phone registers, waits, and is given the place that somebody gives back."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from diz_portal.outbox.models import Message
from seminars.models import Registration
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, TopicFactory, registered

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _partnership(settings):
    cache.clear()
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory()


def link_in_letter(to: str) -> str:
    words = Message.objects.filter(to=to).latest("pk").words.split()
    link = next(word for word in words if "/seminars/registration/" in word)
    return link[link.index("/seminars/") :]


@pytest.mark.parametrize("javascript", [True, False])
def test_resident_registers_waits_and_is_promoted(
    open_page, axe, no_sideways_scroll, photograph, javascript
):
    seminar = SeminarFactory(
        title="First steps online",
        promise="Bring your phone. You will leave with 3 things you could not do before.",
        topic=TopicFactory(title="Digital skills"),
        speakers="Maeve Stapleford, digital champion",
        access="Step-free from the street.",
        capacity_in_person=1,
    )
    holder = registered(seminar, name="Hari Holder", email="hari@test.example")
    page = open_page(width=360, height=740, javascript=javascript)

    def look(name):
        if javascript:
            axe(page)
        no_sideways_scroll(page, 320)
        page.set_viewport_size({"width": 360, "height": 740})
        photograph(page, name)

    page.goto("/")
    page.get_by_role("link", name="First steps online").click()
    button = page.get_by_role("button", name="Join the waiting list")
    # Seen without scrolling on a phone.
    assert button.bounding_box()["y"] + button.bounding_box()["height"] < 740
    look("seminar")
    button.click()
    look("register")
    page.get_by_role("button", name="Join the waiting list").click()
    expect(page.get_by_text("Enter your name").first).to_be_visible()
    page.get_by_label("Your name").fill("Ada Resident")
    page.get_by_label("Your email address").fill("ada@test.example")
    page.get_by_role("button", name="Join the waiting list").click()
    expect(page.locator('[data-outcome="waiting"]')).to_be_visible()
    look("registered")

    page.goto(link_in_letter("ada@test.example"))
    expect(page.get_by_text("You are next")).to_be_visible()
    look("place-waiting")

    other = open_page(width=360, javascript=javascript)
    other.goto(link_in_letter(holder.email))
    other.get_by_role("button", name="Cancel my place").click()
    other.get_by_role("button", name="Cancel my place").click()
    expect(other.get_by_text("so someone else can come")).to_be_visible()

    page.goto(link_in_letter("ada@test.example"))
    expect(page.get_by_text("You have a place")).to_be_visible()
    page.get_by_role("button", name="Change my details").click()
    page.get_by_label("Do you have any access needs").fill("A seat near the front")
    look("change")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A seat near the front")).to_be_visible()
    look("place")

    page.get_by_role("button", name="Delete my details").click()
    look("ask")
    page.get_by_role("button", name="Delete my details").click()
    expect(page.get_by_role("heading", name="We have deleted your details")).to_be_visible()
    look("erased")
    assert not Registration.objects.filter(email="ada@test.example").exists()


def test_organiser_plans_a_seminar_and_sees_who_comes(
    open_page, axe, no_sideways_scroll, photograph
):
    page = open_page(user=manager(name="Morgan"))

    def look(name):
        axe(page)
        no_sideways_scroll(page, 360)
        page.set_viewport_size({"width": 1280, "height": 900})
        photograph(page, name)

    page.goto("/workspace/seminars/")
    look("organiser-empty")
    page.get_by_role("button", name="Add a seminar").click()
    page.get_by_label("Title").fill("High streets after five")
    page.get_by_label("In person", exact=True).check()
    for part, value in (("Day", "10"), ("Month", "2"), ("Year", "2099")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Starts at").fill("5.30pm")
    page.get_by_label("Ends at").fill("7pm")
    page.get_by_label("Venue (optional if online)").fill("The Maltings Hall")
    page.get_by_label("Places in person").fill("1")
    look("organiser-form")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Seminar published")).to_be_visible()

    for name in ("Ada Phone", "Bea Phone"):
        page.get_by_role("button", name="Register person").click()
        page.get_by_label("Their name").fill(name)
        page.get_by_label("By phone").check()
        page.get_by_label("Phone number").fill("01632 960 123")
        page.get_by_role("button", name="Register person").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        if name == "Bea Phone":
            expect(page.get_by_text("they are on the waiting list")).to_be_visible()
            look("organiser-person")
        page.get_by_role("link", name="High streets after five").first.click()
    expect(page.get_by_text("1 of 1 places taken, 0 free, 1 waiting")).to_be_visible()
    look("organiser-seminar")
    page.get_by_role("button", name="Change number of places").click()
    page.get_by_label("Places in person").fill("2")
    page.get_by_role("button", name="Change number of places").click()
    expect(page.get_by_text("2 of 2 places taken, 0 free, 0 waiting")).to_be_visible()
    page.goto("/workspace/seminars/")
    look("organiser-list")
    page.goto("/seminars/")
    look("list")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_couple_with_one_address_each_has_a_place(
    open_page, axe, no_sideways_scroll, photograph, javascript
):
    """Doris mistypes the address and corrects it; then registers Albert with the same one."""
    seminar = SeminarFactory(title="First steps online")
    page = open_page(width=360, height=740, javascript=javascript)

    def look(name):
        if javascript:
            axe(page)
        no_sideways_scroll(page, 320)
        for width, height in ((360, 740), (1280, 900)):
            page.set_viewport_size({"width": width, "height": height})
            photograph(page, f"{name}-{width}")
        page.set_viewport_size({"width": 360, "height": 740})

    def register(name, address):
        page.goto(f"/seminars/{seminar.slug}/register/")
        page.get_by_label("Your name").fill(name)
        page.get_by_label("Your email address").fill(address)
        page.get_by_role("button", name="Register").click()

    register("Doris Wetherby", "wetherby@gmial.com")
    expect(page.get_by_text("Did you mean wetherby@gmail.com?").first).to_be_visible()
    look("mistyped")
    page.get_by_role("button", name="Keep wetherby@gmial.com").click()
    expect(page.locator('[data-outcome="confirmed"]')).to_be_visible()
    expect(page.get_by_text("wetherby@gmial.com")).to_be_visible()
    look("just-registered")
    page.get_by_role("link", name="Change your email address").click()
    look("correct")
    page.get_by_label("Your email address").fill("wetherby@test.example")
    page.get_by_role("button", name="Send the email to this address").click()
    expect(page.get_by_text("wetherby@test.example")).to_be_visible()

    register("Albert Wetherby", "wetherby@test.example")
    expect(page.locator('[data-outcome="confirmed"]')).to_be_visible()

    places = {one.name: one for one in seminar.registrations.live()}
    assert set(places) == {"Doris Wetherby", "Albert Wetherby"}
    assert {one.email for one in places.values()} == {"wetherby@test.example"}
    words = Message.objects.filter(to="wetherby@test.example").latest("pk").words
    for name in places:
        assert f"“{name}”" in words
    page.goto(link_in_letter("wetherby@test.example"))
    page.get_by_role("button", name="Cancel my place").click()
    page.get_by_role("button", name="Cancel my place").click()
    assert [one.name for one in seminar.registrations.live()] == ["Doris Wetherby"]

    # Somebody else at the same address of the page is told nothing.
    other = open_page(width=360, javascript=javascript)
    other.goto(f"/seminars/{seminar.slug}/registered/confirmed/")
    expect(other.get_by_role("heading", name="First steps online")).to_be_visible()
    assert other.locator("[data-outcome]").count() == 0


def test_what_looks_like_a_robot_is_led_to_the_button(open_page):
    page = open_page(width=360, height=740)
    seminar = SeminarFactory()
    page.goto(f"/seminars/{seminar.slug}/register/")
    trap = page.locator("[name=website_address]")
    expect(trap).to_be_hidden()
    page.get_by_label("Your name").fill("Ada Resident")
    page.get_by_label("Your email address").fill("ada@test.example")
    # A program that fills in all there is.
    trap.evaluate("field => { field.value = 'https://spam.example' }")
    page.get_by_role("button", name="Register").click()

    page.get_by_role("link", name="Select the button again to send your answers").click()
    expect(page.get_by_role("button", name="Register")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator('[data-outcome="confirmed"]')).to_be_visible()
    assert Registration.objects.filter(email="ada@test.example").exists()

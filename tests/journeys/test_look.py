"""The shell passes axe, fits a phone, and works without a script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import MembershipFactory
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.second_steps import totp

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

LONG = "The Hertfordshire, Essex and Neighbouring Districts Digital Innovation Partnership"
# With a long name of the partnership and of the person, or not a page that is walked in
# test_every_page.
PUBLIC = ["/", "/about/", "/no/such/page/", "/accounts/login/", "/accounts/3rdparty/login/error/"]
OWN = ["/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/email/"]
ADMIN = ["/admin/", "/admin/account/emailaddress/", "/admin/account/emailaddress/add/"]


@pytest.fixture
def partnership():
    DistrictFactory(name="Epping Forest")
    return PartnershipFactory(name=LONG, phone="01632 960 001")


def test_public_pages_pass_axe_and_fit_a_phone(partnership, page, axe, no_sideways_scroll):
    for path in PUBLIC:
        page.goto(path)
        axe(page)
        no_sideways_scroll(page, 320)
        no_sideways_scroll(page, 1280)


def test_own_pages_pass_axe_and_fit_a_phone(partnership, open_page, axe, no_sideways_scroll):
    page = open_page(user=UserFactory(name="Alexandra Featherstonehaugh-Cholmondeley-Smythe"))
    for path in OWN:
        page.goto(path)
        axe(page)
        no_sideways_scroll(page, 320)
        no_sideways_scroll(page, 1280)


def test_admin_passes_axe(partnership, open_page, axe):
    page = open_page(user=UserFactory(is_staff=True, is_superuser=True))
    for path in ADMIN:
        page.goto(path)
        axe(page)


def test_scheduler_form_keeps_the_content_security_policy(partnership, open_page):
    page = open_page(user=UserFactory(is_staff=True, is_superuser=True))

    # The watch over the page fails the test if a script is refused.
    page.goto("/admin/django_celery_beat/periodictask/add/")

    expect(page.get_by_role("heading", name="Add periodic task")).to_be_visible()


def test_front_page_works_without_a_script(partnership, open_page):
    page = open_page(width=360, javascript=False)
    page.goto("/")

    page.get_by_role("link", name="Sign in").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"


def test_phone_menu_opens_and_closes(partnership, open_page):
    page = open_page(width=360)
    page.goto(reverse("about"))
    expect(page.get_by_role("link", name="Sign in")).to_be_hidden()

    page.get_by_role("button", name="Menu").click()

    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_first_visit_weighs_less_than_250_kb(partnership, browser, live_server):
    sizes = []
    # Not a window that is lent: it would have our style sheets and scripts at hand.
    page = browser.new_page(base_url=live_server.url)
    page.on("response", lambda response: sizes.append(len(response.body())))

    page.goto("/")
    page.wait_for_load_state("networkidle")
    page.context.close()

    # Uncompressed, so that no server's settings flatter the figure.
    assert 50_000 < sum(sizes) < 250_000


def test_text_twice_as_large_still_fits(partnership, page, no_sideways_scroll):
    page.goto("/about/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    no_sideways_scroll(page, 640)


def test_second_step_is_set_up_by_typing_the_key(partnership, open_page, axe, settings):
    # A slow machine may send the code half a minute after it was worked out.
    settings.MFA_TOTP_TOLERANCE = 2
    person = MembershipFactory().person
    page = open_page()
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/workspace/")

    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/activate/")
    axe(page)
    page.get_by_text("I cannot scan the code").click()
    secret = page.locator("code").inner_text()
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    page.get_by_label("6-digit code").fill(totp.format_hotp_value(totp.hotp_value(secret, counter)))
    page.get_by_role("button", name="Turn on two-step verification").click()

    # The codes for the day the phone is lost come at once.
    page.wait_for_url("**/recovery-codes/**")
    assert page.get_by_role("heading", level=1).inner_text() == "Recovery codes"
    axe(page)
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("You have 10 recovery codes left")).to_be_visible()
    axe(page)

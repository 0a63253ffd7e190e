"""Somebody with a council account, a real provider on another origin, and the strict policy."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from playwright.sync_api import Page, expect

from diz_portal.accounts.models import SingleSignOn
from tests.factories.accounts import PASSWORD
from tests.factories.partners import contributor_of
from tests.factories.places import PartnershipFactory
from tests.sign_on.conftest import council, provider
from tests.sign_on.council import START
from tests.words import says

__all__ = ["council", "provider"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ANN = {"email": "ann@council.example", "email_verified": True}


@pytest.fixture
def ann():
    PartnershipFactory()
    person = contributor_of(email="ann@council.example", name="Ann Example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture(autouse=True)
def _own_address(council, live_server, settings):
    settings.PORTAL_URL = live_server.url


@pytest.fixture
def look(axe, no_sideways_scroll, photograph):
    def check(page: Page, name: str) -> None:
        page.wait_for_load_state()
        for width in (1280, 320, 360):
            no_sideways_scroll(page, width)
            photograph(page, f"{name}-{width}")
        axe(page)

    return check


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.parametrize("javascript", [True, False])
def test_ann_connects_her_account_signs_in_with_it_and_out_again(
    open_page, look, council, ann, javascript
):
    council.knows({"a-1": ANN})
    page = open_page(javascript=javascript, certificates=False)
    seen = look if javascript else lambda *_: None

    # The first time: the council says who she is, and she says that the account is hers.
    page.goto(reverse("account_login"))
    seen(page, "sign-in")
    page.get_by_role("button", name="Sign in with your Council account").click()
    seen(page, "continue")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Who are you?").fill("a-1")
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Sign in again to connect your account")
    seen(page, "connect-first")
    page.get_by_role("button", name="Sign in with your password").click()
    page.get_by_label("Email address").fill(ann.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    heading(page, "Connect your Council account?")
    seen(page, "connect-ready")
    page.get_by_role("button", name="Connect account").click()
    expect(page.get_by_text("Account connected")).to_be_visible()
    seen(page, "connected")

    # From now on a button is enough.
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in with your Council account").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**" + reverse("workspace:home"))

    # Disconnected, she connects again from her own page, and is asked who she is.
    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name="Change single sign-on").click()
    page.get_by_role("button", name="Disconnect account").click()
    expect(page.get_by_text("Account disconnected")).to_be_visible()
    seen(page, "not-connected")
    page.get_by_role("button", name="Connect your Council account").click()
    heading(page, "Confirm it is you")
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    heading(page, "Connect your Council account")
    seen(page, "connect-continue")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Account connected")).to_be_visible()
    assert SingleSignOn.objects.get().person == ann

    # Signing out says what goes on, and where to end it.
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in with your Council account").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**" + reverse("workspace:home"))
    page.goto(reverse("account_logout"))
    expect(page.get_by_text("You will stay signed in to your Council account")).to_be_visible()
    seen(page, "sign-out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    heading(page, "Is this a shared device?")
    seen(page, "signed-out")
    # Not followed: the provider's own page asks other machines for its font.
    there = page.get_by_role("button", name="Sign out of your Council account")
    expect(there).to_have_attribute("href", f"{council.url}/session/end?client_id=portal")


def test_pages_of_whoever_does_not_get_in(open_page, look, council, ann, settings):
    page = open_page(certificates=False)

    def arrives(name: str, words: str, claims: dict, bend: dict | None = None) -> None:
        council.knows({"a-1": claims}, who="a-1", bend=bend)
        page.goto(START)
        page.get_by_role("button", name="Continue").click()
        heading(page, words)
        look(page, name)

    stranger = {"email": "stranger@council.example", "email_verified": True}
    arrives("unknown", "You need an invitation", stranger)
    arrives("not-marked", "Connect your account first", {"email": ann.email})
    arrives("unverified", "We could not sign you in", {**ANN, "email_verified": False})
    arrives("refused", "We could not sign you in", ANN, {"token": {"key": "foreign"}})
    arrives("down-later", "We cannot reach your Council account", ANN, {"out": {"/token": "500"}})
    council.knows(bend={"out": {"/.well-known": "html"}})
    page.goto(START)
    heading(page, "We cannot reach your Council account")
    look(page, "down")
    # That the provider is away is told to machines, too (503), which Chromium calls an error.
    page.watch.complaints = [one for one in page.watch.complaints if not says(one[1], "503")]

    # Signed in, but not so that it proves anything.
    settings.SECOND_FACTOR_REQUIRED = True
    type(ann).objects.update(is_staff=True)
    council.knows()
    page = open_page(user=ann)
    page.goto(f"{START}?process=connect")
    heading(page, "Set up two-step verification first")
    look(page, "second-step")
    settings.SECOND_FACTOR_REQUIRED = False
    ann.set_unusable_password()
    ann.save()
    page = open_page(user=ann)
    page.goto(f"{START}?process=connect")
    heading(page, "Sign in again first")
    look(page, "sign-in-again")
    assert not SingleSignOn.objects.exists()

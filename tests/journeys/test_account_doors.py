"""The doors of an account as people meet them: refused, asked for a second step, signed out."""

import os
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diz_portal.accounts.models import Rescue
from diz_portal.places.selectors import partnership
from tests.factories.accounts import PASSWORD
from tests.factories.partners import lead_of, manager
from tests.factories.second_steps import TOTP

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

WIDTHS = (360, 1280)


@pytest.fixture(autouse=True)
def _no_tries_used_up():
    cache.clear()


@pytest.fixture
def person():
    return manager(name="Mo Manager", email="mo@x.example")


@pytest.fixture
def seen(axe, no_sideways_scroll):
    """A page as it stands passes axe and fits a telephone and a screen."""

    def look(page, name):
        axe(page)
        for width in WIDTHS:
            no_sideways_scroll(page, width)
            if folder := os.environ.get("SEEN"):
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    return look


def type_password(page, email, words):
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(words)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_too_many_tries_are_said_beside_the_field_and_on_a_page(
    person, open_page, seen, javascript
):
    page = open_page(javascript=javascript)
    for number in range(5):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(
            reverse("account_login"), {"login": person.email, "password": "wrong"}
        )

    type_password(page, person.email, PASSWORD)
    assert "You have tried too many times" in page.locator(".govuk-error-summary").inner_text()
    if javascript:
        seen(page, "too-many")

    for number in range(10):
        Client().post(reverse("account_reset_password"), {"email": f"{number}@x.example"})
    page.goto(reverse("account_reset_password"))
    page.get_by_label("Email address").fill("ann@x.example")
    page.get_by_role("button", name="Send link").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Too many attempts"
    if javascript:
        seen(page, "page-429")


def test_second_step_and_signing_out_everywhere(person, open_page, seen):
    TOTP.activate(person, "A" * 32)
    there = open_page(user=person)
    there.goto("/accounts/2fa/")
    page = open_page(javascript=False)
    type_password(page, person.email, PASSWORD)
    page.locator("input[name=code]").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    assert "Enter the 6 digits that your" in page.locator(".govuk-error-summary").inner_text()

    wide = open_page()
    type_password(wide, person.email, PASSWORD)
    seen(wide, "second-step")
    wide.locator("input[name=code]").fill("000000")
    wide.get_by_role("button", name="Sign in").click()
    seen(wide, "second-step-wrong")

    here = open_page(user=person)
    here.goto("/accounts/2fa/")
    seen(here, "account")
    here.get_by_role("button", name="Sign out everywhere").click()
    seen(here, "everywhere")
    here.get_by_role("button", name="Sign out everywhere").click()
    here.get_by_text("Signed out of every other browser").wait_for()

    there.goto("/accounts/2fa/")
    assert "/accounts/login/" in there.url


def test_second_person_lets_a_colleague_in_again(person, open_page, seen):
    TOTP.activate(person, "A" * 32)
    made = Rescue.objects.create(
        person=person,
        operator="Ola Operator",
        reason="Came to the office, I have known her for years",
        expires_at=timezone.now() + timedelta(hours=4),
    )
    page = open_page(
        user=lead_of(partnership().lead_organisation, name="Sro Lead"), javascript=False
    )
    page.goto(reverse("let_in", args=[made.reference]))
    page.get_by_role("button", name="Confirm that I spoke to them, and turn it off").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()

    page.get_by_role("heading", name="Mo Manager can sign in again").wait_for()
    made.refresh_from_db()
    assert str(made.confirmed_by) == "Sro Lead"
    wide = open_page(user=made.confirmed_by)
    wide.goto(reverse("let_in", args=[made.reference]))
    seen(wide, "let-in-done")
    made.confirmed_by = made.confirmed_at = None
    made.save()
    wide.reload()
    seen(wide, "let-in")

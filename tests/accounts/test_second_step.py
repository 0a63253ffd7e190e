import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from diz_portal.accounts import services
from diz_portal.outbox.models import Message
from tests.described import leads_nowhere
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import manager
from tests.factories.second_steps import TOTP, format_hotp_value, hotp_value

pytestmark = pytest.mark.django_db


@pytest.fixture
def locked_out():
    person = UserFactory(email="locked@test.example")
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=person, type=kind, data={})
    return person


def test_remove_second_step_tells_the_person_and_is_logged(locked_out):
    boss = manager()

    services.remove_second_step(by=boss, person=locked_out)

    assert not Authenticator.objects.filter(user=locked_out).exists()
    assert "Two-step verification" in Message.objects.get(to="locked@test.example").subject
    assert LogEntry.objects.get(user=boss).object_id == str(locked_out.pk)


def test_remove_second_step_refuses_ones_own(locked_out):
    with pytest.raises(services.OwnSecondStep):
        services.remove_second_step(by=locked_out, person=locked_out)

    assert Authenticator.objects.filter(user=locked_out).count() == 2


def test_remove_second_step_refuses_when_there_is_none():
    with pytest.raises(services.NoSecondStep):
        services.remove_second_step(by=manager(), person=UserFactory())

    assert not Message.objects.exists()


def test_a_manager_cannot_weaken_a_superusers_account(locked_out):
    locked_out.is_superuser = True
    locked_out.save()

    with pytest.raises(services.NotYoursToRemove):
        services.remove_second_step(by=manager(), person=locked_out)


def test_the_admin_asks_before_it_removes_a_second_step(client, locked_out):
    client.force_login(manager())
    url = reverse("admin:accounts_user_changelist")
    chosen = {"action": "remove_second_steps", "_selected_action": [locked_out.pk]}

    asked = client.post(url, chosen)
    assert asked.status_code == 200
    assert Authenticator.objects.filter(user=locked_out).exists()

    client.post(url, chosen | {"confirmed": "yes"})
    assert not Authenticator.objects.filter(user=locked_out).exists()


# The code of an app is good once -----------------------------------------------------------


KEY = "B" * 32


@pytest.fixture
def noon(monkeypatch):
    """A moment in which the app shows one code; `noon(30)` is the next."""
    clock = [1_800_000_000.0]
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: clock[0])

    def later(seconds=0):
        clock[0] += seconds
        return format_hotp_value(hotp_value(KEY, int(clock[0]) // 30))

    return later


def with_the_password(person):
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return browser


def enter(browser, code, page="mfa_authenticate"):
    return browser.post(reverse(page), {"code": code})


def who(browser):
    return browser.session.get("_auth_user_id")


def test_code_signs_in_once_and_the_next_one_again(noon):
    person = UserFactory()
    TOTP.activate(person, KEY)
    seen, owner = with_the_password(person), with_the_password(person)

    enter(owner, noon())
    cache.clear()  # not a cache's memory, which may be lost
    refusal = enter(seen, f" {noon()[:3]} {noon()[3:]} ")

    assert (who(owner), who(seen)) == (str(person.pk), None)
    assert "This code has already been used" in refusal.content.decode()
    enter(seen, noon(30))
    assert who(seen) == str(person.pk)


def test_code_of_signing_in_does_not_prove_who_is_there_again(noon):
    person = UserFactory()
    TOTP.activate(person, KEY)
    owner = with_the_password(person)
    enter(owner, noon())

    assert enter(owner, noon(), "mfa_reauthenticate").status_code == 422
    assert enter(owner, noon(30), "mfa_reauthenticate").status_code == 302


def test_code_that_set_it_up_does_not_sign_in(noon, client):
    person = UserFactory()
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    visit = client.session
    visit["mfa.totp.secret"] = KEY
    visit.save()
    assert enter(client, noon(), "mfa_activate_totp").status_code == 302

    seen = with_the_password(person)
    enter(seen, noon())
    assert who(seen) is None

    enter(seen, noon(30))
    assert who(seen) == str(person.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", ["mfa_authenticate", "mfa_activate_totp"])
def test_of_many_posts_with_one_code_at_once_exactly_one_passes(noon, page):
    person, code, ready = UserFactory(), noon(), threading.Barrier(6)
    if page == "mfa_authenticate":
        TOTP.activate(person, KEY)
        browsers = [with_the_password(person) for _ in range(6)]
    else:
        browsers = [Client() for _ in range(6)]
        for one in browsers:
            one.force_login(person)
            one.post(reverse("account_reauthenticate"), {"password": PASSWORD})
            visit = one.session
            visit["mfa.totp.secret"] = KEY
            visit.save()

    def press(browser):
        try:
            ready.wait(timeout=20)
            answer = enter(browser, code, page)
            return answer.status_code, getattr(answer, "url", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(press, browsers))

    through = {
        "mfa_authenticate": reverse("workspace:home"),
        "mfa_activate_totp": reverse("mfa_view_recovery_codes"),
    }[page]
    assert [address for _, address in answers].count(through) == 1
    assert all(status < 500 for status, _ in answers)
    assert Authenticator.objects.filter(user=person, type="totp").count() == 1


def test_authenticator_on_the_same_phone_is_a_tap_away_and_codes_are_numbers(client):
    client.force_login(UserFactory())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    assert 'href="otpauth://totp/' in page
    assert 'inputmode="numeric"' in page


def test_no_password_is_described_by_words_that_are_not_there(client):
    pages = [client.get(reverse(name)) for name in ("account_login", "account_reset_password")]
    client.force_login(UserFactory())
    pages += [client.get(reverse(name)) for name in ("account_change_password", "mfa_index")]

    for page in pages:
        assert leads_nowhere(page.content.decode()) == set()

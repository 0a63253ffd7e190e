"""The cookie by which a browser is known to an account, and how it ends."""

import time

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.test import Client, RequestFactory
from django.urls import reverse

from diz_portal.accounts import browsers, services
from diz_portal.accounts.models import Visit
from diz_portal.accounts.news import News
from diz_portal.outbox.models import Message
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import manager
from tests.factories.second_steps import TOTP

from .test_news import code_for

pytestmark = pytest.mark.django_db

NAME = "known_browser"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def person():
    person = UserFactory(email="ann@x.example", name="Ann Example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    sign_in(Client(), person)  # the first time of all
    person.refresh_from_db()
    return person


def sign_in(browser, person, words=PASSWORD):
    browser.post(reverse("account_login"), {"login": person.email, "password": words})
    return browser


def who(browser):
    return browser.session.get("_auth_user_id")


def is_known(browser, person):
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}
    person.refresh_from_db()
    return bool(browsers.name_of(request, person))


def told(what):
    return Message.objects.filter(template="accounts/news", subject=what.value[0]).count()


# The cookie ---


def test_cookie_is_for_us_alone_and_holds_no_address(person, settings):
    settings.SESSION_COOKIE_SECURE = True
    browser = sign_in(Client(), person)

    cookie = browser.cookies[NAME]

    assert cookie["httponly"]
    assert cookie["secure"]
    assert (cookie["samesite"], cookie["path"]) == ("Lax", "/")
    assert cookie["max-age"] == settings.KNOWN_BROWSER_AGE
    assert person.email not in str(signing.loads(cookie.value, salt=browsers.SALT))
    assert person.password not in str(signing.loads(cookie.value, salt=browsers.SALT))


def test_cookie_is_named_on_the_page_about_cookies(client, settings):
    settings.KNOWN_BROWSER_COOKIE = "__Host-known_browser"

    page = " ".join(client.get(reverse("cookies")).content.decode().split())

    assert ">__Host-known_browser<" in page
    assert "180 days after you last signed in" in page


def test_no_cookie_is_set_for_who_does_not_sign_in(person):
    browser = Client()
    browser.get("/accounts/login/")
    browser.post(reverse("account_login"), {"login": person.email, "password": "wrong"})

    assert NAME not in browser.cookies


def test_cookie_outlives_the_visit_and_keeps_its_name(person):
    browser = sign_in(Client(), person)
    first = signing.loads(browser.cookies[NAME].value, salt=browsers.SALT)
    browser.post(reverse("account_logout"))
    sign_in(browser, person)

    (again,) = signing.loads(browser.cookies[NAME].value, salt=browsers.SALT)

    assert again[:2] == first[0][:2]
    assert told(News.NEW_BROWSER) == 1


def test_one_browser_may_know_several_people_and_is_bound_to_each(person):
    other = UserFactory()
    browser = sign_in(Client(), person)
    browser.post(reverse("account_logout"))
    assert not is_known(browser, other)

    sign_in(browser, other)

    assert is_known(browser, person)
    assert is_known(browser, other)


def test_most_accounts_of_one_browser(person):
    browser = sign_in(Client(), person)
    for _ in range(browsers.MOST_ACCOUNTS):
        browser.post(reverse("account_logout"))
        sign_in(browser, UserFactory())

    assert not is_known(browser, person)
    assert len(browser.cookies[NAME].value) < 1000


@pytest.mark.parametrize("value", ["", "nonsense", "W10:1abc:xyz", "x" * 5000])
def test_cookie_that_is_not_ours_is_as_if_it_were_not_there(person, value):
    browser = Client()
    browser.cookies[NAME] = value

    assert not is_known(browser, person)
    assert who(sign_in(browser, person)) == str(person.pk)


def test_cookie_of_another_key_or_too_old_is_worth_nothing(person, settings, monkeypatch):
    browser = sign_in(Client(), person)
    assert is_known(browser, person)

    later = time.time() + settings.KNOWN_BROWSER_AGE + 60
    with monkeypatch.context() as patch:
        patch.setattr("diz_portal.accounts.browsers.time.time", lambda: later)
        assert not is_known(browser, person)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    assert is_known(browser, person)
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_known(browser, person)


# A browser that is new --------------------------------------------------------------------


def test_new_browser_is_told_to_the_owner_in_our_words(person):
    sign_in(Client(headers={"user-agent": FIREFOX}), person)

    body = Message.objects.get(subject=News.NEW_BROWSER.value[0]).words
    assert "or not for a long time: Firefox on Windows." in body


@pytest.mark.parametrize("said", ["", "https://evil.example/<b>click</b>", "x" * 3000])
def test_words_of_a_browser_are_not_repeated(person, said):
    sign_in(Client(headers={"user-agent": said}), person)

    body = Message.objects.get(subject=News.NEW_BROWSER.value[0]).words
    assert "one that does not say what it is" in body
    assert "evil.example" not in body


def test_first_sign_in_of_all_and_a_wrong_password_are_not_told(person):
    assert told(News.NEW_BROWSER) == 0
    sign_in(Client(), person, "wrong")
    assert told(News.NEW_BROWSER) == 0


def test_password_alone_makes_no_browser_known_where_a_second_step_is_asked(person):
    TOTP.activate(person, "A" * 32)
    browser = sign_in(Client(), person)

    assert who(browser) is None
    assert not is_known(browser, person)
    assert told(News.NEW_BROWSER) == 0


# Signing out everywhere ----------------------------------------------------------------------


def test_sign_out_everywhere_ends_all_others_and_forgets_them(person):
    here, there, known = (sign_in(Client(), person) for _ in range(3))
    known.post(reverse("account_logout"))
    stranger = sign_in(Client(), UserFactory())

    assert here.get(reverse("account_sign_out_everywhere")).status_code == 200
    assert there.get(reverse("mfa_index")).status_code == 200  # looking ends nothing
    response = here.post(reverse("account_sign_out_everywhere"), follow=True)

    assert "Signed out of every other browser" in response.content.decode()
    assert who(here) == str(person.pk)
    assert there.get(reverse("mfa_index")).status_code == 302
    assert is_known(here, person)
    assert not is_known(there, person)
    assert not is_known(known, person)
    assert stranger.get(reverse("mfa_index")).status_code == 200
    assert told(News.SIGNED_OUT_EVERYWHERE) == 1
    assert Visit.objects.filter(account=person.pk).count() == 1


def test_half_a_sign_in_does_not_survive_it(person):
    TOTP.activate(person, "A" * 32)
    half = sign_in(Client(), person)
    assert half.get(reverse("mfa_authenticate")).status_code == 200

    services.sign_out_everywhere(person=person)
    answer = half.post(reverse("mfa_authenticate"), {"code": code_for()})

    assert answer.url == reverse("account_login")
    assert who(half) is None


def test_signing_in_again_after_it_works(person):
    services.sign_out_everywhere(person=person)

    assert who(sign_in(Client(), person)) == str(person.pk)


def test_new_password_ends_all_others_and_forgets_them(person):
    here, there = (sign_in(Client(), person) for _ in range(2))
    new = "another long secret"

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert here.get(reverse("mfa_index")).status_code == 200
    assert is_known(here, person)
    assert there.get(reverse("mfa_index")).status_code == 302
    assert not is_known(there, person)
    assert Visit.objects.filter(account=person.pk).count() == 1


def test_removal_of_the_second_step_by_a_colleague_signs_the_lost_phone_out(person):
    phone = sign_in(Client(), person)
    TOTP.activate(person, "A" * 32)

    services.remove_second_step(by=manager(), person=person)

    assert phone.get(reverse("mfa_index")).status_code == 302
    assert not is_known(phone, person)

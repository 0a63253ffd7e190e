"""Nobody guesses often, and nobody's guesses keep the owner out of their own browser."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse

from diz_portal import limits
from diz_portal.outbox.models import Message
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import manager

from .test_sign_in import CODE

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
ADMIN = "/accounts/login/?next=/admin/"
TOO_MANY = "You have tried too many times"


@pytest.fixture
def person():
    person = manager(email="ann@x.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def known(person):
    """A browser in which she has signed in before, and out again."""
    browser = Client(REMOTE_ADDR="198.51.100.1")
    password(browser, person.email, PASSWORD)
    assert who(browser) == str(person.pk)
    browser.post(reverse("account_logout"))
    return browser


def who(browser):
    return browser.session.get("_auth_user_id")


def password(browser, email, words, page=LOGIN, **more):
    return browser.post(page, {"login": email, "password": words}, **more)


def is_refused(response):
    return response.status_code == 422 and TOO_MANY in response.content.decode()


def strangers(number, start=0):
    """Browsers that nobody knows, each at an address of its own."""
    return [Client(REMOTE_ADDR=f"203.0.113.{n % 250}") for n in range(start, start + number)]


def ask(browser, email):
    return browser.post(reverse("account_request_login_code"), {"email": email})


def code_in(letter):
    return re.search(CODE, letter.words, re.MULTILINE)[0].strip()


def type_code(browser, code):
    return browser.post(reverse("account_confirm_login_code"), {"code": code})


# Strangers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "addresses"), [(LOGIN, 60), (ADMIN, 30)])
def test_guesses_from_60_addresses_are_ten_at_most_and_the_known_browser_signs_in(
    person, known, page, addresses
):
    answers = [
        password(one, person.email, f"wrong guess {n}", page)
        for n, one in enumerate(strangers(addresses))
    ]

    tried = [one for one in answers if not is_refused(one)]
    assert 1 <= len(tried) <= 10
    assert is_refused(password(Client(REMOTE_ADDR="192.0.2.77"), person.email, PASSWORD, page))

    assert password(known, person.email, PASSWORD, page).status_code == 302
    assert who(known) == str(person.pk)


def test_passwords_and_codes_share_the_ten_tries_of_strangers(person):
    """Every way to guess is tried from 60 addresses, and all that was compared is counted."""
    compared = 0
    for number, browser in enumerate(strangers(60)):
        if number % 2:
            compared += not is_refused(password(browser, person.email, "wrong"))
        elif not is_refused(ask(browser, person.email)):
            for _ in range(5):
                answer = type_code(browser, "WRO-NGG")
                compared += answer.status_code == 422 and not is_refused(answer)
                if answer.status_code == 302:  # the third wrong one ends it
                    compared += 1
                    break

    assert 5 <= compared <= 10


def test_two_addresses_of_one_account_are_one_count(person):
    EmailAddress.objects.create(user=person, email="other@x.example", verified=True)
    emails = [person.email, "other@x.example"]

    answers = [password(one, emails[n % 2], "wrong") for n, one in enumerate(strangers(12))]

    assert sum(not is_refused(one) for one in answers) == 5


def test_a_window_begins_anywhere(person, monkeypatch):
    """Tries early in one five minutes and late in the next are never eleven within five."""
    clock = [1_000_000.0]
    monkeypatch.setattr("django.core.cache.backends.base.time.time", lambda: clock[0])
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: clock[0])
    tried = []

    for number, browser in enumerate(strangers(150)):
        clock[0] += 7
        if not is_refused(password(browser, person.email, f"wrong {number}")):
            tried.append(clock[0])

    for start in tried:
        assert sum(start <= one < start + limits.WINDOW for one in tried) <= 10


def test_somebody_unknown_is_counted_and_answered_alike(person):
    def answers(email):
        return [
            (one.status_code, is_refused(one))
            for one in (password(browser, email, "wrong") for browser in strangers(8))
        ]

    assert answers(person.email) == answers("nobody@x.example")


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_counted_one_by_one(person):
    ready = threading.Barrier(16)

    def guess(number):
        try:
            browser = Client(REMOTE_ADDR=f"203.0.113.{number}")
            ready.wait(timeout=20)
            return is_refused(password(browser, person.email, "wrong"))
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as crowd:
        refused = list(crowd.map(guess, range(16)))

    assert refused.count(False) <= 10


# The owner's own browser --------------------------------------------------------------------------


def test_known_browser_has_tries_of_its_own_and_no_more_than_others(person, known):
    answers = [password(known, person.email, "wrong") for _ in range(8)]
    assert [is_refused(one) for one in answers] == [False] * 5 + [True] * 3
    assert is_refused(password(known, person.email, PASSWORD))

    # And a stranger has not lost theirs by it.
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert not is_refused(password(other, person.email, "wrong"))


def test_known_browser_gets_a_code_while_strangers_use_up_theirs(person, known):
    for browser in strangers(10):
        ask(browser, person.email)
        password(browser, person.email, "wrong")
    assert is_refused(ask(Client(REMOTE_ADDR="192.0.2.9"), person.email))

    assert not is_refused(ask(known, person.email))
    type_code(known, code_in(Message.objects.filter(template="rendered").latest("pk")))

    assert who(known) == str(person.pk)


def test_code_already_sent_stays_good_while_strangers_ask_and_guess(person):
    owner = Client(REMOTE_ADDR="192.0.2.1")
    ask(owner, person.email)
    code = code_in(Message.objects.latest("pk"))

    for browser in strangers(30):
        ask(browser, person.email)
        type_code(browser, "WRO-NGG")
        password(browser, person.email, "wrong")
    type_code(owner, code)

    assert who(owner) == str(person.pk)


def test_one_code_is_tried_three_times_however_often_it_is_sent_at_once(person):
    """The visit counts wrong codes too late for requests that come at the same moment."""
    browser = Client(REMOTE_ADDR="192.0.2.1")
    ask(browser, person.email)
    code = code_in(Message.objects.latest("pk"))
    visit = browser.session
    before = dict(visit.items())

    for _ in range(3):
        type_code(browser, "WRO-NGG")
        visit.update(before)  # as another request read it, before this one wrote
        visit.save()
    answer = type_code(browser, code)

    assert is_refused(answer)
    assert who(browser) is None


def test_right_code_gives_the_tries_back(person):
    for _ in range(5):
        browser = Client(REMOTE_ADDR="192.0.2.1")
        ask(browser, person.email)
        type_code(browser, code_in(Message.objects.filter(template="rendered").latest("pk")))

        assert who(browser) == str(person.pk)


def test_reset_clears_what_strangers_used_up(person):
    for browser in strangers(10):
        password(browser, person.email, "wrong")
    browser = Client(REMOTE_ADDR="192.0.2.1")
    browser.post(reverse("account_reset_password"), {"email": person.email})
    path = re.search(r"(/accounts/password/reset/key/\S+)", Message.objects.latest("pk").words)[1]
    new = "another long secret"
    browser.post(browser.get(path).url, {"password1": new, "password2": new})

    password(browser, person.email, new)

    assert who(browser) == str(person.pk)


def test_present_password_is_not_guessed_in_an_open_browser(person):
    browser = Client()
    browser.force_login(person)
    new = {"password1": "another long secret", "password2": "another long secret"}
    page = reverse("account_change_password")

    answers = [browser.post(page, {"oldpassword": f"wrong {n}", **new}) for n in range(8)]

    assert sum(one.status_code == 422 and not is_refused(one) for one in answers) <= 5
    assert browser.post(page, {"oldpassword": PASSWORD, **new}).status_code != 302


def test_letters_with_a_link_reach_the_owner_while_strangers_ask(person, known):
    page = reverse("account_reset_password")
    for browser in strangers(8):
        browser.post(page, {"email": person.email})

    assert is_refused(Client().post(page, {"email": person.email}))
    assert known.post(page, {"email": person.email}).status_code == 302


def test_a_person_without_an_account_locks_nobody_out(person):
    for browser in strangers(10):
        password(browser, "nobody@x.example", "wrong")

    assert password(Client(), person.email, PASSWORD).status_code == 302
    assert UserFactory._meta.model.objects.count() == 1


def test_an_address_that_somebody_only_claims_is_not_theirs_to_count(person):
    """Whoever adds a colleague's address to their own account, unproved, gains no tries at it."""
    thief = UserFactory(name="Aaron", email="thief@x.example")
    EmailAddress.objects.create(user=thief, email=thief.email, verified=True, primary=True)
    browser = Client(REMOTE_ADDR="198.51.100.9")
    password(browser, thief.email, PASSWORD)
    browser.post(reverse("account_email"), {"email": person.email, "action_add": ""})
    assert EmailAddress.objects.filter(user=thief, email=person.email, verified=False).exists()

    tried = 0
    for number in range(4):
        browser = Client(REMOTE_ADDR="198.51.100.9")
        password(browser, thief.email, PASSWORD)
        browser.post(reverse("account_logout"))
        tried += sum(
            not is_refused(password(browser, person.email, f"wrong {number} {n}")) for n in range(5)
        )

    assert tried <= 10


def test_choosing_a_new_password_forgives_no_guesses_at_an_address_that_is_only_claimed(person):
    thief = UserFactory(name="Aaron", email="thief@x.example")
    EmailAddress.objects.create(user=thief, email=thief.email, verified=True, primary=True)
    EmailAddress.objects.create(user=thief, email=person.email)
    for browser in strangers(10):
        password(browser, person.email, "wrong")
    browser = Client(REMOTE_ADDR="192.0.2.1")
    browser.post(reverse("account_reset_password"), {"email": thief.email})
    path = re.search(r"(/accounts/password/reset/key/\S+)", Message.objects.latest("pk").words)[1]
    new = "another long secret"
    assert browser.post(browser.get(path).url, {"password1": new, "password2": new}).url

    assert is_refused(password(Client(REMOTE_ADDR="192.0.2.2"), person.email, "wrong"))

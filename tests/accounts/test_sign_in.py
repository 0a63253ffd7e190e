"""Every way in: password, code, reset, second step; and how often somebody may try."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import (
    MembershipFactory,
    caseworker_of,
    contributor_of,
    manager,
)
from tests.factories.second_steps import (
    TOTP,
    RecoveryCodes,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

pytestmark = pytest.mark.django_db
CODE = r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$"
SECRET = "JBSWY3DPEHPK3PXP"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **more)


def code_for(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def code_in_letter_to(person):
    """Six letters and digits, alone on a line."""
    body = Message.objects.filter(to=person.email).latest("pk").words
    return re.search(CODE, body, re.MULTILINE)[0].strip()


def who(client):
    return client.session.get("_auth_user_id")


def test_password_signs_in_whatever_the_case_of_the_address(client):
    person = UserFactory(email="ann@x.example")

    response = sign_in(client, " Ann@X.example ")

    assert response.url == reverse("workspace:home")
    assert who(client) == str(person.pk)


def test_wrong_password_is_no_success(client):
    UserFactory(email="ann@x.example")

    assert sign_in(client, "ann@x.example", "wrong").status_code == 422


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("account_login", "Enter your password"),
        ("account_reset_password", "Enter your email address"),
        ("account_request_login_code", "Enter your email address"),
    ],
)
def test_empty_form_says_what_belongs_in_it(client, name, sentence):
    response = client.post(reverse(name), {})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Enter or select an answer" not in response.content.decode()


def test_asking_for_a_code_claims_nothing_about_the_address(client):
    response = client.post(
        reverse("account_request_login_code"), {"email": "nobody@x.example"}, follow=True
    )

    text = " ".join(response.content.decode().split())
    assert (
        "If there is an account for <strong>nobody@x.example</strong>, we have emailed a code"
        in text
    )
    assert "has been sent" not in text


def test_somebody_whose_part_has_ended_is_told_what_to_do(client):
    membership = MembershipFactory(ended_on=timezone.localdate())
    sign_in(client, membership.person.email)

    response = client.get(reverse("workspace:home"))

    assert response.status_code == 403
    assert "ask your organisation lead" in response.content.decode()


def test_closed_account_is_told_and_not_let_in(client):
    UserFactory(email="ann@x.example", is_active=False)

    response = sign_in(client, "ann@x.example")

    assert response.url == reverse("account_inactive")
    assert who(client) is None


def test_code_is_mailed_and_typed_on_the_page(client):
    person = UserFactory()
    client.post(reverse("account_request_login_code"), {"email": person.email.upper()})

    client.post(reverse("account_confirm_login_code"), {"code": code_in_letter_to(person)})

    assert who(client) == str(person.pk)


def test_code_is_not_sent_to_a_closed_account(client):
    person = UserFactory(is_active=False)

    client.post(reverse("account_request_login_code"), {"email": person.email})

    assert not re.search(
        CODE,
        "\n".join(one.words for one in Message.objects.filter(to=person.email)),
        re.MULTILINE,
    )


def test_reset_leads_to_a_new_password(client):
    person = UserFactory()
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"http\S+/accounts/password/reset/key/\S+", Message.objects.get().words)[0]
    path = link.partition("://")[2].partition("/")[2]

    form = client.get(f"/{path}").url
    client.post(form, {"password1": "another long secret", "password2": "another long secret"})

    person.refresh_from_db()
    assert person.check_password("another long secret")


def test_signing_up_without_an_invitation_is_closed(client):
    response = client.post(
        "/accounts/signup/", {"email": "new@x.example", "password1": "a long new secret"}
    )

    assert response.status_code in (200, 404)
    assert not UserFactory._meta.model.objects.exists()


def test_letters_of_the_sign_in_are_in_our_own_words(client):
    UserFactory(email="ann@x.example")
    client.post(reverse("account_request_login_code"), {"email": "ann@x.example"})
    client.post(reverse("account_reset_password"), {"email": "ann@x.example"})
    client.post(reverse("account_reset_password"), {"email": "nobody@x.example"})

    for letter in Message.objects.all():
        assert "Hello from" not in letter.words
        assert "signup" not in letter.words
        assert letter.secret


# The second step -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sent_away"), [(manager, True), (caseworker_of, True), (contributor_of, False)]
)
def test_second_step_is_required_of_staff_and_caseworkers(client, settings, role, sent_away):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(role())

    response = client.get(reverse("workspace:home"))

    assert (response.status_code == 302) == sent_away
    if sent_away:
        assert response.url == reverse("mfa_activate_totp")


def test_second_step_is_asked_for_after_the_password(client):
    person = manager()
    TOTP.activate(person, SECRET)

    response = sign_in(client, person.email)
    assert (response.url, who(client)) == (reverse("mfa_authenticate"), None)

    client.post(reverse("mfa_authenticate"), {"code": code_for()})
    assert who(client) == str(person.pk)


def test_recovery_code_stands_in_once_for_the_second_step(client):
    person = manager()
    TOTP.activate(person, SECRET)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]

    sign_in(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert who(client) == str(person.pk)

    client.post(reverse("account_logout"))
    sign_in(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert who(client) is None


def test_admin_signs_in_the_portals_own_way(client):
    response = client.get("/admin/login/?next=/admin/")

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


# How often ------------------------------------------------------------------------------------


def outcomes(post, tries, email="p{}@x.example", address="192.0.2.{}"):
    return [
        post(email.format(number), REMOTE_ADDR=address.format(number)) for number in range(tries)
    ]


TOO_MANY = "You have tried too many times"


def said(response):
    form = response.context.get("form") if response.context else None
    return str(form.errors) if form else ""


def test_sign_in_is_refused_after_ten_wrong_tries_from_one_address(client):
    def post(email, **more):
        return sign_in(client, email, "wrong", **more)

    answers = outcomes(post, 11, address="192.0.2.1")
    assert [TOO_MANY in said(one) for one in answers] == [False] * 10 + [True]

    person = UserFactory()
    assert TOO_MANY in said(sign_in(client, person.email, REMOTE_ADDR="192.0.2.1"))
    assert who(client) is None


def test_sign_in_is_refused_for_one_email_however_it_is_spelt_or_the_portal_called(
    client, settings
):
    person = UserFactory(email="ann@x.example")
    spellings = [
        "ann@x.example",
        "ANN@x.example",
        " Ann@X.Example",
        "ann@x.example",
        "aNN@x.example",
    ]
    for number, email in enumerate(spellings):
        sign_in(
            client,
            email,
            "wrong",
            REMOTE_ADDR=f"192.0.2.{number}",
            HTTP_HOST=("localhost", "127.0.0.1")[number % 2],
        )

    response = sign_in(client, person.email, REMOTE_ADDR="192.0.2.99")

    assert TOO_MANY in said(response)
    assert who(client) is None


def test_sign_in_says_the_same_of_known_and_unknown_addresses(client):
    UserFactory(email="known@x.example")

    known = said(sign_in(client, "known@x.example", "wrong", REMOTE_ADDR="192.0.2.1"))
    unknown = said(sign_in(client, "nobody@x.example", "wrong", REMOTE_ADDR="192.0.2.2"))

    assert known == unknown != ""


PAGES = ["account_reset_password", "account_request_login_code"]


def is_refused(response):
    return response.status_code == 429 or TOO_MANY in said(response)


@pytest.mark.parametrize("name", PAGES)
def test_letters_are_refused_after_ten_from_one_address(name):
    def post(email, **more):
        return Client().post(reverse(name), {"email": email}, **more)

    answers = outcomes(post, 11, address="192.0.2.1")

    assert [is_refused(one) for one in answers] == [False] * 10 + [True]


@pytest.mark.parametrize(("name", "letters"), [(PAGES[0], 5), (PAGES[1], 3)])
def test_letters_to_one_email_are_few_however_it_is_spelt(name, letters):
    UserFactory(email="ann@x.example")

    def post(email, **more):
        return Client().post(reverse(name), {"email": email}, **more)

    answers = [
        post(("ann@x.example", "ANN@X.example")[number % 2], REMOTE_ADDR=f"192.0.2.{number}")
        for number in range(11)
    ]

    assert [is_refused(one) for one in answers] == [False] * letters + [True] * (11 - letters)
    assert Message.objects.count() == letters


@pytest.mark.parametrize("name", [*PAGES, "account_email"])
def test_pages_refuse_an_address_longer_than_the_column_with_a_sentence(client, name):
    client.force_login(UserFactory())
    if name in PAGES:
        client.logout()
    # A correct address as far as Django's own field is concerned, which takes up to 320.
    address = f"{'x' * 60}@{'.'.join(['x' * 60] * 4)}.example"
    assert 254 < len(address) <= 320

    response = client.post(reverse(name), {"email": address, "action_add": ""})

    assert response.status_code < 500
    assert "254 characters or fewer" in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_pages_say_the_same_of_known_and_unknown_addresses(client, name):
    UserFactory(email="known@x.example")

    known = client.post(reverse(name), {"email": "known@x.example"}, follow=True)
    client.cookies.clear()
    unknown = client.post(reverse(name), {"email": "other@x.example"}, follow=True)

    def words(response, email):
        return re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode()
        ).replace(email, "")

    assert known.redirect_chain == unknown.redirect_chain
    assert words(known, "known@x.example") == words(unknown, "other@x.example")


def ask_for_a_code():
    """Somebody at the same address, in a browser of their own, with a code on its way."""
    browser, person = Client(), UserFactory()
    browser.post(reverse("account_request_login_code"), {"email": person.email})
    return browser, code_in_letter_to(person)


def test_wrong_codes_are_counted_by_address():
    """After ten, over several accounts, even the right one waits."""
    for _ in range(4):
        browser, _code = ask_for_a_code()
        for _ in range(3):
            browser.post(reverse("account_confirm_login_code"), {"code": "WRO-NGG"})
    browser, code = ask_for_a_code()

    browser.post(reverse("account_confirm_login_code"), {"code": code})

    assert who(browser) is None


def test_second_step_is_refused_after_five_wrong_codes(client):
    person = manager()
    TOTP.activate(person, SECRET)
    sign_in(client, person.email)

    for number in range(5):
        client.post(
            reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{number}"
        )
    client.post(reverse("mfa_authenticate"), {"code": code_for()}, REMOTE_ADDR="192.0.2.99")

    assert who(client) is None


@pytest.mark.django_db
@pytest.mark.parametrize("row", [None, {"verified": False, "primary": True}])
def test_an_address_that_is_not_proved_takes_no_account_s_place(client, row):
    """Also of an account made on the server, whose own address no letter has proved."""
    person = UserFactory(email="ann@x.example")
    if row:
        EmailAddress.objects.create(user=person, email=person.email, **row)
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("account_email")

    client.post(page, {"email": "board@x.example", "action_add": ""})
    client.post(page, {"email": "board@x.example", "action_primary": ""})

    person.refresh_from_db()
    assert person.email == "ann@x.example"
    assert set(EmailAddress.objects.values_list("email", "verified")) == {
        ("ann@x.example", True),
        ("board@x.example", False),
    }

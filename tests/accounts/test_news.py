"""The owner of an account is told of every change to what lets somebody in."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from diz_portal.accounts.news import News, tell_owner
from diz_portal.outbox.models import Message
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.second_steps import (
    TOTP,
    RecoveryCodes,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

pytestmark = pytest.mark.django_db

SECRET = "A" * 32


@pytest.fixture
def person():
    person = UserFactory(email="ann@x.example", name="Ann Example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def own(client, person):
    """Her own browser, in which she has just shown who she is."""
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def told(*addresses):
    """(to, subject) of every message about an account, and nothing secret in any."""
    found = Message.objects.filter(template="accounts/news").order_by("pk")
    if addresses:
        found = found.filter(to__in=addresses)
    assert not any(one.secret for one in found)
    return [(one.to, one.subject) for one in found]


def code_for(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_change_of_the_password_is_told(own, person):
    new = "another long secret"

    own.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert told() == [(person.email, News.PASSWORD_CHANGED.value[0])]


def test_reset_of_the_password_is_told(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    letter = Message.objects.get(subject="Reset your password")
    path = re.search(r"(/accounts/password/reset/key/\S+)", letter.words)[1]
    new = {"password1": "another long secret", "password2": "another long secret"}

    client.post(client.get(path).url, new)

    assert told() == [(person.email, News.PASSWORD_CHANGED.value[0])]


@pytest.mark.django_db(transaction=True)
def test_second_step_and_recovery_codes_are_told(own, person):
    own.get(reverse("mfa_activate_totp"))
    secret = own.session["mfa.totp.secret"]
    own.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    own.post(reverse("mfa_generate_recovery_codes"))
    own.post(reverse("mfa_deactivate_totp"))

    kinds = News.SECOND_STEP_ADDED, News.RECOVERY_CODES_MADE, News.SECOND_STEP_REMOVED
    assert told() == [(person.email, one.value[0]) for one in kinds]
    for letter in Message.objects.all():
        assert secret not in letter.words


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_second_step_is_said_in_our_words(own):
    page = reverse("mfa_activate_totp")
    own.get(page)

    wrong = own.post(page, {"code": "12ab"}).content.decode()
    secret = own.session["mfa.totp.secret"]
    right = own.post(page, {"code": code_for(secret)}, follow=True).content.decode()
    off = own.post(reverse("mfa_deactivate_totp"), follow=True).content.decode()

    assert "Enter the 6 digits that your authenticator app shows now" in wrong
    assert "The code is not right" not in wrong
    assert "Two-step verification turned on" in right
    assert "Recovery codes created" in right
    assert "Two-step verification turned off" in off


def test_use_of_a_recovery_code_is_told(client, person):
    TOTP.activate(person, SECRET)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    client.post(reverse("mfa_authenticate"), {"code": code})

    assert (person.email, News.RECOVERY_CODE_USED.value[0]) in told()
    assert not any(code in one.words for one in Message.objects.all())


def test_use_of_the_app_is_nothing_to_tell(client, person):
    TOTP.activate(person, SECRET)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    client.post(reverse("mfa_authenticate"), {"code": code_for()})

    assert (person.email, News.RECOVERY_CODE_USED.value[0]) not in told()
    assert Authenticator.objects.count() == 1


def test_new_address_is_told_to_the_old_one_too(own, person):
    own.post(reverse("account_email"), {"email": "new@x.example", "action_add": ""})
    words = Message.objects.get(to="new@x.example").words
    link = re.search(r"(/accounts/confirm-email/\S+)", words)
    own.post(link[1])

    subject = News.ADDRESS_CHANGED.value[0]
    assert sorted(told()) == [("ann@x.example", subject), ("new@x.example", subject)]
    person.refresh_from_db()
    assert person.email == "new@x.example"


def test_letter_says_what_happened_and_what_to_do(person):
    tell_owner(person, News.SIGN_ON_CONNECTED, with_what="Council account")

    body = Message.objects.get().words
    assert body.startswith("Hello Ann,\n\nYour account can now be signed in to with your Council")
    assert "If it was not you, choose a new password now." in body
    assert "/accounts/password/reset/\n" in body


def test_somebody_erased_is_told_nothing(person):
    person.name = ""

    tell_owner(person, News.PASSWORD_CHANGED)

    assert not Message.objects.exists()

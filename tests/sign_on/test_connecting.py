"""Connecting an account: once, by the account's own sign-in, second step included."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from diz_portal.accounts.models import SingleSignOn
from diz_portal.accounts.sign_on import arrivals, proof, services
from diz_portal.outbox.models import Message
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.second_steps import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from .council import START, come_back

pytestmark = pytest.mark.django_db

ANN = {"email": "ann@council.example", "email_verified": True}
SECRET = "A" * 32
CONNECT = reverse("sign_on_connect")
CONNECTIONS = reverse("socialaccount_connections")


def sign_in(client, person, **more):
    return client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD, **more}
    )


def second_step(client, at="/accounts/2fa/authenticate/"):
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    return client.post(at, {"code": code})


def connections():
    return list(SingleSignOn.objects.values_list("person__email", "issuer", "subject"))


def told():
    return list(Message.objects.filter(template="accounts/news").values_list("to", "subject"))


def later(client, seconds):
    """As if the visit had begun so many seconds before."""
    session = client.session
    for one in session.get("account_authentication_methods", []):
        one["at"] -= seconds
    if arrivals.WAITING in session:
        session[arrivals.WAITING]["since"] -= seconds
    session.save()


# From the sign-in page, the first time ---


def test_address_alone_opens_nothing(client, council, ann):
    council.knows({"a-1": ANN}, who="a-1")

    answer = come_back(client, council)

    assert answer.url == CONNECT
    assert "Sign in again to connect" in client.get(CONNECT).content.decode()
    assert "_auth_user_id" not in client.session
    assert client.post(CONNECT).status_code == 200
    assert connections() == told() == []


def test_own_sign_in_connects_once_and_the_owner_is_told(client, council, ann):
    council.knows({"a-1": ANN}, who="a-1")
    come_back(client, council)

    assert sign_in(client, ann, next=CONNECT).url == CONNECT
    assert "Connect your Council account?" in client.get(CONNECT).content.decode()
    assert connections() == []
    client.post(CONNECT)

    assert connections() == [(ann.email, council.url, "a-1")]
    (message,) = Message.objects.filter(template="accounts/news")
    assert (message.to, message.subject) == (
        ann.email,
        "Another way to sign in was added to your account",
    )
    assert "Council account" in message.body
    # From now on it is enough by itself.
    other = Client()
    come_back(other, council)
    assert other.session["_auth_user_id"] == str(ann.pk)


def test_second_step_belongs_to_the_own_sign_in(client, council, ann):
    TOTP.activate(ann, SECRET)
    council.knows({"a-1": ANN}, who="a-1")
    come_back(client, council)
    sign_in(client, ann, next=CONNECT)

    client.post(CONNECT)
    assert connections() == []

    second_step(client)
    client.post(CONNECT)
    assert connections() == [(ann.email, council.url, "a-1")]


def test_who_must_have_a_second_step_sets_it_up_first(client, council, ann, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    ann.is_staff = True
    ann.save()
    council.knows({"a-1": ANN}, who="a-1")
    come_back(client, council)
    sign_in(client, ann)

    page = client.post(CONNECT).content.decode()

    assert "Set up two-step verification first" in page
    assert connections() == []
    # Nor on the way from their own page.
    assert "Set up two-step verification first" in client.post(f"{START}?process=connect").text


def test_another_account_is_not_connected(client, council, ann):
    other = UserFactory(email="bob@council.example")
    council.knows({"a-1": ANN}, who="a-1")
    come_back(client, council)
    sign_in(client, other)

    page = client.post(CONNECT).content.decode()

    assert "This is a different account" in page
    assert connections() == []


def test_what_waits_is_gone_after_a_while(client, council, ann):
    council.knows({"a-1": ANN}, who="a-1")
    come_back(client, council)
    later(client, arrivals.WAITS + 1)
    sign_in(client, ann)

    assert client.post(CONNECT).url == CONNECTIONS
    assert connections() == []


def test_what_waits_belongs_to_one_browser(client, council, ann):
    council.knows({"a-1": ANN}, who="a-1")
    come_back(client, council)
    other = Client()
    sign_in(other, ann)

    assert other.post(CONNECT).url == CONNECTIONS
    assert connections() == []


# From the page of one's own account ---


@pytest.mark.parametrize("claims", [ANN, {"email": "other.name@town.example"}])
def test_signed_in_person_connects_their_account(client, council, ann, claims):
    sign_in(client, ann)
    council.knows({"a-1": claims}, who="a-1")
    assert "Connect your Council account" in client.get(CONNECTIONS).content.decode()

    answer = come_back(client, council, process="connect")

    assert answer.url == CONNECTIONS
    assert connections() == [(ann.email, council.url, "a-1")]
    assert told() == [(ann.email, "Another way to sign in was added to your account")]
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_open_session_alone_connects_nothing(client, council, ann):
    """A shared computer, on which somebody has left."""
    sign_in(client, ann)
    council.knows({"a-1": ANN}, who="a-1")
    later(client, proof.FRESH + 1)

    asked = client.get(f"{START}?process=connect")

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert client.post(f"{START}?process=connect").url == f"{START}?process=connect"
    # And back it leads, after the password.
    again = client.post(asked.url, {"password": PASSWORD, "next": f"{START}?process=connect"})
    assert again.url == f"{START}?process=connect"
    come_back(client, council, process="connect")
    assert connections() == [(ann.email, council.url, "a-1")]


def test_second_step_set_up_after_signing_in_is_shown_once(client, council, ann):
    sign_in(client, ann)
    TOTP.activate(ann, SECRET)
    council.knows({"a-1": ANN}, who="a-1")

    asked = client.get(f"{START}?process=connect")

    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    assert come_back(client, council, process="connect").url == f"{START}?process=connect"
    assert connections() == []
    assert second_step(client, asked.url).url == f"{START}?process=connect"
    come_back(client, council, process="connect")
    assert connections() == [(ann.email, council.url, "a-1")]


def test_session_that_aged_at_the_provider_is_asked_once_more(client, council, ann):
    sign_in(client, ann)
    council.knows({"a-1": ANN}, who="a-1")
    back = council.sends_back(client.post(f"{START}?process=connect").url)
    later(client, proof.FRESH + 1)

    assert client.get(back).url == CONNECT
    assert connections() == []
    assert client.get(CONNECT).url.startswith(reverse("account_reauthenticate"))


def test_account_without_a_password_signs_in_again_by_code(client, council, ann):
    ann.set_unusable_password()
    ann.save()
    client.force_login(ann)

    page = client.get(f"{START}?process=connect").content.decode()

    assert "Sign in again first" in page
    assert connections() == []


def test_single_sign_on_does_not_prove_itself(client, council, connected):
    council.knows({"a-1": ANN}, who="a-1")
    come_back(client, council)
    services.disconnect(by=connected, name="Council account")

    answer = client.get(f"{START}?process=connect")

    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_nobody_connects_without_signing_in(client, council):
    answer = client.post(f"{START}?process=connect")

    assert answer.url.startswith(reverse("account_login"))


def test_session_that_ended_at_the_provider_connects_nothing(client, council, ann):
    sign_in(client, ann)
    council.knows({"a-1": ANN}, who="a-1")
    back = council.sends_back(client.post(f"{START}?process=connect").url)
    client.post(reverse("account_logout"))

    client.get(back)

    assert connections() == []


# One to one ---


def test_second_sign_on_for_one_account_is_refused(client, council, connected):
    council.knows({"b-2": ANN}, who="b-2")

    # Not from the sign-in page, whoever has the address now,
    answer = come_back(client, council)
    assert answer.status_code == 401
    assert "connected to a different sign-on" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    # nor from the account's own.
    sign_in(client, connected)
    assert come_back(client, council, process="connect").url == CONNECTIONS
    assert connections() == [(connected.email, council.url, "a-1")]


def test_one_sign_on_for_two_accounts_is_refused(client, council, connected, caplog):
    bob = UserFactory(email="bob@council.example")
    sign_in(client, bob)
    council.knows({"a-1": ANN}, who="a-1")

    answer = come_back(client, council, process="connect")

    assert connections() == [(connected.email, council.url, "a-1")]
    assert "already connected to a different account" in client.get(answer.url).text
    assert "another-account" in caplog.text


def test_database_refuses_both(connected, council):
    bob = UserFactory()
    for person, subject in ((connected, "c-3"), (bob, "a-1")):
        with pytest.raises(IntegrityError), transaction.atomic():
            SingleSignOn.objects.create(person=person, issuer=council.url, subject=subject)


def test_service_refuses_both_and_takes_a_double_click(connected, council):
    bob = UserFactory()
    same = {"issuer": council.url, "name": "Council account"}

    with pytest.raises(services.ConnectedAlready):
        services.connect(by=connected, subject="c-3", **same)
    with pytest.raises(services.ConnectedElsewhere):
        services.connect(by=bob, subject="a-1", **same)
    services.connect(by=connected, subject="a-1", **same)

    assert connections() == [(connected.email, council.url, "a-1")]
    assert told() == []


def test_disconnecting_ends_it_and_is_told(client, council, connected):
    sign_in(client, connected)
    client.post(CONNECTIONS)
    client.post(CONNECTIONS)

    assert connections() == []
    assert told() == [(connected.email, "A way to sign in was removed from your account")]
    council.knows({"a-1": {"email": "ann@council.example"}}, who="a-1")
    other = Client()
    come_back(other, council)
    assert "_auth_user_id" not in other.session

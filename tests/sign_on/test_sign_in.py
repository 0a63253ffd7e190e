"""Coming in by single sign-on: by issuer and `sub`, for accounts that were connected once."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from diz_portal.accounts.models import SingleSignOn
from tests.factories.accounts import UserFactory
from tests.factories.second_steps import TOTP

from .council import START, come_back

pytestmark = pytest.mark.django_db

ANN = {"email": "ann@council.example", "email_verified": True}
HOME = reverse("workspace:home")


def who_is_in(client):
    return int(client.session.get("_auth_user_id", 0))


def policy(answer, directive="form-action"):
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return next(part for part in parts if part.startswith(directive))


def test_connected_person_is_signed_in(client, council, connected):
    council.knows({"a-1": ANN}, who="a-1")

    answer = come_back(client, council)

    assert answer.url == HOME
    assert who_is_in(client) == connected.pk


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "Ann.Newname@Town.Example", "email_verified": True},
        # Microsoft Entra leaves the mark out.
        {"email": "ann@council.example"},
    ],
)
def test_it_is_the_sub_that_counts_and_the_domain(client, council, connected, claims):
    council.knows({"a-1": claims}, who="a-1")

    come_back(client, council)

    assert who_is_in(client) == connected.pk


def test_same_sub_of_another_issuer_is_somebody_else(client, council, connected):
    SingleSignOn.objects.update(issuer="https://former.example")
    council.knows({"a-1": {"email": "ann@council.example"}}, who="a-1")

    come_back(client, council)

    assert not who_is_in(client)


def test_address_in_the_token_will_do_where_userinfo_has_none(client, council, connected):
    # As at AD FS, whose userinfo is a `sub` and nothing else.
    bend = {
        "userinfo": {"email": None, "email_verified": None},
        "token": {"claims": {"email": "ann@council.example"}},
    }
    council.knows({"a-1": ANN}, who="a-1", bend=bend)

    come_back(client, council)

    assert who_is_in(client) == connected.pk


def test_second_step_is_asked_here_too(client, council, connected):
    TOTP.activate(connected, "A" * 32)
    council.knows({"a-1": ANN}, who="a-1")

    answer = come_back(client, council)

    assert answer.url == reverse("mfa_authenticate")
    assert not who_is_in(client)


def test_closed_account_stays_closed(client, council, connected):
    connected.is_active = False
    connected.save()
    council.knows({"a-1": ANN}, who="a-1")

    answer = come_back(client, council)

    assert answer.url == reverse("account_inactive")
    assert not who_is_in(client)


def test_unknown_address_makes_no_account(client, council, django_user_model):
    council.knows({"a-1": ANN}, who="a-1")

    answer = come_back(client, council)

    assert "You need an invitation" in answer.content.decode()
    assert not django_user_model.objects.exists()


@pytest.mark.parametrize("there_is_an_account", [True, False])
def test_address_without_a_mark_finds_nobody(client, council, there_is_an_account):
    if there_is_an_account:
        UserFactory(email="ann@council.example")
    council.knows({"a-1": {"email": "ann@council.example"}}, who="a-1")

    answer = come_back(client, council)

    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Connect your account first" in page
    assert "account_sign_on_waiting" not in client.session
    assert not who_is_in(client)


def test_keys_are_asked_for_again_when_the_provider_has_new_ones(client, council, connected):
    council.knows({"a-1": ANN}, who="a-1")
    come_back(client, council)
    client.logout()
    bend = {"jwks": "rotated", "token": {"key": "rotated"}}
    council.knows({"a-1": ANN}, who="a-1", bend=bend, remembered=True)

    come_back(client, council)

    assert who_is_in(client) == connected.pk


def test_last_slash_does_not_matter(client, council, connected, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] += "/"
    council.knows({"a-1": ANN}, who="a-1")

    come_back(client, council)

    assert who_is_in(client) == connected.pk


# On the way there ---


def test_visit_carries_state_nonce_and_pkce(client, council):
    sent = parse_qs(urlsplit(client.post(START).url).query)

    assert sent["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(sent)
    assert sent["response_type"] == ["code"]
    assert set(sent["scope"][0].split()) == {"openid", "profile", "email"}


def test_link_cannot_change_what_is_asked(client, council):
    theirs = "nonce=theirs&redirect_uri=https://elsewhere.example&response_type=token"

    url = client.post(START, query_params={"auth_params": theirs, "scope": "everything"}).url

    sent = parse_qs(urlsplit(url).query)
    assert sent["nonce"] != ["theirs"]
    assert sent["redirect_uri"] == ["http://testserver/accounts/oidc/council/login/callback/"]
    assert sent["response_type"] == ["code"]
    assert "everything" not in sent["scope"][0]


def test_way_back_is_the_one_that_was_registered(client, council, settings):
    """A request may name another port, which nobody checks."""
    settings.PORTAL_URL = "https://portal.example"

    url = client.post(START, headers={"host": "testserver:4444"}).url

    sent = parse_qs(urlsplit(url).query)
    assert sent["redirect_uri"] == ["https://portal.example/accounts/oidc/council/login/callback/"]


@pytest.mark.parametrize("process", ["redirect", "anything"])
def test_there_is_no_third_way_back(client, council, connected, process):
    council.knows({"a-1": ANN}, who="a-1")

    answer = come_back(client, council, process=process, next="/admin/")

    assert who_is_in(client) == connected.pk
    assert answer.url == "/admin/"


def test_next_page_is_one_of_ours(client, council, connected):
    council.knows({"a-1": ANN}, who="a-1")

    assert come_back(client, council, next="https://elsewhere.example/").url == HOME


def test_form_may_lead_to_the_provider_on_its_own_page_alone(client, council, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["redirect_origins"] = ["https://adfs.council.example"]
    elsewhere = {"discovery": {"authorization_endpoint": "https://login.example:8443/go?x=1"}}
    council.knows(bend=elsewhere)

    own = policy(client.get(START))

    # Where the form leads, which need not be where the issuer is.
    assert own == "form-action 'self' https://login.example:8443 https://adfs.council.example"
    for name in ("account_login", "account_request_login_code", "sign_on_signed_out", "home"):
        assert policy(client.get(reverse(name))) == "form-action 'self'"


def test_button_is_there_when_it_is_configured(client, council):
    assert "Sign in with your Council account" in client.get(reverse("account_login")).text


def test_button_is_not_there_otherwise(client):
    assert "/accounts/oidc/" not in client.get(reverse("account_login")).content.decode()


def test_person_who_went_back_is_told_that_nothing_happened(client, council):
    council.knows(who="nobody")

    assert come_back(client, council).url == reverse("socialaccount_login_cancelled")


# Signing out ---


def test_signing_out_says_that_the_other_session_goes_on(client, council, connected):
    council.knows({"a-1": ANN}, who="a-1")
    come_back(client, council)
    asked = client.get(reverse("account_logout")).content.decode()

    answer = client.post(reverse("account_logout"), follow=True)

    page = answer.content.decode()
    assert "You will stay signed in to your Council account" in asked
    assert not who_is_in(client)
    assert answer.redirect_chain == [(reverse("sign_on_signed_out"), 302)]
    # It is told which application asks, and not who.
    assert f'href="{council.url}/session/end?client_id=portal"' in page


@pytest.mark.parametrize(
    "bend",
    [
        {"discovery": {"end_session_endpoint": None}},
        {"out": {"/.well-known": "html"}},
    ],
)
def test_provider_that_cannot_end_its_session_is_named_all_the_same(client, council, bend):
    council.knows(bend=bend)

    page = client.get(reverse("sign_on_signed_out")).content.decode()

    assert "you may still be signed in to your Council account" in page
    assert "client_id" not in page


def test_whoever_came_with_a_password_leaves_as_ever(client, council, connected):
    client.force_login(connected)

    assert client.post(reverse("account_logout")).url == reverse("home")
    assert "Council account" not in client.get(reverse("account_logout"), follow=True).text

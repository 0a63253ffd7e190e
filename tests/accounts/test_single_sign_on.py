"""Council single sign-on: by configuration alone, for people who are here already."""

import runpy
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from diz_portal.accounts.models import User
from diz_portal.accounts.visits import SessionStore
from tests.factories.accounts import UserFactory

BASE = str(Path(__file__).parents[2] / "diz_portal" / "settings" / "base.py")
CONFIGURED = {
    "OIDC_SERVER_URL": "https://login.council.example/v2.0",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "a secret",
    "OIDC_EMAIL_DOMAINS": "council.example, town.example",
    "OIDC_NAME": "Council account",
}


@pytest.fixture
def configured(monkeypatch, settings):
    for name, value in CONFIGURED.items():
        monkeypatch.setenv(name, value)
    made = runpy.run_path(BASE)
    settings.SOCIALACCOUNT_PROVIDERS = made["SOCIALACCOUNT_PROVIDERS"]


def come_back_as(rf, email):
    """What happens when the council's page has sent somebody back with this address."""
    request = rf.get("/accounts/oidc/council/login/callback/")
    request.session, request.user = SessionStore(), AnonymousUser()
    request._messages = FallbackStorage(request)
    login = SocialLogin(
        user=User(email=email),
        account=SocialAccount(provider="council", uid=email),
        email_addresses=[EmailAddress(email=email, verified=True, primary=True)],
    )
    login.state = {"process": "login"}
    with context.request_context(request):
        response = complete_social_login(request, login)
    return request, response


@pytest.mark.parametrize("missing", sorted(set(CONFIGURED) - {"OIDC_SERVER_URL", "OIDC_NAME"}))
def test_half_a_configuration_is_refused_with_a_sentence(monkeypatch, missing):
    for name, value in CONFIGURED.items():
        monkeypatch.setenv(name, "" if name == missing else value)

    with pytest.raises(ImproperlyConfigured, match=missing):
        runpy.run_path(BASE)


@pytest.mark.django_db
def test_button_is_there_when_it_is_configured(client, configured):
    page = client.get(reverse("account_login")).content.decode()

    assert "Council account" in page


@pytest.mark.django_db
def test_button_is_not_there_otherwise(client):
    assert "/accounts/oidc/" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.django_db
def test_known_person_is_signed_in(rf, configured):
    person = UserFactory(email="ann@council.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    request, _ = come_back_as(rf, "ann@council.example")

    assert request.user == person


@pytest.mark.django_db
def test_unknown_address_makes_no_account(rf, configured):
    request, response = come_back_as(rf, "stranger@council.example")

    assert not User.objects.exists()
    assert request.user.is_anonymous
    assert b"invitation" in response.content


@pytest.mark.django_db
def test_address_of_another_domain_is_not_believed(rf, configured):
    person = UserFactory(email="manager@elsewhere.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    request, _ = come_back_as(rf, person.email)

    assert request.user.is_anonymous

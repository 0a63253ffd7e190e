import runpy
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress

from diz_portal.accounts.models import SingleSignOn
from diz_portal.accounts.sign_on import wire
from tests.factories.accounts import UserFactory

from .council import Council

BASE = str(Path(__file__).parents[2] / "diz_portal" / "settings" / "base.py")
CONFIGURED = {
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "a secret",
    "OIDC_EMAIL_DOMAINS": "council.example, Town.example",
    "OIDC_NAME": "Council account",
}


@pytest.fixture(scope="session")
def provider(tmp_path_factory):
    council = Council(tmp_path_factory.mktemp("council"))
    yield council
    council.stop()


@pytest.fixture
def council(provider, monkeypatch, settings):
    """The portal set up for the provider, by the guide; the provider as it came."""
    provider.knows()
    for name, value in {**CONFIGURED, "OIDC_SERVER_URL": provider.url}.items():
        monkeypatch.setenv(name, value)
    # For these requests alone is the certificate trusted.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(provider.certificate))
    settings.PORTAL_URL = "http://testserver"
    settings.SOCIALACCOUNT_PROVIDERS = runpy.run_path(BASE)["SOCIALACCOUNT_PROVIDERS"]
    yield provider
    wire.forget()


@pytest.fixture
def ann(db):
    person = UserFactory(email="ann@council.example", name="Ann Example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def connected(ann, council):
    """Ann, who has connected her account before; at the council she is `a-1`."""
    SingleSignOn.objects.create(person=ann, issuer=council.url, subject="a-1")
    return ann

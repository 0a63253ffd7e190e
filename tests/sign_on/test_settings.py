"""Single sign-on is switched on by configuration alone; half of it, or a weak one, is refused."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from diz_portal.accounts.sign_on.reasons import Reason

from .conftest import BASE, CONFIGURED

ROOT = Path(__file__).parents[2]
WHOLE = {**CONFIGURED, "OIDC_SERVER_URL": "https://login.council.example/v2.0"}
TENANT = "https://login.microsoftonline.com/{}/v2.0"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "diz_portal.settings.production",
    "SECRET_KEY": "only for this test " * 5,
    "ALLOWED_HOSTS": "portal.example",
    "PORTAL_URL": "https://portal.example",
    "DATABASE_URL": "postgres://nobody@localhost/nothing",
    "REDIS_URL": "redis://localhost",
    "EMAIL_URL": "smtp+tls://localhost",
    "DEFAULT_FROM_EMAIL": "portal@portal.example",
    "DIZ_LIMITS": "on",
}


def apps(monkeypatch, **changes):
    for name, value in {**WHOLE, **changes}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(BASE)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]


@pytest.mark.parametrize("missing", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_EMAIL_DOMAINS"])
def test_half_a_configuration_is_refused_with_a_sentence(monkeypatch, missing):
    with pytest.raises(ImproperlyConfigured, match=missing):
        apps(monkeypatch, **{missing: ""})


@pytest.mark.parametrize(
    "url", ["http://login.council.example", "login.council.example", "https://", "ftp://x.example"]
)
def test_provider_without_tls_is_refused(monkeypatch, url):
    with pytest.raises(ImproperlyConfigured, match="https://"):
        apps(monkeypatch, OIDC_SERVER_URL=url)


@pytest.mark.parametrize(
    "url",
    [
        *map(TENANT.format, ["common", "organizations", "Consumers"]),
        "https://login.microsoftonline.us/common/v2.0/",
        TENANT.format("9188040d-6c67-4c5b-b112-36a304b66dad"),
    ],
)
def test_sign_in_of_everybody_in_the_world_is_refused(monkeypatch, url):
    with pytest.raises(ImproperlyConfigured, match="your own tenant"):
        apps(monkeypatch, OIDC_SERVER_URL=url)


@pytest.mark.parametrize("text", [" , ", "ann@council.example", "council"])
def test_domains_that_are_none_are_refused(monkeypatch, text):
    with pytest.raises(ImproperlyConfigured, match="OIDC_EMAIL_DOMAINS"):
        apps(monkeypatch, OIDC_EMAIL_DOMAINS=text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("OIDC_REDIRECT_ORIGINS", "https://adfs.example/path"),
        ("OIDC_REDIRECT_ORIGINS", "https://adfs.example;script-src"),
        ("OIDC_REDIRECT_ORIGINS", "*"),
        ("OIDC_CLIENT_AUTHENTICATION", "none"),
    ],
)
def test_anything_else_that_is_wrong_is_refused(monkeypatch, name, text):
    with pytest.raises(ImproperlyConfigured, match=name):
        apps(monkeypatch, **{name: text})


def test_what_is_written_is_what_counts(monkeypatch):
    (app,) = apps(
        monkeypatch,
        OIDC_EMAIL_DOMAINS="@Council.example , town.example,",
        OIDC_REDIRECT_ORIGINS="https://adfs.council.example, https://b.example:8443",
        OIDC_SERVER_URL=TENANT.format("11111111-2222-3333-4444-555555555555"),
    )

    assert app["settings"] == {
        "server_url": TENANT.format("11111111-2222-3333-4444-555555555555"),
        "email_domains": ["council.example", "town.example"],
        "redirect_origins": ["https://adfs.council.example", "https://b.example:8443"],
        "token_auth_method": None,
    }


def test_nothing_is_switched_on_by_itself(monkeypatch):
    assert apps(monkeypatch, OIDC_SERVER_URL="") == []


def test_production_does_not_start_with_a_weak_one(tmp_path):
    environment = {**os.environ, **PRODUCTION, **WHOLE, "DIZ_DATA": str(tmp_path)}
    environment["OIDC_SERVER_URL"] = "http://login.council.example"

    started = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert started.returncode
    assert "OIDC_SERVER_URL must begin with https://" in started.stderr


def test_guide_explains_every_reason_that_the_log_can_give():
    guide = (ROOT / "docs" / "how-to" / "single-sign-on.md").read_text()

    explained = set(re.findall(r"^\| `([a-z-]+)` \|", guide, re.MULTILINE))

    assert explained == set(Reason)

"""What only production settings say, read as a process of its own reads them."""

import json
import os
import subprocess
import sys

import pytest

from diz_portal.settings import base

NAMES = [
    *(
        f"{cookie}_COOKIE_{what}"
        for cookie in ("SESSION", "CSRF")
        for what in ("NAME", "SECURE", "PATH", "DOMAIN")
    ),
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SCRIPTS_AT_PORTAL_URL",
]
READ = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))
"""


def production(tmp_path, code=READ, cwd=base.BASE_DIR, **given) -> subprocess.CompletedProcess:
    whole = {
        "DJANGO_SETTINGS_MODULE": "diz_portal.settings.production",
        "DIZ_DATA": str(tmp_path),
        "SECRET_KEY": "x" * 60,
        "SEALING_KEYS": "A" * 43 + "=",
        "ALLOWED_HOSTS": "portal.example",
        "PORTAL_URL": "https://portal.example",
        "DATABASE_URL": "postgres://nobody@localhost/nothing",
        "REDIS_URL": "redis://localhost",
        "EMAIL_URL": "smtp+tls://localhost",
        "DEFAULT_FROM_EMAIL": "portal@portal.example",
        "DIZ_LIMITS": "on",
        "PATH": os.environ["PATH"],
        **given,
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        env=whole,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_cookies_belong_to_this_host_alone(tmp_path):
    """A browser takes a `__Host-` cookie only so: Secure, for every path, of no domain."""
    said = json.loads(production(tmp_path).stdout)

    for cookie in ("SESSION_COOKIE", "CSRF_COOKIE"):
        assert said[f"{cookie}_NAME"].startswith("__Host-")
        assert said[f"{cookie}_SECURE"] is True
        assert (said[f"{cookie}_PATH"], said[f"{cookie}_DOMAIN"]) == ("/", None)
    # Promises about other names are the owner's to make.
    assert said["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60
    assert said["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is said["SECURE_HSTS_PRELOAD"] is False
    assert said["SCRIPTS_AT_PORTAL_URL"] is True


def test_promises_about_other_names_are_made_by_setting(tmp_path):
    said = json.loads(production(tmp_path, HSTS_SUBDOMAINS="on", HSTS_PRELOAD="on").stdout)

    assert said["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is said["SECURE_HSTS_PRELOAD"] is True
    refused = production(tmp_path, HSTS_PRELOAD="on")
    assert "HSTS_PRELOAD needs HSTS_SUBDOMAINS" in refused.stderr


@pytest.mark.django_db
def test_the_page_about_cookies_names_them_as_the_browser_does(client, settings):
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"

    page = client.get("/cookies/").content.decode()

    assert ">__Host-sessionid<" in page
    assert ">__Host-csrftoken<" in page
    form = client.get("/accounts/login/")
    assert "__Host-csrftoken" in form.cookies

"""Council single sign-on, by configuration alone: see docs/how-to/single-sign-on.md."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# Where anybody's Microsoft account signs in, of every organisation in the world or of none.
MICROSOFT = (".microsoftonline.com", ".microsoftonline.us", ".partner.microsoftonline.cn")
EVERYBODYS = {"common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"}
AUTHENTICATION = {"", "client_secret_post", "client_secret_basic"}


def apps_from(env: Any, required: Callable[[str, str], str]) -> list[dict[str, Any]]:
    """allauth's words for the one provider, or for none."""
    server = env("OIDC_SERVER_URL", default="").strip()
    if not server:
        return []
    authentication = env("OIDC_CLIENT_AUTHENTICATION", default="")
    if authentication not in AUTHENTICATION:
        raise ImproperlyConfigured(
            "OIDC_CLIENT_AUTHENTICATION is client_secret_post or client_secret_basic"
        )
    return [
        {
            "provider_id": "council",
            "name": env("OIDC_NAME", default="council account"),
            "client_id": required("OIDC_CLIENT_ID", "single sign-on needs it."),
            "secret": required("OIDC_CLIENT_SECRET", "single sign-on needs it."),
            "settings": {
                "server_url": issuer_from(server),
                "email_domains": domains_from(
                    required(
                        "OIDC_EMAIL_DOMAINS", "the council's email domains, with commas between."
                    )
                ),
                "token_auth_method": authentication or None,
                "redirect_origins": [
                    origin_from(one) for one in _words(env("OIDC_REDIRECT_ORIGINS", default=""))
                ],
            },
        }
    ]


def issuer_from(url: str) -> str:
    """The issuer; one that proves nothing is refused with a sentence, in development too."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ImproperlyConfigured(
            "OIDC_SERVER_URL must begin with https://. Without TLS, someone between the servers "
            "could sign in as someone else"
        )
    if parts.hostname.endswith(MICROSOFT) and EVERYBODYS & {*parts.path.lower().split("/")}:
        raise ImproperlyConfigured(
            "OIDC_SERVER_URL must name your own tenant by its id. With `common`, `organizations` "
            "or `consumers`, people from other organisations could sign in too"
        )
    return url


def domains_from(text: str) -> list[str]:
    """`council.example`, also where somebody wrote `@council.example`."""
    domains = [word.removeprefix("@") for word in _words(text)]
    if not domains or not all("." in domain and "@" not in domain for domain in domains):
        raise ImproperlyConfigured(
            "OIDC_EMAIL_DOMAINS must be the council's email domains, with commas between, "
            "like council.example, town.example"
        )
    return domains


def origin_from(url: str) -> str:
    if not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]+)?", url):
        raise ImproperlyConfigured(
            "OIDC_REDIRECT_ORIGINS must be addresses without a path, with commas between, "
            "like https://adfs.council.example"
        )
    return url


def _words(text: str) -> list[str]:
    return [word.strip().lower() for word in text.split(",") if word.strip()]

"""Asking the provider: over TLS alone, within seconds, and believing only JSON.

What a provider says about itself is kept by each web process for some minutes, and so for some
seconds is that it did not answer: a stranger who opens the page again and again keeps no thread
waiting.
"""

import threading
import time
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
import urllib3

from .reasons import Reason, SignOnFailed

# Seconds to be connected, from one piece of an answer to the next, and for the whole of it.
CONNECT, PIECE, WHOLE = 2, 3, 4
LARGEST = 256 * 1024
KEPT = 10 * 60
OUTAGE_KEPT = 10
# A provider that has just changed its keys is asked for them again, but not more often.
KEYS_KEPT, KEYS_ASKED_AGAIN = 10 * 60, 10

WELL_KNOWN = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
# What a token endpoint may say, and what is therefore repeated in the log.
TOLD = frozenset(
    {
        "invalid_client",
        "invalid_grant",
        "invalid_request",
        "invalid_scope",
        "unauthorized_client",
        "unsupported_grant_type",
        "access_denied",
        "consent_required",
        "interaction_required",
        "login_required",
        "server_error",
        "temporarily_unavailable",
    }
)


class Session(requests.Session):
    """Every question to the provider, allauth's own included, goes through here."""

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # type: ignore[override]
        parts = urlsplit(url)
        if parts.scheme != "https":
            raise SignOnFailed(Reason.INSECURE, parts.path)
        # Not redirected: a secret goes where the settings say, or nowhere.
        options.update(timeout=(CONNECT, PIECE), allow_redirects=False, stream=True)
        until = time.monotonic() + WHOLE
        try:
            with super().request(method, url, **options) as response:
                response._content = _read(response, until)
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise SignOnFailed(Reason.SLOW, parts.path) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError):
            raise SignOnFailed(Reason.UNREACHABLE, parts.path) from None
        response._content_consumed = True
        said = _json(response)
        if response.status_code != requests.codes.ok:
            told = said.get("error") if isinstance(said, dict) else None
            words = f" {told}" if told in TOLD else ""
            raise SignOnFailed(Reason.STATUS, f"{parts.path} {response.status_code}{words}")
        if not isinstance(said, dict):
            raise SignOnFailed(Reason.RUBBISH, parts.path)
        response.headers.setdefault("content-type", "application/json")
        return response


def _read(response: requests.Response, until: float) -> bytes:
    """The body, unless it takes too long or has no end: a byte a second is slow, too."""
    content = b""
    while piece := response.raw.read1(16 * 1024, decode_content=True):
        content += piece
        if len(content) > LARGEST:
            raise SignOnFailed(Reason.RUBBISH, "too large")
        if time.monotonic() > until:
            raise requests.Timeout
    return content


def _json(response: requests.Response) -> Any:
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def ask(method: str, url: str, **options: Any) -> dict[str, Any]:
    with Session() as session:
        return session.request(method, url, **options).json()


class Keys(jwt.PyJWKClient):
    """The provider's public keys, asked for the portal's own way."""

    def fetch_data(self) -> Any:
        return ask("GET", self.uri)


_configurations: dict[str, tuple[float, dict[str, Any] | SignOnFailed]] = {}
_keys: dict[str, Keys] = {}
_asking = threading.Lock()


def forget() -> None:
    """As if the process had just begun: for tests."""
    _configurations.clear()
    _keys.clear()


def configuration(server: str) -> dict[str, Any]:
    """What the provider says about itself, once it has proved to be the one in the settings.

    While one thread asks again, the others go by what was said before: a provider that hangs
    holds up one visitor, not all of them.
    """
    known = _known(server)
    if known is None and _asking.acquire(blocking=server not in _configurations):
        try:
            known = _known(server) or _ask_again(server)
        finally:
            _asking.release()
    if known is None:
        known = _configurations[server][1]
    if isinstance(known, SignOnFailed):
        raise SignOnFailed(known.reason, known.detail)
    return known


def _known(server: str) -> dict[str, Any] | SignOnFailed | None:
    until, known = _configurations.get(server, (0.0, None))
    return known if time.monotonic() < until else None


def _ask_again(server: str) -> dict[str, Any] | SignOnFailed:
    said: dict[str, Any] | SignOnFailed
    try:
        said, kept = _asked(server), KEPT
    except SignOnFailed as failed:
        said, kept = failed, OUTAGE_KEPT
    _configurations[server] = time.monotonic() + kept, said
    return said


def _asked(server: str) -> dict[str, Any]:
    # Some write the last slash and some do not, and Auth0 has it in its own name.
    server = server.removesuffix(WELL_KNOWN).rstrip("/")
    said = ask("GET", server + WELL_KNOWN)
    issuer = said.get("issuer")
    if not isinstance(issuer, str) or issuer.rstrip("/") != server:
        raise SignOnFailed(Reason.OTHER_ISSUER)
    for name in ENDPOINTS:
        _check_endpoint(name, said.get(name))
    if said.get("end_session_endpoint"):
        _check_endpoint("end_session_endpoint", said["end_session_endpoint"])
    return said


def _check_endpoint(name: str, url: Any) -> None:
    if not isinstance(url, str) or not url:
        raise SignOnFailed(Reason.ENDPOINT, name)
    try:
        parts = urlsplit(url)
        origin(url)
    except ValueError:
        raise SignOnFailed(Reason.ENDPOINT, name) from None
    if parts.scheme != "https" or not parts.hostname:
        raise SignOnFailed(Reason.INSECURE, name)


def origin(url: str) -> str:
    """`https://host:port` of an address, as a policy names it; nothing else can slip into it."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    if not host.replace("-", "").replace(".", "").isalnum() or not host.isascii():
        raise ValueError("not the name of a host")
    return f"https://{host}:{port}" if port else f"https://{host}"


def keys(configured: dict[str, Any]) -> Keys:
    address = configured["jwks_uri"]
    if address not in _keys:
        _keys[address] = Keys(
            address, lifespan=KEYS_KEPT, cooldown_duration=KEYS_ASKED_AGAIN, cache_jwk_set=True
        )
    return _keys[address]

"""Browsers that have signed in to an account before, known by a signed cookie.

The cookie lets nobody in. It says, for up to five accounts, that this browser signed in to them,
so that wrong guesses from elsewhere do not keep it out (`guessing`), and so that the owner hears
of a browser that is new. It holds no address. A new password, or signing out everywhere, ends it
for all browsers at once: the mark that it carries is made of both.
"""

import re
import time
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from .models import User

SALT = "diz_portal.accounts.browsers"
MOST_ACCOUNTS = 5
# account's reference, browser's own name for it, when it signed in last, mark of the account
Entry = list[Any]

FAMILIES = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("CrOS", "a Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("Linux", "Linux"),
)


def name_of(request: HttpRequest, user: User) -> str:
    """What this browser is called among those that the account knows; empty for one it does not."""
    for reference, name, _at, mark in _entries(request):
        if reference == user.reference and any(
            constant_time_compare(mark, one) for one in _marks(user)
        ):
            return name
    return ""


def remember(request: HttpRequest, user: User) -> None:
    """From the answer to this request on, the account knows this browser."""
    request._known_to = user, name_of(request, user)  # type: ignore[attr-defined]


def remembering(get_response: Any) -> Any:
    """Middleware: writes down whom the browser is known to, when that has changed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if known := getattr(request, "_known_to", None):
            _write(request, response, *known)
        return response

    return middleware


def described(request: HttpRequest) -> str:
    """Such as “Firefox on Windows”: our words for what a browser says, never its own."""
    said = request.headers.get("User-Agent", "")
    family = next((words for mark, words in FAMILIES if re.search(rf"\b{mark}/", said)), "")
    machine = next((words for mark, words in MACHINES if mark in said), "")
    if not family:
        return "one that does not say what it is"
    return f"{family} on {machine}" if machine else family


def _entries(request: HttpRequest) -> list[Entry]:
    """Those that are not too old. What was not signed by us is as if it were not there."""
    try:
        entries = signing.loads(request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return []
    oldest = time.time() - settings.KNOWN_BROWSER_AGE
    return [entry for entry in entries if entry[2] > oldest]


def _write(request: HttpRequest, response: HttpResponse, user: User, name: str) -> None:
    mine = [user.reference, name or get_random_string(16), int(time.time()), _marks(user)[0]]
    others = [entry for entry in _entries(request) if entry[0] != user.reference]
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        signing.dumps([mine, *others][:MOST_ACCOUNTS], salt=SALT),
        max_age=settings.KNOWN_BROWSER_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(user: User) -> list[str]:
    """By the present key, and by those that are still honoured."""
    state = f"{user.pk} {user.password} {user.signed_out_at and user.signed_out_at.timestamp()}"
    return [
        salted_hmac(SALT, state, secret=secret, algorithm="sha256").hexdigest()[:32]
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]

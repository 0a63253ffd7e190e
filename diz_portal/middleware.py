"""What every request passes through, besides Django's own."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from diz_portal import errors
from diz_portal.attention import counting
from diz_portal.health import health

__all__ = [
    "admin_addresses_make_sense",
    "health",
    "private_pages_are_not_stored",
    "refused_account_forms_say_so",
    "second_factor",
    "what_was_done_is_counted",
    "wrong_ways_say_so",
]

Handler = Callable[[HttpRequest], HttpResponse]

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
# What a person without the second factor they must have may still do.
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/")


def second_factor(get_response: Handler) -> Handler:
    """Send whoever comes near residents' records to set up their second factor before anything
    else: pages, data, files and the admin alike."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and request.user.must_have_second_factor
            and not request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR)
            # Recovery codes alone are not asked for at the door.
            and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        ):
            messages.info(
                request,
                "Set up two-step verification before you continue. It takes about 2 minutes.",
            )
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware


def private_pages_are_not_stored(get_response: Handler) -> Handler:
    """Nothing shown to somebody signed in stays in a shared computer's cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not request.path.startswith(settings.STATIC_URL):
            add_never_cache_headers(response)
        return response

    return middleware


def refused_account_forms_say_so(get_response: Handler) -> Handler:
    """allauth answers a form with mistakes in it like a page that was only asked for; here it
    is a 422, as everywhere else in the portal."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if (
            request.method == "POST"
            and response.status_code == 200
            and request.path.startswith("/accounts/")
        ):
            form = (getattr(response, "context_data", None) or {}).get("form")
            if form is not None and form.is_bound and form.errors:
                response.status_code = 422
        return response

    return middleware


def what_was_done_is_counted(get_response: Handler) -> Handler:
    """After somebody did something, the number in their navigation is counted anew."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method not in SAFE and request.user.is_authenticated:
            counting.forget(request.user)
        return response

    return middleware


def wrong_ways_say_so(get_response: Handler) -> Handler:
    """What only a button leads to, opened like a page, is answered with a page all the same."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return errors.not_this_way(request, response)
        return response

    return middleware


# No text holds a NUL, and no calendar a year of five digits: Django's admin asks for both.
IMPOSSIBLE = re.compile(r"\0|__(?:year|month|day)=[^&]{5,}")


def admin_addresses_make_sense(get_response: Handler) -> Handler:
    """An address of the admin that nobody was offered is a mistake in it, not an error of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and IMPOSSIBLE.search(
            unquote(request.META.get("QUERY_STRING", ""))
        ):
            return errors.bad_request(request, SuspiciousOperation())
        return get_response(request)

    return middleware

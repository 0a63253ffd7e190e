"""Whether somebody has just shown that an account is theirs, by the account's own means."""

import time
from enum import Enum
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from diz_portal.accounts.allauth_inside import suspend_request

# Long enough to go to the council's page and back.
FRESH = 15 * 60


class Missing(Enum):
    NOTHING = ""
    SIGN_IN = "sign-in"
    SECOND_STEP = "second-step"


def missing(request: HttpRequest) -> Missing:
    """What the person signed in has still to show: password or code just now, and a second step.

    A single sign-on does not count: it would be proved by itself.
    """
    user: Any = request.user
    has_second = is_mfa_enabled(user)
    if settings.SECOND_FACTOR_REQUIRED and user.must_have_second_factor and not has_second:
        return Missing.SECOND_STEP
    if not _shown_first(request) or (has_second and not _shown_second(request)):
        return Missing.SIGN_IN
    return Missing.NOTHING


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """To "Is it you?" and back here, for what is missing: the password, or the second step that
    was set up after signing in. None for whoever has neither to show."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        return None
    second = reverse("mfa_reauthenticate")
    return suspend_request(request, second if _shown_first(request) else methods[0]["url"])


def _shown_first(request: HttpRequest) -> bool:
    since = time.time() - FRESH
    return any(
        one["at"] > since
        and (one["method"] in {"password", "code"} or one.get("reauthenticated") is True)
        for one in get_authentication_records(request, request.user)
    )


def _shown_second(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(one["method"] == "mfa" for one in records)


def came_by_sign_on(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(one["method"] == "socialaccount" for one in records)

"""Whether somebody has just shown that an account is theirs, by the account's own means."""

import time
from enum import Enum

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

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
    user = request.user
    has_second = is_mfa_enabled(user)
    if settings.SECOND_FACTOR_REQUIRED and user.must_have_second_factor and not has_second:
        return Missing.SECOND_STEP
    records = get_authentication_records(request, user)
    since = time.time() - FRESH
    by_itself = any(
        one["at"] > since
        and (one["method"] in {"password", "code"} or one.get("reauthenticated") is True)
        for one in records
    )
    if not by_itself:
        return Missing.SIGN_IN
    # Whoever has just set it up has shown it, too.
    if has_second and not any(one["method"] == "mfa" for one in records):
        return Missing.SIGN_IN
    return Missing.NOTHING


def ask_again(request: HttpRequest) -> None:
    """Send to "Is it you?" and back here; without a password or a second step there is no such
    page, and the caller goes on to say so."""
    if get_reauthentication_flows(request.user):
        raise ReauthenticationRequired


def came_by_sign_on(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(one["method"] == "socialaccount" for one in records)

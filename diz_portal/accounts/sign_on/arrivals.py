"""What becomes of somebody whom the provider has sent back, and whose answer held."""

import logging
import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diz_portal.access import Refusal
from diz_portal.accounts.models import SingleSignOn, User

from . import proof, services
from .reasons import OUT_OF_ORDER, Reason, SignOnFailed
from .tokens import Identity

logger = logging.getLogger(__name__)

# In the session, of somebody who has yet to sign in to the account that is to be connected.
WAITING = "account_sign_on_waiting"
WAITS = 15 * 60


def council(request: HttpRequest) -> Any:
    """The provider, or nothing where none is configured."""
    return next(iter(get_adapter().list_providers(request)), None)


def council_name(request: HttpRequest) -> str:
    """What it is called, also after it was taken out of the settings."""
    return getattr(council(request), "name", "") or "single sign-on"


def decide(request: HttpRequest, login: SocialLogin) -> None:
    """Let a connected person in, by issuer and `sub`; everybody else gets a page."""
    who = login.identity
    if login.state.get("process") == AuthProcess.CONNECT:
        raise ImmediateHttpResponse(_connecting(request, who))
    known = SingleSignOn.objects.filter(issuer=who.issuer, subject=who.subject).first()
    if known is None:
        raise ImmediateHttpResponse(_first_time(request, who))
    login.user = known.person


def _first_time(request: HttpRequest, who: Identity) -> HttpResponse:
    if request.user.is_authenticated:
        messages.info(request, "You are already signed in. You can connect your account here.")
        return redirect("socialaccount_connections")
    if not who.verified:
        # Whether there is such an account is not looked up: anybody may have written the address.
        return turned_away(request, SignOnFailed(Reason.NOT_CONNECTED))
    person = _person_of(who.email)
    if person is None:
        _log(SignOnFailed(Reason.UNKNOWN))
        return render(request, "socialaccount/signup.html")
    if SingleSignOn.objects.filter(person=person).exists():
        return turned_away(request, SignOnFailed(Reason.ANOTHER_SIGN_ON))
    wait(request, who, person)
    return redirect("sign_on_connect")


def _person_of(email: str) -> User | None:
    """Whose address the provider has vouched for; signing in to that account comes next."""
    known = User.objects.filter(email=email).first()
    if known is None:
        address = EmailAddress.objects.filter(email=email, verified=True).first()
        known = address and address.user
    return known


def _connecting(request: HttpRequest, who: Identity) -> HttpResponse:
    if not request.user.is_authenticated:
        messages.info(request, "Your session has ended. Sign in, then connect your account.")
        return redirect("account_login")
    if proof.missing(request) is not proof.Missing.NOTHING:
        wait(request, who, request.user)
        return redirect("sign_on_connect")
    return connect(request, who.issuer, who.subject)


def connect(request: HttpRequest, issuer: str, subject: str) -> HttpResponse:
    assert request.user.is_authenticated  # noqa: S101  for the type checker
    try:
        services.connect(
            by=request.user, issuer=issuer, subject=subject, name=council_name(request)
        )
    except Refusal as refusal:
        elsewhere = isinstance(refusal, services.ConnectedElsewhere)
        _log(SignOnFailed(Reason.ANOTHER_ACCOUNT if elsewhere else Reason.ANOTHER_SIGN_ON))
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Account connected")
    return redirect("socialaccount_connections")


def wait(request: HttpRequest, who: Identity, person: User) -> None:
    request.session[WAITING] = {
        "issuer": who.issuer,
        "subject": who.subject,
        "person": person.pk,
        "since": time.time(),
    }


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    found = request.session.get(WAITING)
    return found if found and time.time() - found["since"] < WAITS else None


def turned_away(request: HttpRequest, failed: SignOnFailed) -> HttpResponse:
    """The page of somebody who was not let in: it always offers the other ways."""
    _log(failed)
    context = {"provider": council(request), "reason": failed.reason}
    if failed.reason in OUT_OF_ORDER:
        return render(request, "socialaccount/provider_down.html", context, status=503)
    return render(request, "socialaccount/authentication_error.html", context, status=401)


def _log(failed: SignOnFailed) -> None:
    logger.warning("Single sign-on failed: %s", failed)

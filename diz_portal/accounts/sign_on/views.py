"""The pages of single sign-on: to the provider, back from it, and what is connected."""

from urllib.parse import urlencode

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from diz_portal.accounts.models import SingleSignOn

from . import arrivals, proof, services, wire
from .proof import Missing
from .provider import CouncilAdapter, CouncilCallback
from .reasons import SignOnFailed


def _adapter(request: HttpRequest, provider_id: str) -> CouncilAdapter:
    adapter = CouncilAdapter(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return adapter


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The page with the button that leads to the provider, and the button."""
    adapter = _adapter(request, provider_id)
    connecting = request.GET.get("process") == AuthProcess.CONNECT
    if connecting and (first := _before_connecting(request)):
        return first
    try:
        allowed = wire.origin(adapter.openid_config["authorization_endpoint"])
        response = OAuth2LoginView.adapter_view(adapter)(request)
    except SignOnFailed as failed:
        return render_authentication_error(request, adapter.get_provider(), exception=failed)
    # A browser holds a form to this policy through every redirect that follows it.
    elsewhere = adapter.get_provider().app.settings.get("redirect_origins", [])
    response._csp_update = {"form-action": [allowed, *elsewhere]}
    return response


def _before_connecting(request: HttpRequest) -> HttpResponse | None:
    """Whoever connects an account has just signed in to it by its own means."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if SingleSignOn.objects.filter(person=request.user).exists():
        messages.error(request, services.ConnectedAlready.message)
        return redirect("socialaccount_connections")
    lacks = proof.missing(request)
    if lacks is Missing.NOTHING:
        return None
    if lacks is Missing.SIGN_IN:
        if request.method == "POST":
            # Not asked on the way: the form that answers would have to lead to the provider.
            return redirect(request.get_full_path())
        if asked := proof.ask_again(request):
            return asked
    return _connect_page(request, lacks.value)


@login_not_required
@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = _adapter(request, provider_id)
    try:
        return CouncilCallback.adapter_view(adapter)(request)
    except SignOnFailed as failed:
        return render_authentication_error(request, adapter.get_provider(), exception=failed)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def connect(request: HttpRequest) -> HttpResponse:
    """Once, before a sign-on opens an account: its owner signs in to it as ever, and says yes."""
    waiting = arrivals.waiting(request)
    if waiting is None:
        request.session.pop(arrivals.WAITING, None)
        known = request.user.is_authenticated
        return redirect("socialaccount_connections" if known else "account_login")
    if not request.user.is_authenticated:
        return _connect_page(request, "first")
    if request.user.pk != waiting["person"]:
        return _connect_page(request, "other")
    lacks = proof.missing(request)
    if lacks is Missing.SIGN_IN and (asked := proof.ask_again(request)):
        return asked
    if lacks is not Missing.NOTHING:
        return _connect_page(request, lacks.value)
    if request.method == "GET":
        return _connect_page(request, "ready")
    del request.session[arrivals.WAITING]
    return arrivals.connect(request, waiting["issuer"], waiting["subject"])


def _connect_page(request: HttpRequest, stage: str) -> HttpResponse:
    context = {"stage": stage, "provider": arrivals.council(request)}
    return render(request, "socialaccount/connect.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def connections(request: HttpRequest) -> HttpResponse:
    """What is connected to one's account, and the button that ends it."""
    if request.method == "POST":
        services.disconnect(by=request.user, name=arrivals.council_name(request))
        messages.success(request, "Account disconnected")
        return redirect("socialaccount_connections")
    context = {
        "connected": SingleSignOn.objects.filter(person=request.user).first(),
        "provider": arrivals.council(request),
    }
    return render(request, "socialaccount/connections.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET"])
def signed_out(request: HttpRequest) -> HttpResponse:
    """After signing out of the portal the provider's own session goes on: say so, and where to
    end it. The provider is told which application asks, and not who."""
    provider = arrivals.council(request)
    if provider is None or request.user.is_authenticated:
        return redirect("home")
    try:
        end = wire.configuration(provider.app.settings["server_url"]).get("end_session_endpoint")
    except SignOnFailed:
        end = ""
    if end:
        join = "&" if "?" in end else "?"
        end = f"{end}{join}{urlencode({'client_id': provider.app.client_id})}"
    return render(request, "socialaccount/signed_out.html", {"provider": provider, "end": end})

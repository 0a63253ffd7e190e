"""allauth's OpenID Connect, made strict: see `wire` and `tokens` for what that means.

Named in settings (`provider_class`); its addresses are in `urls`, beside this file.
"""

from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import get_random_string

from diz_portal.accounts.models import User

from . import tokens, wire
from .reasons import Reason, SignOnFailed


class Arrival(SocialLogin):
    """Somebody whose answer held. allauth looks up nobody for them, and keeps no row or token."""

    def __init__(self, provider: Any, identity: tokens.Identity):
        account = SocialAccount(provider=provider.sub_id, uid=identity.subject)
        super().__init__(user=User(), account=account, provider=provider)
        self.identity = identity

    def lookup(self) -> None:
        self._did_authenticate_by_email = None


class CouncilAdapter(OpenIDConnectOAuth2Adapter):
    state: dict[str, Any]

    @property
    def openid_config(self) -> dict[str, Any]:
        return wire.configuration(self.get_provider().app.settings["server_url"])

    def get_callback_url(self, request: HttpRequest, app) -> str:
        """Under the portal's own address, as it was registered, whatever the request says."""
        path = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return f"{settings.PORTAL_URL}{path}"

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        # Not kept, so neither are its lifetime and what could renew it.
        if not isinstance(data["access_token"], str):
            raise SignOnFailed(Reason.ANSWER, "access_token")
        return SocialToken(token=data["access_token"])

    def complete_login(self, request: HttpRequest, app, token: SocialToken, **kwargs) -> Any:
        configured = self.openid_config
        claims = tokens.read_id_token(
            kwargs["response"].get("id_token"),
            configured=configured,
            client_id=app.client_id,
            nonce=self.state.get("nonce", ""),
            access_token=token.token,
        )
        userinfo = wire.ask(
            "GET",
            configured["userinfo_endpoint"],
            headers={"Authorization": f"Bearer {token.token}"},
        )
        who = tokens.identity(
            configured=configured,
            claims=claims,
            userinfo=userinfo,
            domains=app.settings["email_domains"],
        )
        return Arrival(self.get_provider(), who)


class CouncilCallback(OAuth2CallbackView):
    def _get_state(
        self, request: HttpRequest, provider
    ) -> tuple[dict[str, Any] | None, HttpResponseBase | None]:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.state = state
            self._require_issuer(request)
        return state, response

    def _require_issuer(self, request: HttpRequest) -> None:
        """RFC 9207: an answer says whose it is, if the provider said that its answers do."""
        configured = self.adapter.openid_config
        said = request.GET.get("iss")
        announced = configured.get("authorization_response_iss_parameter_supported") is True
        if (announced or said is not None) and said != configured["issuer"]:
            raise SignOnFailed(Reason.ANSWER_ISSUER)


class CouncilProvider(OpenIDConnectProvider):
    package = "diz_portal.accounts.sign_on"
    oauth2_adapter_class = CouncilAdapter
    supports_token_authentication = False

    # What is asked of the provider is the portal's to say, not that of whoever made a link.
    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def get_auth_params_from_request(self, request: HttpRequest, action) -> dict[str, str]:
        return self.get_auth_params()

    def redirect(self, request: HttpRequest, process, next_url=None, data=None, **kwargs):
        """To the provider, with a nonce that its token must bear; PKCE is allauth's own."""
        nonce = get_random_string(32)
        kwargs["auth_params"] = {**(kwargs.get("auth_params") or {}), "nonce": nonce}
        if process != AuthProcess.CONNECT:
            process = AuthProcess.LOGIN
        return super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)

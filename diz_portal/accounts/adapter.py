"""How allauth behaves here: closed to strangers, and all its mail through the outbox."""

from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import get_random_string

from diz_portal import outbox
from diz_portal.accounts.models import normalise_email
from diz_portal.accounts.news import News, tell_owner
from diz_portal.accounts.sign_on import arrivals, proof, wire
from diz_portal.accounts.sign_on.reasons import Reason, SignOnFailed

# allauth's messages about a change, each with the news that we make of it.
WHAT_CHANGED = {
    "account/email/email_changed": News.ADDRESS_CHANGED,
    "account/email/password_changed": News.PASSWORD_CHANGED,
    "account/email/password_reset": News.PASSWORD_CHANGED,
    "account/email/password_set": News.PASSWORD_CHANGED,
    "mfa/email/recovery_codes_generated": News.RECOVERY_CODES_MADE,
    "mfa/email/totp_activated": News.SECOND_STEP_ADDED,
    "mfa/email/totp_deactivated": News.SECOND_STEP_REMOVED,
    "socialaccount/email/account_connected": News.SIGN_ON_CONNECTED,
    "socialaccount/email/account_disconnected": News.SIGN_ON_DISCONNECTED,
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts come by invitation alone."""
        return False

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Tries are counted for each normalised email, whatever name the portal was called by."""
        return normalise_email(credentials.get("email", ""))

    def get_logout_redirect_url(self, request):
        """Whoever came by single sign-on is told that only one of the two is over."""
        if proof.came_by_sign_on(request):
            return reverse("sign_on_signed_out")
        return super().get_logout_redirect_url(request)

    def send_mail(self, template_prefix, email, context):
        """Codes and reset links are stored and delivered like every other message.

        They are secrets, so the outbox forgets the words as soon as they are sent.
        """
        message = self.render_mail(template_prefix, email, context)
        outbox.queue_rendered(
            to=email,
            subject=message.subject,
            body=message.body,
            key=f"{template_prefix}-{get_random_string(20)}",
            secret=True,
        )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """allauth calls this after each change to what lets somebody in."""
        context = context or {}
        provider = context.get("provider")
        tell_owner(
            user,
            WHAT_CHANGED.get(template_prefix, News.OTHER),
            with_what=context.get("to_email") or getattr(provider, "name", "") or "",
            # A new address is told to the one before it too, by which a theft is noticed.
            also_to=filter(None, [email]),
        )

    def get_reset_password_from_key_url(self, key):
        """Under the portal's own address: the request's may be anybody's idea."""
        path = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}
        ).replace("UID-KEY", quote(key))
        return f"{settings.PORTAL_URL}{path}"

    def get_email_confirmation_url(self, request, emailconfirmation):
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        return f"{settings.PORTAL_URL}{path}"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """A council's sign-on proves who somebody is; it does not make them a member."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def list_apps(self, *args, **kwargs):
        """Of the settings alone: a row in allauth's table would be checked by nobody."""
        return [app for app in super().list_apps(*args, **kwargs) if app.pk is None]

    def get_requests_session(self):
        return wire.Session()

    def pre_social_login(self, request, sociallogin):
        arrivals.decide(request, sociallogin)

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ):
        """Why goes to the log, without anybody's data; the page offers the other ways."""
        if error == AuthError.CANCELLED:
            return
        if not isinstance(exception, SignOnFailed):
            exception = SignOnFailed(*_what_went_wrong(request, exception, extra_context or {}))
        raise ImmediateHttpResponse(arrivals.turned_away(request, exception))


def _what_went_wrong(request, exception, context) -> tuple[Reason, str]:
    if exception is not None:
        return Reason.ANSWER, ""
    if not context.get("state"):
        return Reason.STATE, ""
    said = request.GET.get("error", "")
    return Reason.PROVIDER_ERROR, said if said in wire.TOLD else ""

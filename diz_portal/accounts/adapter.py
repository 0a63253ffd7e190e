"""How allauth behaves here: closed to strangers, and all its mail through the outbox."""

from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string

from diz_portal import outbox
from diz_portal.accounts import browsers, guessing, visits
from diz_portal.accounts.allauth_inside import clear_login
from diz_portal.accounts.news import News, tell_owner
from diz_portal.accounts.services import end_visits
from diz_portal.accounts.sign_on import arrivals, proof, wire
from diz_portal.accounts.sign_on.reasons import Reason, SignOnFailed
from diz_portal.limits import TooManyTries

# After these, every browser but the one in which it was done is signed out.
ENDS_VISITS = {
    News.ADDRESS_CHANGED,
    News.PASSWORD_CHANGED,
    News.SECOND_STEP_ADDED,
    News.SECOND_STEP_REMOVED,
}
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


# Letters to an address that somebody typed, and that no account has proved to be its own.
TO_ANYBODY = {
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/unknown_account",
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts come by invitation alone."""
        return False

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "You have tried too many times. Wait 5 minutes, then try again",
    }

    def pre_authenticate(self, request, **credentials):
        """Each password is counted before it is compared: see `guessing`."""
        try:
            self._held = guessing.try_password(request, credentials.get("email", ""))
        except TooManyTries:
            raise self.validation_error("too_many_login_attempts") from None

    def _rollback_login_failed_rl_usage(self):
        """The password was right: its try is given back."""
        self._held.give_back()

    def _delete_login_attempts_cached_email(self, request, **credentials):
        """Told of addresses, also of those that wait to be proved: `guessing.forget` is told of
        the account."""

    def login(self, request, user):
        if guessing.began_before_signing_out(request, user):
            # Half signed in, with what has since been changed.
            clear_login(request)
            raise ImmediateHttpResponse(redirect("account_login"))
        before = user.last_login
        self._is_first = before is None
        super().login(request, user)
        if before:
            request.session[visits.LAST] = before.isoformat()

    def post_login(self, request, user, **more):
        if not self._is_first and not browsers.name_of(request, user):
            tell_owner(user, News.NEW_BROWSER, with_what=browsers.described(request))
        browsers.remember(request, user)
        return super().post_login(request, user, **more)

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
            to_anybody=template_prefix in TO_ANYBODY,
        )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """allauth calls this after each change to what lets somebody in."""
        context = context or {}
        provider = context.get("provider")
        what = WHAT_CHANGED.get(template_prefix, News.OTHER)
        if what in ENDS_VISITS:
            is_theirs = self.request.user.is_authenticated and self.request.user.pk == user.pk
            end_visits(person=user, but=self.request.session.session_key if is_theirs else None)
            if is_theirs:
                browsers.remember(self.request, user)
        tell_owner(
            user,
            what,
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

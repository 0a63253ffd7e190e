"""How allauth behaves here: closed to strangers, and all its mail through the outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.utils.crypto import get_random_string

from diz_portal import outbox
from diz_portal.accounts.models import normalise_email


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts come by invitation alone."""
        return False

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Tries are counted for each normalised email, whatever name the portal was called by."""
        return normalise_email(credentials.get("email", ""))

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


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """A council's sign-on proves who somebody is; it does not make them a member."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def can_authenticate_by_email(self, sociallogin, email):
        """Only about its own domains is a sign-on believed: it may have guests of others."""
        provider = sociallogin.account.get_provider()
        domains = provider.app.settings.get("verified_email", [])
        return email.rpartition("@")[2].lower() in domains

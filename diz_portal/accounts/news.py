"""What the owner of an account is told: by email, whenever what lets somebody in has changed.

    tell_owner(person, News.SIGN_ON_CONNECTED, with_what="Council account")

allauth's own flows (passwords, second step, recovery codes, addresses, single sign-on) tell by
themselves, through `AccountAdapter.send_notification_mail`.
"""

from collections.abc import Iterable
from enum import Enum

from django.utils import timezone
from django.utils.crypto import get_random_string

from diz_portal import outbox

from .models import User


class News(Enum):
    """The subject of a message, and its sentence."""

    SECOND_STEP_ADDED = (
        "Two-step verification was turned on for your account",
        "Two-step verification was set up on your account.",
    )
    SECOND_STEP_REMOVED = (
        "Two-step verification was turned off on your account",
        "Two-step verification was turned off on your account.",
    )
    RECOVERY_CODES_MADE = (
        "New recovery codes were created for your account",
        "New recovery codes were created for your account. The old ones no longer work.",
    )
    RECOVERY_CODE_USED = (
        "A recovery code was used for your account",
        "One of your recovery codes was used. You can use each code once.",
    )
    PASSWORD_CHANGED = (
        "The password of your account was changed",
        "A new password was chosen for your account.",
    )
    ADDRESS_CHANGED = (
        "The email address of your account was changed",
        "Your account now has a new email address: {with_what}.",
    )
    SIGN_ON_CONNECTED = (
        "Another way to sign in was added to your account",
        "Your account can now be signed in to with your {with_what}. If you did not connect it, a "
        "new password is not enough: also open “Your account”, then “Single sign-on”, and "
        "disconnect it.",
    )
    SIGN_ON_DISCONNECTED = (
        "A way to sign in was removed from your account",
        "Your account can no longer be signed in to with your {with_what}.",
    )
    NEW_BROWSER = (
        "Someone signed in to your account from a new browser",
        "Someone signed in to your account from a browser that has not been used with it before, "
        "or not for a long time: {with_what}.",
    )
    SIGNED_OUT_EVERYWHERE = (
        "You were signed out everywhere",
        "All browsers were signed out of your account, except the one that asked for it.",
    )
    OTHER = (
        "Something was changed on your account",
        "The ways to sign in to your account were changed.",
    )


def tell_owner(
    person: User, what: News, *, with_what: str = "", also_to: Iterable[str] = ()
) -> None:
    """Store a message to the person's address, and to any other that the account had until now.

    It holds no code and no link that lets anybody in. Somebody erased is told nothing.
    """
    subject, sentence = what.value
    addresses = dict.fromkeys(one.strip().lower() for one in (person.email, *also_to))
    for address in filter(None, addresses if person.name else ()):
        outbox.queue(
            "accounts/news",
            to=address,
            key=f"account-news-{person.reference}-{get_random_string(16)}",
            context={
                "person": person,
                "subject": subject,
                "sentence": sentence.format(with_what=with_what),
                "at": timezone.now(),
            },
        )

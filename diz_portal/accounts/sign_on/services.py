"""Which account is connected to whom in the council's directory: one to one."""

from django.db import IntegrityError, transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import SingleSignOn, User
from diz_portal.accounts.news import News, tell_owner


class ConnectedElsewhere(Refusal):
    message = (
        "This sign-on is already connected to a different account here. Nothing has changed. "
        "Sign in to that account and disconnect it first"
    )


class ConnectedAlready(Refusal):
    message = (
        "Your account is already connected to a different sign-on. Nothing has changed. "
        "Disconnect that one first, then try again"
    )


@transaction.atomic
def connect(*, by: User, issuer: str, subject: str, name: str) -> SingleSignOn:
    """From now on this person of the provider signs in as `by`, who has just proved who they are.

    Whoever calls this has asked for the account's own sign-in, second step included. The owner
    is told by email, so that a connection that they did not make is noticed. `name`: what the
    provider is called.
    """
    try:
        with transaction.atomic():
            made = SingleSignOn.objects.create(person=by, issuer=issuer, subject=subject)
    except IntegrityError:
        # One of the two is taken: the database says so, also to the second of two tabs.
        theirs = SingleSignOn.objects.filter(issuer=issuer, subject=subject).first()
        if theirs is None:
            raise ConnectedAlready from None
        if theirs.person_id != by.pk:
            raise ConnectedElsewhere from None
        return theirs
    tell_owner(by, News.SIGN_ON_CONNECTED, with_what=name)
    return made


@transaction.atomic
def disconnect(*, by: User, name: str) -> None:
    """A second click finds nothing left, and tells nobody again."""
    if SingleSignOn.objects.filter(person=by).delete()[0]:
        tell_owner(by, News.SIGN_ON_DISCONNECTED, with_what=name)

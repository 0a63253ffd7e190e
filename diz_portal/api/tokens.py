"""What can happen to a token: made, used, revoked."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User

from . import acting, scopes
from .models import LONGEST_DAYS, Token

# What begins so, scanners of repositories recognise as a secret.
PREFIX = "dizt_"
# "Last used" is right to the minute: not every request writes.
NOTED_EVERY = dt.timedelta(minutes=1)


class NoSecondFactor(Refusal):
    message = "Set up two-step verification before you create a token"


class NotYours(Refusal):
    message = (
        "You can no longer do everything that you selected for this organisation. Reload the page, "
        "then select again"
    )


def has_second_factor(person: User) -> bool:
    return is_mfa_enabled(person, [Authenticator.Type.TOTP])


@transaction.atomic
def make(
    *,
    by: User,
    organisation: Any,
    name: str,
    scopes: Collection[str],
    expires_on: dt.date,
    of_organisation: bool = False,
) -> tuple[Token, str]:
    """A token, and its secret: it is said once, here, and can never be read again.

    It expires at the end of the day, and may do what its maker may do for the organisation.
    """
    if not has_second_factor(by):
        raise NoSecondFactor
    maker = User.objects.get(pk=by.pk)
    if not acting.only_for(maker, organisation.pk) or not may_all(maker, scopes):
        raise NotYours
    now = timezone.now()
    ends = dt.datetime.combine(
        expires_on + dt.timedelta(days=1), dt.time.min, tzinfo=timezone.get_current_timezone()
    )
    if ends <= now or ends > now + dt.timedelta(days=LONGEST_DAYS):
        raise Refusal("Enter an expiry date within a year")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=name,
        hashed=hashed(secret),
        ending=secret[-4:],
        maker_id=by.pk,
        organisation=organisation,
        of_organisation=of_organisation,
        scopes=sorted(set(scopes)),
        made_at=now,
        expires_at=ends,
    )
    return token, secret


def may_all(maker: User, names: Collection[str]) -> bool:
    offered = {one.name for one in scopes.offered_to(maker)}
    return bool(names) and set(names) <= offered


def hashed(secret: str) -> str:
    """Random and long, so that a plain hash tells nothing to whoever reads the table."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def revoke(*, token: Token, by: User) -> Token:
    """At once and for good; revoking twice is no error."""
    token = Token.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = timezone.now(), by
        token.save(update_fields=["revoked_at", "revoked_by"])
    return token


def opened(secret: str) -> tuple[Token, User] | None:
    """The token, and its maker as one who acts for its organisation alone.

    None where it never was, has ended, or its maker has left, is closed out or has turned two-step
    verification off: whoever asks learns no difference.
    """
    token = (
        Token.objects.alive()
        .select_related("maker", "organisation")
        .filter(hashed=hashed(secret))
        .first()
    )
    if token is None:
        return None
    person = token.maker
    if not person.is_active or not has_second_factor(person):
        return None
    if not acting.only_for(person, token.organisation_id):
        return None
    _note_use(token)
    return token, person


def _note_use(token: Token) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)

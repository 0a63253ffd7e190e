"""Being named to the others, and hearing of other seminars: given and withdrawn alike."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from diz_portal.accounts.models import User
from seminars.models import EventKind, Registration
from seminars.services import queue


def set_newsletter(registration: Registration, *, wants: bool, now: datetime | None = None) -> None:
    """Note the wish on the row, with the time at which it was given; the caller saves."""
    if wants and not registration.newsletter:
        registration.newsletter_at = now or timezone.now()
    elif not wants:
        registration.newsletter_at = None
    registration.newsletter = wants


@transaction.atomic
def choose(
    *, registration: Registration, listing_consent: bool, newsletter: bool, by: User | None = None
) -> Registration:
    """Change the two consents, at any time for as long as we hold the registration.

    To hear no more is said once for an address, whichever registration it was said on.
    """
    _, registration = queue.lock_for(registration)
    if registration.erased_at:
        return registration
    before = registration.listing_consent, registration.newsletter
    registration.listing_consent = listing_consent
    set_newsletter(registration, wants=newsletter)
    if before == (listing_consent, newsletter):
        return registration
    registration.save(update_fields=["listing_consent", "newsletter", "newsletter_at"])
    queue.record(registration, EventKind.CHANGED, by)
    if not newsletter:
        withdraw_elsewhere(registration)
    return registration


@transaction.atomic
def unsubscribe(*, registration: Registration) -> None:
    """Take an address off the list of those who hear of other seminars. Twice does no harm."""
    _, registration = queue.lock_for(registration)
    if registration.erased_at:
        return
    if registration.newsletter:
        set_newsletter(registration, wants=False)
        registration.save(update_fields=["newsletter", "newsletter_at"])
        queue.record(registration, EventKind.CHANGED)
    withdraw_elsewhere(registration)


def withdraw_elsewhere(registration: Registration) -> None:
    """An address that wants no more is on no other row of the list either."""
    _others(registration).update(newsletter=False, newsletter_at=None)


def _others(registration: Registration) -> QuerySet[Registration]:
    if not registration.email:
        return Registration.objects.none()
    return (
        Registration.objects.annotate(address=Lower("email"))
        .filter(address=registration.email.lower(), newsletter=True)
        .exclude(pk=registration.pk)
    )

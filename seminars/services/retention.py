"""Forgetting people: at once when they ask, by itself when the time is up. Counts stay."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.accounts.models import User
from diz_portal.privacy import services
from seminars.models import EventKind, Registration
from seminars.services import feedback, letters, queue, registrations

# What somebody needs to get in is of no use once they have been.
ACCESS_NEEDS_KEPT = timedelta(days=30)
KEPT = timedelta(days=365)
# By then an address has answered, or never does.
ORIGIN_KEPT = timedelta(days=7)
FORGOTTEN: dict[str, Any] = {
    "name": "",
    "email": "",
    "channel": "",
    "phone": "",
    "postal_address": "",
    "organisation": "",
    "companion_name": "",
    "access_needs": "",
    "attempt": "",
    "origin": "",
    "answered_at": None,
    "listing_consent": False,
    "newsletter": False,
    "newsletter_at": None,
}


def kept_until(registration: Registration) -> datetime:
    return registration.seminar.ends_at + KEPT


@transaction.atomic
def erase(*, registration: Registration, by: User | None = None) -> None:
    """Forget the person now. A place still held is given back first, and no letter is written."""
    seminar, registration = queue.lock_for(registration)
    if registration.erased_at:
        return
    # Whoever is at the door already has used the place: only the person is forgotten.
    if registration.is_live and seminar.is_coming and not registration.is_checked_in:
        registration = registrations.give_back(registration=registration, by=by, tell=False)
    _forget([registration], by)


def forget_old(*, days: int, dry_run: bool = False) -> int:
    """What the nightly run does: access needs first, a year after the seminar the rest."""
    now = timezone.now()
    needs = Registration.objects.filter(seminar__ends_at__lt=now - ACCESS_NEEDS_KEPT).exclude(
        access_needs=""
    )
    old = Registration.objects.filter(
        seminar__ends_at__lt=now - timedelta(days=days), erased_at=None
    )
    origins = Registration.objects.filter(registered_at__lt=now - ORIGIN_KEPT).exclude(origin="")
    if dry_run:
        return (needs | old | origins).distinct().count()
    origins.exclude(pk__in=old.values("pk")).update(origin="")
    changed = needs.exclude(pk__in=old.values("pk")).update(access_needs="")
    while batch := list(old.select_related("seminar").order_by("pk")[:500]):
        with transaction.atomic():
            _forget(batch, None)
        changed += len(batch)
    return changed


def _forget(people: list[Registration], by: User | None) -> None:
    Registration.objects.filter(pk__in=[one.pk for one in people]).update(
        **FORGOTTEN, erased_at=timezone.now()
    )
    services.blank_log(Registration, [one.pk for one in people])
    feedback.unlink(people)
    for one in people:
        queue.record(one, EventKind.ERASED, by)
        outbox.forget(key_prefix=letters.prefix(one))

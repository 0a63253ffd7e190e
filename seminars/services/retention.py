"""Forgetting people: at once when they ask, by itself when the time is up. Counts stay."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.accounts.models import User
from diz_portal.places.selectors import partnership
from diz_portal.privacy import services
from diz_portal.privacy.processing import periods
from diz_portal.privacy.registry import over_at, over_since
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
    "guest_name": "",
    "access_needs": "",
    "attempt": "",
    "origin": "",
    "answered_at": None,
    "listing_consent": False,
    "newsletter": False,
    "newsletter_at": None,
}


def kept_for() -> int:
    """For how many days after a seminar the lead organisation keeps who registered."""
    return periods.days_of(partnership().lead_organisation)("seminars.Registration")


def kept_until(registration: Registration) -> datetime:
    return over_at(kept_for(), registration.seminar.ends_at)


def gives_up(registration: Registration) -> bool:
    """Whether forgetting the person takes their place, or their turn, at a seminar to come.

    Whoever is at the door already has used the place: only the person is forgotten.
    """
    return (
        registration.is_live and registration.seminar.is_coming and not registration.is_checked_in
    )


@transaction.atomic
def erase(*, registration: Registration, by: User | None = None) -> None:
    """Forget the person now. A place still held is given back first, and no letter is written."""
    _, registration = queue.lock_for(registration)
    if registration.erased_at:
        return
    if gives_up(registration):
        registration = registrations.give_back(registration=registration, by=by, tell=False)
    _forget(registration, by)


def clear_sooner(*, days: int, dry_run: bool = False) -> int:
    """What the night clears of people who stay: the rest goes after so many days."""
    now = timezone.now()
    staying = Registration.objects.filter(seminar__ends_at__gte=over_since(days, now))
    needs = staying.filter(seminar__ends_at__lt=now - ACCESS_NEEDS_KEPT).exclude(access_needs="")
    origins = staying.filter(registered_at__lt=now - ORIGIN_KEPT).exclude(origin="")
    number = (needs | origins).distinct().count()
    if not dry_run:
        needs.update(access_needs="")
        origins.update(origin="")
    return number


def _forget(registration: Registration, by: User | None) -> None:
    Registration.objects.filter(pk=registration.pk).update(**FORGOTTEN, erased_at=timezone.now())
    services.blank_log(Registration, [registration.pk])
    feedback.unlink(registration)
    queue.record(registration, EventKind.ERASED, by)
    outbox.forget(key_prefix=letters.prefix(registration))

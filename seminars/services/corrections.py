"""Another email address for a registration that was just made: the first was mistyped."""

from typing import Any

from django.db import transaction

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import normalise_email
from diz_portal.references import new_reference
from seminars.models import EventKind, Registration, Seminar
from seminars.selectors import seminars as selectors
from seminars.services import addresses, letters, queue, registrations
from seminars.services.registrations import Answer


class HasArrived(Refusal):
    message = (
        "Someone has already used the link in our email. Call us if you need it at another address"
    )


@transaction.atomic
def correct_address(
    *,
    seminar: Seminar,
    reference: str,
    typed: str,
    email: str,
    details: dict[str, Any],
    attempt: str = "",
    visitor: str = "",
) -> Answer:
    """As if this address had been typed at first: it gets the letter, with a link of its own.

    `reference` is what the page called the request, `typed` the address it was made with. A request
    that made nothing, since somebody was registered already, leaves theirs alone and registers with
    `details`; so the answer does not tell one from the other. The letter to the first address and
    the link in it are worth nothing any more.
    """
    seminar = queue.lock(seminar)
    if seminar.has_started:
        raise queue.AlreadyStarted
    own = seminar.registrations.filter(reference=reference).first()
    if own is None:
        return registrations.register(
            seminar=seminar, email=email, attempt=attempt, visitor=visitor, **details
        )
    own.seminar = seminar
    if not own.is_live:
        raise registrations.RegistrationOver
    if own.answered_at or own.registered_by_id or own.email != typed:
        raise HasArrived
    return _move(own, normalise_email(email))


def _move(own: Registration, email: str) -> Answer:
    seminar, outcome = own.seminar, registrations.said_of(own)
    ahead = registrations.ahead_of(own)
    theirs = [one for one in selectors.live_of(seminar, email) if one != own]
    outbox.forget(key_prefix=letters.prefix(own))
    if addresses.of_this_name(theirs, own.name) or len(theirs) >= seminar.people_per_address:
        # They are registered with it already: this second place is nobody's.
        queue.end(own, EventKind.CORRECTED, why="email address corrected", tell=False)
        called = addresses.tell(theirs, name=own.name, guest_name=own.guest_name)
        queue.settle(seminar)
        return Answer(own, outcome, False, called, ahead)
    own.email, own.reference = email, new_reference()
    own.save(update_fields=["email", "reference"])
    queue.record(own, EventKind.CORRECTED)
    registrations.write_first(own, theirs, ahead=ahead)
    return Answer(own, outcome, True, own.reference, ahead)

"""What one email address may hold at a seminar: a couple shares it, and each has a place.

Whoever asks for what an address holds already is told so by a letter to that address, never by the
page: anybody may type anybody's name and address.
"""

from collections.abc import Sequence

from diz_portal import names
from diz_portal.access import Refusal
from diz_portal.outbox.models import Channel
from diz_portal.references import new_reference, reference_of
from seminars.models import EventKind, Registration, Seminar
from seminars.services import letters, queue


class AddressTaken(Refusal):
    message = (
        "Someone with this name and email address is already registered. Search for them instead"
    )


class AddressFull(Refusal):
    message = (
        "No more people can register with this email address. Allow more on the seminar’s “Edit” "
        "page, or leave the address out"
    )


def of_this_name(theirs: Sequence[Registration], name: str) -> Registration | None:
    """Whose place it is already: their own, or one beside whoever brings them along."""
    wanted = names.folded(name)
    own = (one for one in theirs if names.folded(one.name) == wanted)
    beside = (one for one in theirs if names.folded(one.guest_name) == wanted)
    return next(own, None) or next(beside, None)


def require_room(seminar: Seminar, theirs: Sequence[Registration], name: str) -> None:
    """For staff, who may know who is registered: say what stands in the way."""
    if of_this_name(theirs, name):
        raise AddressTaken
    if len(theirs) >= seminar.people_per_address:
        raise AddressFull


def tell(
    theirs: Sequence[Registration], *, name: str, guest_name: str = "", attempt: str = ""
) -> str:
    """Write to an address that somebody asked for once more what it holds, each time anew.

    Answers what to call this request: like a new one's reference, so that the page does not tell
    them apart. A form that is sent twice is answered once.
    """
    known = of_this_name(theirs, name)
    found = known or theirs[0]
    reference = reference_of(found.reference, name, attempt) if attempt else new_reference()
    if found.events.filter(reference=reference).exists():
        return reference
    kind = EventKind.ASKED_AGAIN if known else EventKind.ADDRESS_FULL
    queue.record(found, kind, reference=reference)
    there = {names.folded(one) for one in (found.name, found.guest_name)}
    letters.send(
        "link_again" if known else "address_full",
        found,
        once=reference,
        channel=Channel.EMAIL,
        asked_name=name,
        not_along=guest_name if names.folded(guest_name) not in there else "",
        others=others(theirs, found),
    )
    return reference


def others(theirs: Sequence[Registration], mine: Registration) -> list[str]:
    """Who else is registered with the address, as a letter to it may say."""
    return [one.name for one in theirs if one.pk != mine.pk]

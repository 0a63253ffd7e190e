"""How a person is reached, as they like it."""

from diz_portal.outbox import notify
from diz_portal.outbox.models import Channel
from diz_portal.phones import NotANumber, is_mobile, normalise
from inclusion.cases.models import ContactBy, Person


def way_to(person: Person) -> tuple[Channel, str]:
    """As they like to hear from us, where that reaches them; a call by staff where it does not."""
    if person.contact_by == ContactBy.EMAIL and person.email:
        return Channel.EMAIL, person.email
    if person.contact_by == ContactBy.TEXT and notify.can_text():
        try:
            number = normalise(person.phone)
        except NotANumber:
            return Channel.PHONE, ""
        if is_mobile(number):
            return Channel.TEXT, number
    if person.contact_by == ContactBy.LETTER and person.address:
        return Channel.LETTER, ""
    return Channel.PHONE, ""


def form_by_hand(person: Person) -> Channel:
    """What staff write or say themselves: a letter to whoever likes letters, else a call."""
    return Channel.LETTER if way_to(person)[0] == Channel.LETTER else Channel.PHONE

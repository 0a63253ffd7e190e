"""How a person is reached, as they like it."""

from diz_portal.outbox import notify
from diz_portal.outbox.models import Channel
from diz_portal.phones import NotANumber, is_mobile, normalise
from inclusion.cases.models import ContactBy, Person


def way_to(person: Person) -> tuple[Channel, str]:
    """As they like to hear from us, where that reaches them; else staff call, or post a letter
    where there is no number.

    No machine writes where they did not ask for it: someone else may read there.
    """
    if person.contact_by == ContactBy.EMAIL and person.email:
        return Channel.EMAIL, person.email
    if person.contact_by == ContactBy.TEXT and notify.can_text() and (to := _mobile(person)):
        return Channel.TEXT, to
    if person.address and (person.contact_by == ContactBy.LETTER or not person.phone):
        return Channel.LETTER, ""
    return Channel.PHONE, ""


def _mobile(person: Person) -> str:
    try:
        number = normalise(person.phone)
    except NotANumber:
        return ""
    return number if is_mobile(number) else ""


def instead_of(person: Person) -> str:
    """Why they are not reached as they chose, in words for staff; empty where they are."""
    chosen = ContactBy(person.contact_by)
    channel, _ = way_to(person)
    if channel == chosen and (channel != Channel.PHONE or person.phone):
        return ""
    return " ".join(filter(None, [_why(person, chosen), _left(person)]))


MISSING = {
    ContactBy.PHONE: "They chose a call, but we have no phone number.",
    ContactBy.TEXT: "They chose a text message, but we have no mobile number.",
    ContactBy.LETTER: "They chose a letter, but we have no postal address.",
    ContactBy.EMAIL: "They chose email, but we have no email address.",
}


def _why(person: Person, chosen: ContactBy) -> str:
    if chosen == ContactBy.TEXT and _mobile(person):
        return "They chose a text message, but the portal cannot send texts."
    return MISSING[chosen]


def _left(person: Person) -> str:
    """What there is, where neither a call nor a letter is possible."""
    if person.phone or person.address:
        return ""
    if person.email:
        return "There is an email address. Only write to it if that is safe for them."
    return "We have no other way to contact them. Ask the person who referred them."


def form_by_hand(person: Person) -> Channel:
    """What staff write or say themselves: a letter to those who like letters, else a call."""
    return Channel.LETTER if way_to(person)[0] == Channel.LETTER else Channel.PHONE

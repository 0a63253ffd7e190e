"""A letter to someone who is helped, as it goes into the envelope."""

from diz_portal.outbox.letters import Letter
from inclusion.cases.models import Adjustment, Person, Team
from partners.models import Organisation


def letter_to(
    person: Person, *, sender: Organisation, subject: str, words: str, reference: str
) -> Letter:
    """From the organisation that helps; in large print for those who asked for that."""
    team = Team.objects.filter(organisation=sender).first()
    return Letter(
        subject=subject,
        address=address_of(person),
        reference=reference,
        words=words,
        sender=sender.name,
        phone=team.phone if team else "",
        is_large=Adjustment.LARGE_PRINT in person.adjustments,
    )


def address_of(person: Person) -> list[str]:
    """As on an envelope; the postcode last, and once."""
    lines = [line.strip(" ,") for line in person.address.splitlines()]
    written = "".join(person.address.split()).upper()
    postcode = person.postcode if "".join(person.postcode.split()).upper() not in written else ""
    return list(filter(None, [person.name, *lines, postcode]))

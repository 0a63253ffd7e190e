"""Messages to an address that belong to no record any more, or never did."""

from typing import Any

from django.db.models import Q, QuerySet

from diz_portal import outbox, phones
from diz_portal.accounts.models import User
from diz_portal.outbox.models import Channel, Message

from . import kinds
from .kinds import Bearer, Column, Wanted, own

# Of a record's reference in a message's key.
SHORTEST = 8
# Of what we wrote to somebody: the columns of every copy.
WRITTEN: dict[str, Column] = {
    "queued_at": "Written",
    "channel": "How it was sent",
    "to": own("To"),
    "reader": own("Name"),
    "postal_address": own("Postal address"),
    "subject": "Subject",
    "body": "Text",
}
# Of a message about a record, to the person it is of: they have read it, whoever is named in it.
TO_THEM: dict[str, Column] = {**WRITTEN, "subject": own("Subject"), "body": own("Text")}
A_NUMBER = "a code made from the address, gone once the message is sent"
SEALED = "contains a code or a private link, and is deleted once it is sent"
# Of the same messages, what no copy holds, and why.
WITHHELD = {
    "sealed": SEALED,
    "held_for": A_NUMBER,
    "reply_to": "the work address that your reply goes to: it is in the email that you have",
}


def found(wanted: Wanted) -> list[Message]:
    """One for each reader: the newest of the messages to them that no record speaks for. Letters
    to one name have all the same reader, whatever they were about."""
    rows = wanted.among(_loose(), name="reader", email="to", phone="to")
    newest: dict[tuple[str, str], Message] = {}
    for message in rows.order_by("-pk")[:500]:
        who = (message.to, message.reader)
        if who not in newest and not is_of_a_record(message):
            newest[who] = message
    return list(newest.values())


def _loose() -> QuerySet[Message]:
    """Neither an account's, nor of a record that is still found by itself."""
    return Message.objects.filter(emptied_at=None).exclude(to__in=User.objects.values("email"))


def is_of_a_record(message: Message) -> bool:
    """Whether a record that is still there speaks for the message."""
    references = [part for part in message.key.split("-") if len(part) >= SHORTEST]
    return any(
        _is_of(one, reference, message.key) for one in kinds.kinds() for reference in references
    )


def _is_of(kind: kinds.Kind, reference: str, key: str) -> bool:
    # Visits have references of their own, that no message's key holds.
    row = None if kind.of or kind.model is Message else kind.get(reference)
    return row is not None and any(key.startswith(prefix) for prefix in kind.mail(row))


def same_reader(message: Message) -> list[Message]:
    rows = _loose().filter(to=message.to, reader=message.reader).order_by("pk")
    return [one for one in rows if not is_of_a_record(one)]


def references(message: Message) -> set[str]:
    """The newest may have been another one when a copy was made."""
    rows = Message.objects.filter(to=message.to, reader=message.reader)
    return set(rows.values_list("reference", flat=True))


def bearer(message: Message) -> Bearer:
    is_email = message.channel == Channel.EMAIL
    return Bearer(
        name=message.reader,
        email=message.to if is_email else "",
        phone="" if is_email else phones.key(message.to),
        address=message.postal_address,
    )


def forget(message: Message, by: User | None = None) -> None:
    for one in same_reader(message):
        outbox.forget(key_prefix=one.key)


def of_account(user: Any) -> list[Message]:
    return [
        one
        for one in Message.objects.filter(Q(to__iexact=user.email)).order_by("pk")
        if not is_of_a_record(one)
    ]

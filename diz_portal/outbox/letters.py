"""Letters on paper: one page each, the address where an envelope with a window shows it."""

from collections.abc import Iterable

from diz_portal import pdf

from .models import Message


def print_letters(messages: Iterable[Message]) -> bytes:
    """All of them in one file, one after the other."""
    letters = [
        {
            "subject": message.subject,
            "address": [message.reader, *message.postal_address.splitlines()],
            "reference": message.reference,
            "paragraphs": [
                part.splitlines() for part in message.words.strip().split("\n\n") if part.strip()
            ],
        }
        for message in messages
    ]
    title = "Letter" if len(letters) == 1 else "Letters"
    return pdf.render("outbox/letters", {"letters": letters}, title=title)

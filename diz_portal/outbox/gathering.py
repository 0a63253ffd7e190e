"""Messages that waited for one reader, as the one message in which they go."""

import copy
import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from diz_portal.secrecy import Unreadable

from .models import Attachment, Channel, Message
from .rendering import partnership, sign

# A message somebody can still read; what is more waits for the next.
MOST_EMAILS, MOST_TEXTS = 20, 3
INTRODUCTION = """Hello,

Someone asked for many messages to you in a short time, so we held some back. Here they are \
together.

If you did not ask for them, you do not need to do anything. Someone else may have typed \
your address."""


def most(channel: str) -> int:
    return MOST_TEXTS if channel == Channel.TEXT else MOST_EMAILS


def next_in() -> dt.timedelta:
    """How long what did not fit waits, so that a flood does not fill a day's count by itself."""
    return dt.timedelta(days=1) / min(settings.OUTBOX_FROM_STRANGERS_DAY, 24)


def is_readable(message: Message) -> bool:
    """Whether the key that its words were sealed with is here."""
    try:
        return bool(message.words)
    except Unreadable:
        return False


def as_one(messages: Sequence[Message]) -> Message:
    """All of their words under the first one's reference; the rows themselves stay as they are.

    Files are left out: the texts lead to the pages that hold them.
    """
    one = copy.copy(messages[0])
    none = {"attachments": Attachment.objects.none()}
    one._prefetched_objects_cache = none  # type: ignore[attr-defined]  # Django's own, of no stub
    # In memory only: what is stored of each stays sealed.
    one.secret = False
    if one.channel == Channel.TEXT:
        one.words = "\n\n".join(message.words.strip() for message in messages)
        return one
    closing = sign("").strip()
    one.subject = f"{len(messages)} messages from {partnership().name}"
    parts = [INTRODUCTION]
    for number, message in enumerate(messages, start=1):
        words = message.words.strip().removesuffix(closing).strip()
        parts.append(f"{number} of {len(messages)}: {message.subject}\n\n{words}")
    one.words = sign("\n\n".join(parts))
    return one

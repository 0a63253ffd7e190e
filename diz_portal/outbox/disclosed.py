"""The text of a message as somebody else than its reader may see it: in a copy of what is held."""

import re

from diz_portal.references import ALPHABET
from diz_portal.secrecy import Unreadable

from .models import Message

LINK, CODE = "[private link removed]", "[code removed]"
DELETED = "Deleted when it was sent, because it contained a private link or a code."
NOT_SHOWN = "Not shown, because it contains a private link or a code."
_LINK = re.compile(r"https?://[^\s<>()“”\"]+(?<![.,;:])")
# As we write one out to be read: “bcd 234 f5gh”.
_CODE = re.compile(rf"(?<!\w)[{ALPHABET}]{{3}} [{ALPHABET}]{{3}} [{ALPHABET}]{{4}}(?!\w)")


def text_of(message: Message) -> str:
    """What it says; of a secret message without what lets somebody in.

    What others than we have written (`rendered`: codes for signing in) has codes of any form, and
    is not shown at all.
    """
    if not message.secret:
        return message.body
    if not message.sealed:
        return DELETED
    if message.template == "rendered":
        return NOT_SHOWN
    try:
        return _CODE.sub(CODE, _LINK.sub(LINK, message.words))
    except Unreadable:
        return NOT_SHOWN

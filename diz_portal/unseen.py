"""Characters that nobody sees or types, and that come along when a name or number is pasted.

They are taken out before anything is stored or compared: an address with a zero-width space in it
would be a second person, and the first would not be found.
"""

import re
import unicodedata

# Soft hyphen, fillers, direction marks, joiners, variation selectors, tags: what Unicode lets a
# program leave out when it draws a text (Default_Ignorable_Code_Point), and the blank Braille cell.
# As between the brackets of a pattern, for Python and for PostgreSQL.
MARKS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(
    f"[{MARKS}]"
    # Joiners belong to the spelling of Persian, Hindi and others; after Latin letters they do not.
    "|(?<![\u0590-\U0010ffff])[\u200c\u200d]"
)
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def taken_out(text: str) -> str:
    """The text as it is seen: `Ad\u200ba` is `Ada`."""
    return _UNSEEN.sub("", text)


def on_a_line(text: str) -> str:
    """The same on one line, one space between words."""
    return " ".join(_BREAKS.sub(" ", taken_out(text)).split())


def plain(text: str) -> str:
    """For comparing: letters in one spelling too, wide ones and ligatures made plain."""
    return unicodedata.normalize("NFKC", on_a_line(text))

"""Names of people and organisations: words by which somebody is called, and nothing else.

Whatever a stranger types as a name may end in a message to somebody else. So a name holds no
address that a mail program makes a link of, and in a message it stands quoted and disarmed.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

from . import unseen
from .access import Refusal

# What browsers and mail programs read as a full stop in an address (UTS 46).
_STOPS = str.maketrans(dict.fromkeys("\u3002\uff0e\uff61\u2024\u0589", "."))
# Parts of an address; or a domain with something after it, such as `evil.example/claim`. A name
# that only looks like a domain ("Booking.com Ltd", "St.John") is one.
_PARTS = ("://", "http:", "https:", "www.", "@")
_PATH = re.compile(
    r"(?:[^\W_](?:\.[\w-]+)*\.(?:[^\W\d_]{2,}|xn--[\w-]+)|\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?[/\\?#]\S"
)
_MARKS = str.maketrans("“”", "‘’")
_JOINS = re.compile(r"(?<=\S)([.:/\\@])(?=\S)")
# Joins what stands on both sides without being seen: no program reads an address across it.
JOINER = "\u2060"
LONGEST_QUOTE = 80


class HoldsAnAddress(ValidationError):
    def __init__(self) -> None:
        super().__init__("Enter a name without a web address or email address", code="address")


def holds_an_address(text: str) -> bool:
    """Whether a mail program could make a link of some of it, however it is spelt."""
    plain = unicodedata.normalize("NFKC", text.translate(_STOPS)).translate(_STOPS).casefold()
    # Unseen letters (a zero-width space, a soft hyphen) part nothing for whoever reads it.
    plain = "".join(one for one in plain if unicodedata.category(one) not in {"Cf", "Mn"})
    return any(part in plain for part in _PARTS) or bool(_PATH.search(plain))


def key(name: str) -> str:
    """A name as it is compared: lower case, letters only, in any order."""
    return " ".join(sorted(re.findall(r"[^\W\d_]+", unseen.plain(name).casefold())))


def without_address(text: str) -> None:
    """The validator of every field that takes a name."""
    if holds_an_address(text):
        raise HoldsAnAddress


def require(*texts: str) -> None:
    """The same for services, which are also called without a form."""
    if any(map(holds_an_address, texts)):
        raise Refusal(f"{HoldsAnAddress().message}.")


def folded(name: str) -> str:
    """As all spellings of a name are one: capitals, spaces and what nobody sees count for
    nothing."""
    return unseen.plain(name).casefold()


# Letters that Unicode does not take apart; what is left out between letters of a name.
ALONE = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ς": "σ"}
PAIRS = {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}
LEFT_OUT = "\u0300-\u036f'’‘`´-"


def looked_for(text: str) -> str:
    """As somebody looks for a name who does not know its accents, apostrophes and hyphens.
    `diz_portal.sql.LookedFor` says the same in the database."""
    parted = unicodedata.normalize("NFKD", unseen.plain(text)).lower()
    bare = re.sub(f"[{LEFT_OUT}]", "", parted)
    for one, plain in (*ALONE.items(), *PAIRS.items()):
        bare = bare.replace(one, plain)
    return bare


def quoted(text: object) -> str:
    """Somebody else's words in a message of ours: on one line, short, in quotation marks, and
    nothing in them that a program makes a link of. Nothing stays nothing."""
    line = unseen.on_a_line(str(text)).translate(_MARKS)
    if len(line) > LONGEST_QUOTE:
        line = line[: LONGEST_QUOTE - 1].rstrip() + "…"
    line = _JOINS.sub(rf"\1{JOINER}", line)
    return f"“{line}”" if line else ""

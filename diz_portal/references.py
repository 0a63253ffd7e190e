"""Random references for addresses: never a primary key, nothing to count or guess."""

import re
import secrets

from django.utils.crypto import salted_hmac

from diz_portal.unseen import plain

# No vowels, so no words; no 0, 1, l: read over the telephone without a mistake.
ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH = 10


def new_reference() -> str:
    """Ten characters from 28: about 3e14 possibilities."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def reference_of(*secrets_of_ours: str) -> str:
    """The same reference for the same words, which nobody else can work out."""
    digest = salted_hmac("diz_portal.references", " ".join(secrets_of_ours)).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


def as_typed(text: str) -> str:
    """A reference that somebody typed or pasted: with spaces, hyphens, in capitals, in wide
    letters, or with marks that nobody sees."""
    return "".join(letter for letter in plain(text).lower() if letter.isalnum())


def is_reference(text: str) -> bool:
    """Whether it has the form of one; letters and figures that we no longer give out count."""
    return re.fullmatch(r"[a-z0-9]+", text) is not None and len(text) == LENGTH

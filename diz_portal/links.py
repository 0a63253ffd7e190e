"""Personal links of people without an account: signed, so that the database keeps no secret, and
the same at every time, so that a letter can repeat them.

Each kind of link has a salt of its own, which never changes: a link that opens one thing opens
nothing else, and what was sent long ago still opens.
"""

from django.core.signing import BadSignature, Signer


def token(salt: str, reference: str) -> str:
    """What stands in the link."""
    return _signer(salt).sign(reference)


def reference_in(salt: str, text: str) -> str:
    """The reference that a link of ours names; empty for one that is not ours or was changed."""
    try:
        return _signer(salt).unsign(text)
    except BadSignature:
        return ""


def _signer(salt: str) -> Signer:
    return Signer(salt=salt, sep=".")

"""Personal links of people without an account: signed, so that the database keeps no secret, and
the same at every time, so that a letter can repeat them."""

from django.core.signing import BadSignature, Signer


def token(salt: str, reference: str) -> str:
    return Signer(salt=salt, sep=".").sign(reference)


def reference_in(salt: str, text: str) -> str:
    """The reference that a link of ours names; empty for one that is not ours."""
    try:
        return Signer(salt=salt, sep=".").unsign(text)
    except BadSignature:
        return ""

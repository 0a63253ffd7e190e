"""Words that the database holds, but does not tell.

A copy of the database, or a look into it, shows codes and private links only as they are sealed
here, with keys that are kept elsewhere (`SEALING_KEYS`: docs/how-to/run-in-production.md). The
first key seals; every one of them opens, so a key can be replaced while old words still wait.
"""

import base64
from datetime import timedelta
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """No key of ours opens it: sealed with one that is gone, for another purpose, or altered."""


def seal(text: str, *, purpose: str) -> str:
    """The text as only `unseal` with the same purpose reads it.

    The purpose names whose words they are ("outbox"): carried into another table, they stay shut.
    """
    return _box(purpose).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str, max_age: timedelta | None = None) -> str:
    """What was sealed, or `Unreadable`; also once it is older than `max_age`."""
    return _open(sealed.encode(), purpose, max_age).decode()


def seal_bytes(content: bytes, *, purpose: str) -> bytes:
    """The same for files: 73 bytes longer at most, not a third."""
    return base64.urlsafe_b64decode(_box(purpose).encrypt(content))


def unseal_bytes(sealed: bytes, *, purpose: str, max_age: timedelta | None = None) -> bytes:
    return _open(base64.urlsafe_b64encode(sealed), purpose, max_age)


def _open(token: bytes, purpose: str, max_age: timedelta | None) -> bytes:
    ttl = None if max_age is None else int(max_age.total_seconds())
    try:
        return _box(purpose).decrypt(token, ttl=ttl)
    except InvalidToken:
        raise Unreadable(
            "It cannot be read: the key it was encrypted with is not in SEALING_KEYS"
            if ttl is None
            else "It can no longer be read"
        ) from None


def _box(purpose: str) -> MultiFernet:
    return _made(tuple(settings.SEALING_KEYS), purpose)


@lru_cache(maxsize=50)
def _made(keys: tuple[str, ...], purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_for_purpose(key, purpose)) for key in keys])


def _for_purpose(key: str, purpose: str) -> bytes:
    """A key of its own for each purpose, derived from the one that is kept."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"diz-portal {purpose}".encode())
    return base64.urlsafe_b64encode(derive.derive(base64.urlsafe_b64decode(key)))

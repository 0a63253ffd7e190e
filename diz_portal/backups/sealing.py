"""Encrypting a backup to public keys, in the format of age (https://age-encryption.org).

Whoever takes backups needs no secret for it, and whoever restores one can open its files with any
program that reads age, also without the portal.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pyrage

from diz_portal.access import Refusal

from .manifest import Content
from .places import Draft, Place

ENDING = ".age"


class NotAKey(Refusal):
    message = "This is not an age public key"


class CannotOpen(Refusal):
    message = "The backup cannot be decrypted"


def recipients(keys: Iterable[str]) -> list[Any]:
    """The public keys to encrypt to; a wrong one is refused before anything is written."""
    found = []
    for key in keys:
        try:
            found.append(pyrage.x25519.Recipient.from_str(key.strip()))
        except pyrage.RecipientError:
            raise NotAKey(
                f"“{key[:80]}” is not an age public key, which begins with age1. Make a pair of "
                "keys with age-keygen"
            ) from None
    return found


def identities(path: str | os.PathLike[str]) -> list[Any]:
    """The private keys in a file as age-keygen writes it."""
    try:
        lines = Path(path).read_text().split("\n")
        keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        found = []
    if not found:
        raise CannotOpen(f"{path} is not a private key file of age-keygen")
    return found


class Written:
    """A file that is written, counted and summed in one go."""

    def __init__(self, file: IO[bytes]):
        self._file, self._sum, self.bytes = file, hashlib.sha256(), 0
        self.error: BaseException | None = None

    def write(self, some: bytes) -> int:
        try:
            self._file.write(some)
        except OSError as error:
            self.error = error
            raise
        self._sum.update(some)
        self.bytes += len(some)
        return len(some)

    def flush(self) -> None:
        return None

    @property
    def sha256(self) -> str:
        return self._sum.hexdigest()


class _Chunks:
    """An iterator of pieces, read like a file."""

    def __init__(self, pieces: Iterator[bytes]):
        self._pieces, self._left = pieces, b""
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        while not self._left:
            try:
                self._left = next(self._pieces)
            except StopIteration:
                return b""
            except BaseException as error:
                self.error = error
                raise
        size = len(self._left) if size < 0 else size
        some, self._left = self._left[:size], self._left[size:]
        return some


def write(draft: Draft, path: str, pieces: Iterable[bytes], to: Sequence[Any]) -> Content:
    """Write one file of a backup, encrypted when there are keys."""
    path = f"{path}{ENDING if to else ''}"
    with draft.write(path) as file:
        written = Written(file)
        if to:
            _encrypt(_Chunks(iter(pieces)), written, to)
        else:
            for some in pieces:
                written.write(some)
    return Content(path, written.bytes, written.sha256)


def _encrypt(source: _Chunks, written: Written, to: Sequence[Any]) -> None:
    try:
        pyrage.encrypt_io(source, written, to)
    except Exception as error:  # noqa: BLE001  it is raised again, as what it is
        # The library tells in its own words what went wrong in ours.
        raise source.error or written.error or error from None


def pour(place: Place, content: Content, into: Any, keys: Sequence[Any]) -> None:
    """What one file of a backup holds, decrypted when it is encrypted."""
    with place.open(content.path) as file:
        if content.path.endswith(ENDING):
            try:
                pyrage.decrypt_io(file, into, keys)
            except pyrage.DecryptError:
                raise CannotOpen("The private key does not open this backup") from None
        else:
            for some in pieces_of(file):
                into.write(some)


def pieces_of(file: IO[bytes], size: int = 1 << 20) -> Iterator[bytes]:
    while some := file.read(size):
        yield some

"""Where a backup lies: in a folder, or on S3. Whole in either, or not there.

In a folder it is written beside its name and then renamed. On S3 it is written under its name, with
the manifest last: what has none is no backup, and is swept up.
"""

import contextlib
import datetime as dt
import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.utils import timezone

from diz_portal import storage
from diz_portal.settings import stores
from diz_portal.storage import folders

from . import CannotBackUp

PARTIAL = ".partial-"
# Seconds, on S3: nobody waits for a backup, and a server may take a while over its largest file.
ANSWERS_WITHIN = 60
MANIFEST = "manifest.json"


class Draft(Protocol):
    """A backup that is being written."""

    def write(self, path: str) -> contextlib.AbstractContextManager[IO[bytes]]: ...

    def take(self, path: str, before: "Place", size: int) -> bool:
        """Have a file of an earlier backup here too, without sending it; whether that went, and it
        has that size."""

    def remove(self, path: str) -> None: ...


class Place(Protocol):
    def child(self, name: str) -> "Place": ...

    def is_ours(self) -> bool:
        """Whether it is what was prepared: no disk that is not mounted, where it is a folder."""

    def is_free(self) -> None:
        """Refuse, where there is something already."""

    def draft(self) -> contextlib.AbstractContextManager[Draft]:
        """What is written within is there afterwards; after an error nothing of it is."""

    def open(self, path: str) -> IO[bytes]: ...

    def is_there(self) -> bool: ...

    def backups(self) -> list[str]:
        """The names of those in it that have a manifest."""

    def delete(self) -> None: ...

    def sweep(self, older_than: dt.timedelta) -> None:
        """Delete what a backup left that was killed."""


def at(where: Any) -> Place:
    """The place at an address: a folder, or s3://bucket/folder."""
    if isinstance(where, Folder | Bucket):
        return where
    if stores.is_bucket(where):
        try:
            return Bucket(str(where))
        except (storage.StorageAway, ImproperlyConfigured) as error:
            raise CannotBackUp(str(error)) from error
    if "://" in str(where):
        raise CannotBackUp(f"{where} is not a folder, nor an address like s3://bucket/folder")
    return Folder(Path(where))


def reason(error: OSError) -> str:
    if isinstance(error, storage.FolderAway):
        return "a folder is not there, or is not the one that was prepared"
    if isinstance(error, storage.StorageAway):
        return "the S3 server did not respond, or refused it"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "there is no space left"
    return (error.strerror or str(error)).lower()


class Folder:
    def __init__(self, path: Path):
        self.path = path.absolute()

    def __str__(self) -> str:
        return str(self.path)

    def __fspath__(self) -> str:
        return str(self.path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Folder) and self.path == other.path

    def __hash__(self) -> int:
        return hash(self.path)

    def child(self, name: str) -> "Folder":
        return Folder(self.path / name)

    def is_ours(self) -> bool:
        return folders.is_ours(self.path)

    def is_free(self) -> None:
        uploads = storage.folder_of(default_storage)
        real = self.path.resolve()
        if uploads and uploads.resolve() in [real, *real.parents]:
            raise CannotBackUp(f"{self} is inside the folder of uploads. Name another folder")
        try:
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                raise CannotBackUp(f"{self} is not empty. Name an empty folder")
        except OSError as error:
            raise CannotBackUp(f"{self} cannot be used: {reason(error)}") from error

    @contextlib.contextmanager
    def draft(self) -> Iterator["_FolderDraft"]:
        path = self.path.with_name(f".{self.path.name}{PARTIAL}{secrets.token_hex(4)}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir(mode=0o700)
            yield _FolderDraft(path)
            _sync(path)
            path.rename(self.path)
            _sync(self.path.parent)
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def open(self, path: str) -> IO[bytes]:
        # A link would bring in what lies elsewhere on this machine.
        if (self.path / path).resolve() != self.path.resolve() / path:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return (self.path / path).open("rb")

    def is_there(self) -> bool:
        return self.path.is_dir()

    def backups(self) -> list[str]:
        return sorted(path.parent.name for path in self.path.glob(f"*/{MANIFEST}"))

    def delete(self) -> None:
        shutil.rmtree(self.path)

    def sweep(self, older_than: dt.timedelta) -> None:
        before = (timezone.now() - older_than).timestamp()
        for path in self.path.glob(f".*{PARTIAL}*"):
            if path.stat().st_mtime < before:
                shutil.rmtree(path, ignore_errors=True)


class _FolderDraft:
    def __init__(self, path: Path):
        self._path = path

    @contextlib.contextmanager
    def write(self, path: str) -> Iterator[IO[bytes]]:
        where = self._path / path
        where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(where, "xb", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    def take(self, path: str, before: Place, size: int) -> bool:
        """By a link: it takes no second room on the same disk."""
        if not isinstance(before, Folder):
            return False
        where = self._path / path
        try:
            where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.link(before.path / path, where)
            return where.stat().st_size == size
        except OSError:
            return False

    def remove(self, path: str) -> None:
        (self._path / path).unlink()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Bucket:
    """A folder in a bucket, on the server that is configured."""

    def __init__(self, address: str):
        self._address = address.rstrip("/")
        self.storage: Any = storage.at(self._address, answers_within=ANSWERS_WITHIN)

    def __str__(self) -> str:
        return self._address

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bucket) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self._address)

    def child(self, name: str) -> "Bucket":
        return Bucket(f"{self._address}/{name}")

    def is_ours(self) -> bool:
        return True

    def is_free(self) -> None:
        uploads = settings.FILES_URL
        if stores.is_bucket(uploads) and f"{self}/".startswith(f"{str(uploads).rstrip('/')}/"):
            raise CannotBackUp(f"{self} is inside the folder of uploads. Name another folder")
        try:
            if any(True for _ in storage.names(self.storage)):
                raise CannotBackUp(f"{self} is not empty. Name an empty folder")
        except OSError as error:
            raise CannotBackUp(f"{self} cannot be used: {reason(error)}") from error

    @contextlib.contextmanager
    def draft(self) -> Iterator["_BucketDraft"]:
        try:
            yield _BucketDraft(self.storage)
        except BaseException:
            with contextlib.suppress(OSError):  # what stays has no manifest, and is swept up
                self.delete()
            raise

    def open(self, path: str) -> IO[bytes]:
        return self.storage.open(path)

    def is_there(self) -> bool:
        return any(True for _ in storage.names(self.storage))

    def backups(self) -> list[str]:
        return sorted(name for name in self._folders() if self._is_whole(name))

    def _folders(self) -> list[str]:
        return self.storage.listdir("")[0]

    def _is_whole(self, name: str) -> bool:
        return self.storage.exists(f"{name}/{MANIFEST}")

    def delete(self) -> None:
        """The manifest first: half a backup is none at any moment."""
        self.storage.delete(MANIFEST)
        for name in list(storage.names(self.storage)):
            self.storage.delete(name)

    def sweep(self, older_than: dt.timedelta) -> None:
        before = timezone.now() - older_than
        for name in self._folders():
            if self._is_whole(name):
                continue
            left = self.child(name)
            inside = list(storage.names(left.storage))
            if all(left.storage.get_modified_time(one) < before for one in inside):
                left.delete()


class _BucketDraft:
    def __init__(self, place: Any):
        self._storage = place

    @contextlib.contextmanager
    def write(self, path: str) -> Iterator[IO[bytes]]:
        """Through a temporary file: its sum is known, and what it comes from has ended well, before
        any of it is sent."""
        with tempfile.TemporaryFile() as file:
            yield file
            file.seek(0)
            self._storage.save(path, file)

    def take(self, path: str, before: Place, size: int) -> bool:
        """By a copy that the server makes."""
        if not isinstance(before, Bucket):
            return False
        try:
            self._storage.copy_from(before.storage, path)
            return self._storage.size(path) == size
        except OSError:
            return False

    def remove(self, path: str) -> None:
        self._storage.delete(path)

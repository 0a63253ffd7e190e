"""Where files lie: in a folder of this host, on a share, or in a bucket of a server that speaks S3.

Uploads, imports and reports lie in `default_storage`, the journal in `storages["journal"]`,
backups in `diz_portal.backups.places`. Nobody else may ask for the path of a stored file:
there is none on S3 (`tests/storage/test_one_way.py`).

A place that cannot be reached raises `StorageAway`: a refusal beside a form, a 503 for a page, an
`OSError` for whatever asks nobody.
"""

import contextlib
import datetime as dt
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.functional import empty
from django.utils.module_loading import import_string

from diz_portal.settings import stores

from . import folders
from .away import FolderAway, StorageAway

__all__ = ["FolderAway", "StorageAway"]

# What is written to see whether a place takes it; no file of ours begins with a full stop.
PROBE = ".ready"
# For so long a place on S3 is not asked again: each question is a write over the network.
ASKED_EVERY = 20.0
# And whoever asks, such as a load balancer, waits no longer than this.
ANSWERED_WITHIN = 2.0
# How long background work waits before it looks again for files that nobody could reach.
WHILE_AWAY = dt.timedelta(seconds=30)


def folder_of(storage: Any) -> Path | None:
    """The folder that a storage is; None where it is none of this host's."""
    if getattr(storage, "_wrapped", None) is empty:
        storage.exists  # noqa: B018  a lazy one makes itself
    real = getattr(storage, "_wrapped", storage)
    return Path(real.location) if isinstance(real, FileSystemStorage) else None


def at(
    address: str | os.PathLike[str], said_in: str = "The address", **of_a_bucket: Any
) -> Storage:
    """The storage at an address: of a folder as it is found, whether ours or not, or of a bucket on
    the server that is configured."""
    is_bucket = stores.is_bucket(address)
    if is_bucket and not settings.OBJECT_STORAGE:
        raise StorageAway("Set S3_ENDPOINT_URL or S3_REGION: no S3 server is configured here")
    found = stores.stored_at(str(address), said_in, settings.OBJECT_STORAGE)
    if is_bucket:
        return import_string(found["BACKEND"])(**found["OPTIONS"], **of_a_bucket)
    return FileSystemStorage(**found["OPTIONS"])


def as_found(place: Any) -> Storage:
    """The same place, without asking whether its folder is ours: for a restore, which makes it."""
    folder = folder_of(place)
    return place if folder is None else at(folder)


def is_same(one: Any, other: Any) -> bool:
    """Whether both are one place."""
    both = folder_of(one), folder_of(other)
    if None not in both:
        return both[0].resolve() == both[1].resolve()  # type: ignore[union-attr]
    return both == (None, None) and _bucket(one) == _bucket(other)


def _bucket(place: Any) -> tuple[str | None, str, str]:
    return place.endpoint_url, place.bucket_name, place.location


def names(place: Storage, under: str = "") -> Iterator[str]:
    """The names of all files below a folder, in order; none where it is not there."""
    try:
        inside, files = place.listdir(under)
    except (FileNotFoundError, NotADirectoryError):
        return
    start = f"{under}/" if under else ""
    yield from (f"{start}{name}" for name in sorted(files) if not name.startswith("."))
    for each in sorted(inside):
        yield from names(place, f"{start}{each}")


class _Look:
    """One try to write to a place, in a thread of its own: a server that hangs holds up nobody."""

    def __init__(self, place: Any):
        self.began_at, self.answer = time.monotonic(), False
        self._over = threading.Event()
        threading.Thread(target=self._try, args=(place,), daemon=True, name="files").start()

    def _try(self, place: Any) -> None:
        try:
            self.answer = place.takes_writes()
        finally:
            self._over.set()

    @property
    def is_stale(self) -> bool:
        return self._over.is_set() and time.monotonic() - self.began_at >= ASKED_EVERY

    def wait(self) -> bool:
        """The answer; a server that gives none in time does not respond."""
        self._over.wait(max(0.0, self.began_at + ANSWERED_WITHIN - time.monotonic()))
        return self.answer


class _Asked:
    """What each place on S3 has last said to this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looks: dict[tuple[str | None, str, str], _Look] = {}

    def ask(self, place: Any) -> bool:
        with self._lock:
            look = self._looks.get(_bucket(place))
            if look is None or look.is_stale:
                look = self._looks[_bucket(place)] = _Look(place)
        return look.wait()

    def forget(self) -> None:
        with self._lock:
            self._looks.clear()


asked = _Asked()


def takes_writes(storage: Any) -> bool:
    """Whether what is written there stays. On S3 the answer is up to 20 seconds old."""
    folder = folder_of(storage)
    if folder is None:
        return asked.ask(storage)
    try:
        write_to(folder)
    except OSError:
        return False
    return True


def write_to(folder: Path) -> None:
    """Write a file to a folder of ours and take it away again; an `OSError` says why not."""
    folders.require_ours(folder)
    handle, name = tempfile.mkstemp(prefix=f"{PROBE}-", dir=folder)
    with contextlib.suppress(OSError):
        os.unlink(name)
    with os.fdopen(handle, "wb") as file:
        file.write(b"ready")

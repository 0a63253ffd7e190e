"""A bucket as Django's storage: private, encrypted there, and read and written as a stream.

django-storages does the work. What differs from it: nobody is ever given an address of an object
(`url` refuses, signed or not); what is read comes as it is read, instead of whole into a temporary
file first, and goes on where it broke off; every error is an `OSError`, of a folder's kind where
there is one.
"""

import contextlib
import errno
import io
import logging
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from diz_portal import watch

from . import PROBE, StorageAway

logger = logging.getLogger(__name__)

# Seconds. Each question is asked at most twice, and so given up before the request that asks is
# taken for stuck (`watch.STUCK_AFTER`).
CONNECTS_WITHIN, ANSWERS_WITHIN, TRIES = 3, 4, 2
# How often in a row a download goes on after it broke off without having brought anything.
RESUMES = 2
READ_AT_ONCE = 1 << 18
# Up to here an object is written in one request, above in parts: it is there whole, or not at all.
ONE_REQUEST, PART = 64 << 20, 16 << 20
# Of an object that came back from a backup: when it was stored first.
STORED_AT = "stored-at"
NOT_THERE = ("404", "NoSuchKey", "NotFound")


def _client_config(endpoint: str | None, answers_within: float) -> Config:
    return Config(
        connect_timeout=CONNECTS_WITHIN,
        read_timeout=answers_within,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        signature_version="s3v4",
        # A server of one's own seldom has a name for each bucket.
        s3={"addressing_style": "path" if endpoint else "auto"},
        # Checksums in a form of Amazon's that others do not know; TLS and S3's own ETag remain.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        max_pool_connections=20,
    )


@contextlib.contextmanager
def told_as_of_a_folder(name: str) -> Iterator[None]:
    """What the server or the line to it does not do, as an `OSError`."""
    watch.progress()
    try:
        yield
    except ClientError as error:
        if str(error.response.get("Error", {}).get("Code")) in NOT_THERE:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name) from error
        raise _away(error) from error
    except (BotoCoreError, Boto3Error) as error:
        raise _away(error) from error


def _away(error: Exception) -> StorageAway:
    logger.warning("The S3 server did not do as asked: %s", error)
    return StorageAway()


class _Connections:
    """One connection of this process to each server, for all threads and places. A process that
    was forked makes its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[Any, Any] = {}
        os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        self._lock, self._made = threading.Lock(), {}

    def get(self, key: Any, make: Any) -> Any:
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            return self._made[key]


_connections = _Connections()


class ObjectStorage(S3Storage):
    def __init__(self, *, answers_within: float | None = None, **options: Any):
        patience = answers_within or ANSWERS_WITHIN
        options = {
            # Two files never share a name: what is there stays, as in a folder.
            "file_overwrite": False,
            "client_config": _client_config(options.get("endpoint_url"), patience),
            "transfer_config": TransferConfig(
                use_threads=False, multipart_threshold=ONE_REQUEST, multipart_chunksize=PART
            ),
            **options,
        }
        # Never the type that a browser said: nobody reads an object as a page.
        options["object_parameters"] = {
            "ContentType": "application/octet-stream",
            **options.get("object_parameters", {}),
        }
        super().__init__(**options)

    @property
    def connection(self) -> Any:
        patience = self.client_config.read_timeout
        key = (self.endpoint_url, self.region_name, self.access_key, patience)
        return _connections.get(key, self._connect)

    def _connect(self) -> Any:
        return self._create_session().resource(
            "s3",
            region_name=self.region_name,
            endpoint_url=self.endpoint_url,
            config=self.client_config,
            verify=self.verify,
        )

    @property
    def bucket(self) -> Any:
        return self.connection.Bucket(self.bucket_name)

    @property
    def client(self) -> Any:
        return self.connection.meta.client

    def where(self, name: str) -> dict[str, str]:
        """An object in the words of the client."""
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}

    def takes_writes(self) -> bool:
        try:
            self.put(PROBE, b"ready")
        except OSError:
            return False
        return True

    def put(self, name: str, content: bytes) -> None:
        """Write a small object over whatever there is, in one request."""
        with told_as_of_a_folder(name):
            self.client.put_object(**self.where(name), Body=content, **self.object_parameters)

    def put_back(self, name: str, content: Any, stored_at: float) -> None:
        """Save a file that was stored before, in its own time: the server only knows when an object
        came, and would take all that a restore brings for as old as the restore."""
        more = self.object_parameters | {"Metadata": {STORED_AT: repr(stored_at)}}
        with told_as_of_a_folder(name):
            self.client.upload_fileobj(
                _Watched(content), **self.where(name), ExtraArgs=more, Config=self.transfer_config
            )

    def copy_from(self, other: "ObjectStorage", name: str) -> None:
        """Have an object of another place here too, without its bytes coming by."""
        with told_as_of_a_folder(name):
            self.client.copy(
                other.where(name),
                **self.where(name),
                ExtraArgs=self.object_parameters | {"MetadataDirective": "REPLACE"},
                Config=self.transfer_config,
            )

    # What Django asks a storage ------------------------------------------------------------

    def url(self, name: str | None, *args: Any, **options: Any) -> str:
        raise ValueError("This file is read through a page that asks who may, never by an address")

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("A stored file is read as bytes, and never changed")
        return Streamed(self, name)

    def _save(self, name: str, content: Any) -> str:
        with told_as_of_a_folder(name):
            return super()._save(name, _Watched(content))

    def delete(self, name: str) -> None:
        with told_as_of_a_folder(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with told_as_of_a_folder(name):
            return super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with told_as_of_a_folder(name):
            return super().listdir(name)

    def size(self, name: str) -> int:
        with told_as_of_a_folder(name):
            return self.client.head_object(**self.where(name))["ContentLength"]

    def get_modified_time(self, name: str) -> datetime:
        with told_as_of_a_folder(name):
            head = self.client.head_object(**self.where(name))
        if said := head["Metadata"].get(STORED_AT):
            return datetime.fromtimestamp(float(said), UTC)
        return head["LastModified"]


class _Watched:
    """A file on its way to the server: while some of it goes, the request is not stuck."""

    def __init__(self, file: Any):
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def read(self, size: int = -1) -> Any:
        watch.progress()
        return self._file.read(size)


class Streamed(File):
    """A stored file that is open. Closed, it can be opened again, as a file in a folder can."""

    def __init__(self, storage: ObjectStorage, name: str):
        self._storage = storage
        super().__init__(self._begin(storage, name), name)

    @staticmethod
    def _begin(storage: ObjectStorage, name: str) -> io.BufferedReader:
        return io.BufferedReader(_Object(storage, name), READ_AT_ONCE)

    def open(self, mode: str | None = None, *args: Any, **options: Any) -> "Streamed":
        if self.closed:
            self.file = self._begin(self._storage, str(self.name))
        else:
            self.seek(0)
        return self


class _Object(io.RawIOBase):
    """The bytes of one object, by one request for as long as they are read in order.

    What breaks off goes on from there, and only if the object is still the same. A server that does
    not let it raises `StorageAway`: nobody takes half a file for a whole one.
    """

    def __init__(self, storage: ObjectStorage, name: str):
        self._storage, self._name = storage, name
        self._position = self._arrived = 0
        self._body: Any = None
        self._etag = ""
        answer = self._ask({})
        self._size, self._etag, self._body = answer["ContentLength"], answer["ETag"], answer["Body"]

    def _ask(self, more: dict[str, str]) -> Any:
        with told_as_of_a_folder(self._name):
            return self._storage.client.get_object(**self._storage.where(self._name), **more)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, into: Any) -> int:
        wanted = min(len(into), self._size - self._position)
        if wanted <= 0:
            return 0
        watch.progress()
        some = self._some(wanted)
        into[: len(some)] = some
        self._position += len(some)
        self._arrived = self._position
        return len(some)

    def _some(self, wanted: int) -> bytes:
        for _ in range(RESUMES):
            with contextlib.suppress(StorageAway):
                return self._next(wanted)
            self._drop()
        return self._next(wanted)

    def _next(self, wanted: int) -> bytes:
        with told_as_of_a_folder(self._name):
            some = self._body_here().read(wanted)
        if not some:
            # The line ended as if that were all.
            raise StorageAway
        return some

    def _body_here(self) -> Any:
        if self._body is None or self._arrived != self._position:
            self._drop()
            answer = self._ask({"Range": f"bytes={self._position}-", "IfMatch": self._etag})
            self._body, self._arrived = answer["Body"], self._position
        return self._body

    def _drop(self) -> None:
        if self._body is not None:
            with contextlib.suppress(Exception):
                self._body.close()
        self._body = None

    def close(self) -> None:
        if not self.closed:
            self._drop()
        super().close()

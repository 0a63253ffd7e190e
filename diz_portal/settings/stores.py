"""Where files are kept and who scans them, by configuration: see docs/how-to/store-files.md."""

import contextlib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

S3 = "s3://"
CLAMD_PORT = 3310
# Amazon's own words for how an object is encrypted, and ours for a server that does it unasked.
AES, KMS, OFF = "AES256", "aws:kms", "off"
CONNECTION = ("S3_ENDPOINT_URL", "S3_REGION", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")
ENCRYPTION = ("S3_ENCRYPTION", "S3_KMS_KEY_ID")


def is_bucket(address: Any) -> bool:
    return str(address).startswith(S3)


def bucket_from(address: str, said_in: str) -> dict[str, str]:
    """The bucket and the folder in it that an address names, in the words of django-storages."""
    parts = urlsplit(address)
    path = parts.path.strip("/")
    wrong = (
        parts.scheme != "s3"
        or not parts.hostname
        or parts.netloc != parts.hostname
        or parts.query
        or parts.fragment
        or {"", ".", ".."} & set(path.split("/") if path else ())
    )
    if wrong:
        raise ImproperlyConfigured(
            f"{said_in} must be a bucket and a folder in it, like s3://bucket/folder. The server "
            "and the keys are set with S3_ENDPOINT_URL, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY"
        )
    return {"bucket_name": str(parts.hostname), "location": path}


def connection_from(env: Any, *, is_used: bool) -> dict[str, Any]:
    """How the server is reached, and how objects are encrypted there; half of it is refused."""
    said = {name: env(name, default="").strip() for name in (*CONNECTION, *ENCRYPTION)}
    if not is_used:
        if lonely := [name for name, value in said.items() if value]:
            raise ImproperlyConfigured(
                f"{lonely[0]} is set, but nothing is stored on S3. Set FILES_URL, JOURNAL_DIR or "
                f"BACKUP_DIR to an address like s3://bucket/folder, or remove {lonely[0]}"
            )
        return {}
    key, secret = said["S3_ACCESS_KEY_ID"], said["S3_SECRET_ACCESS_KEY"]
    if bool(key) != bool(secret):
        missing = "S3_SECRET_ACCESS_KEY" if key else "S3_ACCESS_KEY_ID"
        raise ImproperlyConfigured(
            f"Set {missing}: keys are a pair. Without both, the role of the machine is used"
        )
    endpoint = said["S3_ENDPOINT_URL"]
    if endpoint and urlsplit(endpoint).scheme not in ("https", "http"):
        raise ImproperlyConfigured("S3_ENDPOINT_URL must begin with https://")
    if not endpoint and not said["S3_REGION"]:
        raise ImproperlyConfigured(
            "Set S3_REGION, or S3_ENDPOINT_URL if the server is not Amazon’s"
        )
    return {
        "endpoint_url": endpoint or None,
        "region_name": said["S3_REGION"] or None,
        "access_key": key or None,
        "secret_key": secret or None,
        "object_parameters": encryption_from(said["S3_ENCRYPTION"], said["S3_KMS_KEY_ID"]),
    }


def encryption_from(kind: str, key: str) -> dict[str, str]:
    kind = kind or (KMS if key else AES)
    if kind not in (AES, KMS, OFF):
        raise ImproperlyConfigured(
            f"S3_ENCRYPTION must be {AES} (the server’s own key), {KMS} (a key of its key service) "
            f"or {OFF} (the server encrypts everything anyway)"
        )
    if key and kind != KMS:
        raise ImproperlyConfigured(f"S3_KMS_KEY_ID needs S3_ENCRYPTION={KMS}")
    if kind == OFF:
        return {}
    return {"ServerSideEncryption": kind} | ({"SSEKMSKeyId": key} if key else {})


def stored_at(address: str | Path, said_in: str, connection: dict[str, Any]) -> dict[str, Any]:
    """Django's words for one place: a folder that only this account reads, or a bucket."""
    if is_bucket(address):
        return {
            "BACKEND": "diz_portal.storage.s3.ObjectStorage",
            "OPTIONS": {**bucket_from(str(address), said_in), **connection},
        }
    if "://" in str(address):
        raise ImproperlyConfigured(
            f"{said_in} must be a folder, or an address like s3://bucket/folder"
        )
    return {
        "BACKEND": "diz_portal.storage.folders.FolderStorage",
        "OPTIONS": {
            "location": address,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def apart(places: dict[str, str]) -> None:
    """Refuse two places of which one lies in the other: a restore of uploads must not meet the
    journal, nor the nightly deletion of old backups an upload."""
    buckets = {
        name: f"{address.rstrip('/')}/" for name, address in places.items() if is_bucket(address)
    }
    for name, address in buckets.items():
        for other, inside in buckets.items():
            if name != other and inside.startswith(address):
                raise ImproperlyConfigured(
                    f"{other} ({inside.rstrip('/')}) is inside {name}. Give each its own folder"
                )


def clamd_from(url: str) -> str | tuple[str, int] | None:
    """The socket of the virus scanner: a path, or a host and a port."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/"):
        return parts.path
    with contextlib.suppress(ValueError):  # a port that is no number
        if parts.scheme == "tcp" and parts.hostname and parts.path in ("", "/"):
            return parts.hostname, parts.port or CLAMD_PORT
    raise ImproperlyConfigured(
        "CLAMD_URL must be the socket of ClamAV’s clamd, like unix:///run/clamav/clamd.ctl or "
        "tcp://127.0.0.1:3310"
    )

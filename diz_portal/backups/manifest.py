"""What a backup says about itself: versions, counts, checksums, and the names of secrets."""

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings

from diz_portal.storage import StorageAway

from . import CannotRestore, places

NAME = places.MANIFEST
FORMAT = 1

# Never in a backup: who holds both can read everything. What each is needed for afterwards.
SECRETS = {
    "SECRET_KEY": "links and codes that were sent before, and recognised browsers",
    "SECRET_KEY_FALLBACKS": "links that were sent before SECRET_KEY was last changed",
    "SEALING_KEYS": "encrypted messages that were still waiting",
}


@dataclass(frozen=True)
class Content:
    """One file of a backup: where it lies, and what it must be."""

    path: str
    bytes: int
    sha256: str


@dataclass
class Manifest:
    """`tables` has the rows of each table, `files` the stored files; `marks` let a restore tell
    whether it has the same secrets, and say nothing about them."""

    taken_at: dt.datetime
    id: str
    release: str
    postgresql: int
    programs: dict[str, str]
    migrations: list[str]
    tables: dict[str, int]
    files: int
    missing_files: list[str]
    contents: list[Content]
    encrypted_to: list[str] = field(default_factory=list)
    journal: str = ""
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return sum(one.bytes for one in self.contents)

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    def content(self, start: str) -> Content:
        """The one whose name begins so: it ends in .age when it is encrypted."""
        return next(one for one in self.contents if one.path.startswith(start))

    def as_json(self) -> str:
        values = asdict(self)
        values["taken_at"] = self.taken_at.isoformat()
        secrets = {
            name: {"needed_for": SECRETS[name], "mark": mark} for name, mark in self.marks.items()
        }
        del values["marks"]
        return json.dumps({"format": FORMAT, **values, "secrets": secrets}, indent=1)


def mark_of(name: str, backup: str) -> str:
    """Tells two values of a secret apart, for this backup alone; "" where there is none."""
    value: Any = getattr(settings, name, "")
    written = value if isinstance(value, str) else ",".join(value)
    if not written:
        return ""
    return hmac.new(written.encode(), f"diz-portal {backup}".encode(), hashlib.sha256).hexdigest()


def marks_of(backup: str) -> dict[str, str]:
    return {name: mark for name in SECRETS if (mark := mark_of(name, backup))}


def read(where: Any) -> Manifest:
    """The manifest of a backup, or a sentence that says what the place is instead."""
    folder = places.at(where)
    try:
        written = _written(folder)
    except StorageAway as away:
        raise CannotRestore(f"{folder} cannot be read: {places.reason(away)}") from away
    try:
        values = json.loads(written)
        if values.pop("format") != FORMAT:
            raise CannotRestore(
                f"The backup in {folder} was taken by a newer release of the portal. Install that "
                "release, then restore"
            )
        secrets = values.pop("secrets")
        values["taken_at"] = dt.datetime.fromisoformat(values["taken_at"])
        values["contents"] = [Content(**one) for one in values["contents"]]
        marks = {name: one["mark"] for name, one in secrets.items()}
        return _of_its_kind(Manifest(**values, marks=marks))
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise CannotRestore(f"The manifest of the backup in {folder} cannot be read") from error


def _written(folder: places.Place) -> bytes:
    if not folder.is_there():
        raise CannotRestore(f"There is no folder {folder}")
    try:
        with folder.open(NAME) as file:
            return file.read()
    except FileNotFoundError:
        if inside := folder.backups():
            raise CannotRestore(
                f"{folder} contains several backups. Name one of them, such as "
                f"{folder.child(inside[-1])}"
            ) from None
        raise CannotRestore(f"{folder} is not a backup: it has no {NAME}") from None
    except StorageAway:
        raise
    except OSError as error:
        raise CannotRestore(f"The manifest of the backup in {folder} cannot be read") from error


def _of_its_kind(found: Manifest) -> Manifest:
    """As far as a restore relies on it; else a `ValueError`. A backup may have lain anywhere."""
    lists = (found.migrations, found.missing_files, found.encrypted_to)
    is_so = (
        isinstance(found.postgresql, int)
        and isinstance(found.journal, str)
        and isinstance(found.tables, dict)
        and all(isinstance(one, int) for one in found.tables.values())
        and all(isinstance(one, list) for one in lists)
        and all(stays_inside(one.path) for one in found.contents)
    )
    if not is_so:
        raise ValueError("It is not what we write")
    return found


def stays_inside(path: Any) -> bool:
    """Whether it names a file below the folder that it is said of, and no other."""
    if not isinstance(path, str) or not path or "\0" in path or "\\" in path:
        return False
    return path[0] != "/" and not {"", ".", ".."} & set(path.split("/"))

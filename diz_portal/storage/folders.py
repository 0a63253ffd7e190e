"""A folder of this host as Django's storage, made on purpose and never again by itself.

A disk or share that is not mounted leaves an empty folder, or none. Whoever made it anew for the
next upload would look ready, and put files where nobody finds them once the disk is back. So a
folder that is ours carries a mark, which `manage.py prepare` (or a restore) puts there. Without it
nothing is written, and what is not found there is away rather than gone.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from .away import FolderAway

logger = logging.getLogger(__name__)

MARK = ".prepared"
SAID = (
    "manage.py prepare has made this folder. Without this file the portal stores nothing here: "
    "docs/how-to/runbook.md\n"
)


def prepare(folder: Path) -> None:
    """Make the folder, and mark it as ours."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = folder / MARK
    if not mark.exists():
        mark.touch(mode=0o600)
        mark.write_text(SAID)


def is_ours(folder: Path) -> bool:
    try:
        return (folder / MARK).exists()
    except OSError:  # a share whose server has forgotten it, say
        return False


def is_empty(folder: Path) -> bool:
    """Also where it is not there, as of a disk that is not mounted."""
    return not folder.is_dir() or next(folder.iterdir(), None) is None


def require_ours(folder: Path) -> None:
    if not is_ours(folder):
        logger.error("%s is not there, or is not the folder that was prepared.", folder)
        raise FolderAway


class FolderStorage(FileSystemStorage):
    def _require_ours(self) -> None:
        require_ours(Path(self.location))

    @contextmanager
    def _gone_or_away(self) -> Iterator[None]:
        """What is not found in a folder that is not ours may lie on the disk that is away."""
        try:
            yield
        except (FileNotFoundError, NotADirectoryError):
            self._require_ours()
            raise

    def _save(self, name: str, content: Any) -> str:
        self._require_ours()
        return super()._save(name, content)  # type: ignore[misc]  # not in the stubs

    def delete(self, name: str) -> None:
        self._require_ours()
        super().delete(name)

    def exists(self, name: str) -> bool:
        if super().exists(name):
            return True
        self._require_ours()
        return False

    def _open(self, name: str, mode: str = "rb") -> Any:
        with self._gone_or_away():
            return super()._open(name, mode)  # type: ignore[misc]  # nor is it

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with self._gone_or_away():
            folders, files = super().listdir(path)
        if not folders and not files:
            self._require_ours()
        return folders, [name for name in files if name != MARK]

    def size(self, name: str) -> int:
        with self._gone_or_away():
            return super().size(name)

    def get_modified_time(self, name: str) -> datetime:
        with self._gone_or_away():
            return super().get_modified_time(name)

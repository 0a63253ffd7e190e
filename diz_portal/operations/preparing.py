"""The folders that the portal writes to, made on purpose: `manage.py prepare`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage

from diz_portal import storage
from diz_portal.access import Refusal
from diz_portal.backups import keeping, places, stored
from diz_portal.models import RoutineRun
from diz_portal.outbox.models import Message, MessageState
from diz_portal.privacy import journal
from diz_portal.storage import folders


class HasVanished(Refusal):
    """A folder that has been used is empty or not there."""


@dataclass(frozen=True)
class _Folder:
    what: str
    path: Path
    was_used: Callable[[], bool]

    def prepare(self, *, is_new: bool) -> None:
        if folders.is_ours(self.path):
            return
        if not is_new and folders.is_empty(self.path) and self.was_used():
            raise HasVanished(
                f"{self.what} {self.path} is empty or not there, but the portal has used it. Mount "
                "its disk and try again. If you have moved it, or its files are lost, run "
                "manage.py prepare --new-folders"
            )
        folders.prepare(self.path)


def prepare(*, are_new: bool = False) -> None:
    """Make and mark what is not there yet. One that has vanished is refused, not made anew: its
    disk may only not be mounted."""
    for one in _folders():
        one.prepare(is_new=are_new)


def _folders() -> Iterator[_Folder]:
    if path := storage.folder_of(default_storage):
        yield _Folder("The folder of uploads", path, stored.is_any_named)
    if path := journal.folder():
        yield _Folder("The folder of the journal", path, _has_sent)
    if isinstance(nightly := keeping.place(), places.Folder):
        yield _Folder("The folder of nightly backups", nightly.path, _has_backed_up)


def _has_sent() -> bool:
    return Message.objects.filter(state=MessageState.SENT).exists()


def _has_backed_up() -> bool:
    return RoutineRun.objects.filter(name=keeping.ROUTINE, completed_at__isnull=False).exists()

import contextlib
import datetime as dt
import hashlib
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from diz_portal import quotas, scanning
from diz_portal.accounts.models import User
from diz_portal.models import Restoration

from . import guards
from .inspection import Inspected, inspect
from .models import Document

logger = logging.getLogger(__name__)

# A file this old that no row knows is left over: a change rolled back, rows deleted in bulk.
ORPHAN_AFTER = dt.timedelta(days=1)


def store(*, upload: Any, title: str, guard: str, by: User) -> Document:
    """Keep an uploaded paper, or refuse it (`FileRefused`) with a sentence for the uploader.

    Call it in the transaction that links the paper to what it belongs to.
    """
    if not guards.is_registered(guard):
        raise LookupError(f"No guard is registered as {guard!r}")
    inspected = inspect(upload)
    scanning.require_clean(upload)
    with transaction.atomic():
        quotas.require_room(inspected.size, by=by)
        return _keep(upload, inspected, title=title, guard=guard, by=by)


def _keep(upload: Any, inspected: Inspected, *, title: str, guard: str, by: User) -> Document:
    document = Document(
        title=(" ".join(title.replace("\x00", "").split()) or inspected.name)[:200],
        original_name=inspected.name,
        content_type=inspected.content_type,
        size=inspected.size,
        sha256=_digest(upload),
        guard=guard,
        uploaded_by=by,
    )
    document.file.save(inspected.name, upload, save=False)
    try:
        document.save()
    except BaseException:
        with contextlib.suppress(OSError):  # what stays is swept up
            document.file.storage.delete(str(document.file.name))
        raise
    return document


def _digest(upload: Any) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in iter(lambda: upload.read(65536), b""):
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


@transaction.atomic
def delete(*, document: Document, by: User) -> None:
    """Delete a paper; its file follows once that is committed."""
    logger.info("Document %s deleted by user %s.", document.reference, by.pk)
    document.delete()


ERASED = b"This document was erased at the request of the person it was about.\n"


@transaction.atomic
def blank(*, document: Document) -> Document:
    """Erase what a paper says and what it is called; that there was one stays with its record.

    The file goes once that is committed: were the machine to stop in between, the sweep of files
    that no row knows would take it.
    """
    storage, old = document.file.storage, str(document.file.name)
    notice = ContentFile(ERASED)
    document.title, document.original_name = "Erased document", "erased.txt"
    document.content_type, document.size = "text/plain", len(ERASED)
    document.sha256 = _digest(notice)
    document.file.save("erased.txt", notice, save=False)
    document.save()
    transaction.on_commit(lambda: storage.delete(old), robust=True)
    return document


def remove_orphans() -> int:
    """Delete stored files that no row knows; none while a restored database waits to be released,
    and never what was stored after the backup that it was restored from."""
    if Restoration.objects.unreleased().exists():
        return 0
    return sum(_remove_unknown(store, store.folder) for store in quotas.stores())


def _remove_unknown(store: quotas.Store, folder: str) -> int:
    folders, files = _listed(folder)
    names = [f"{folder}/{name}" for name in files]
    rows = store.model._default_manager.filter(**{f"{store.file}__in": names})
    known = set(rows.values_list(store.file, flat=True))
    left = [name for name in names if name not in known and _is_old(name)]
    for name in left:
        default_storage.delete(name)
    return len(left) + sum(_remove_unknown(store, f"{folder}/{inner}") for inner in folders)


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _is_old(name: str) -> bool:
    stored_at = default_storage.get_modified_time(name)
    if stored_at > timezone.now() - ORPHAN_AFTER:
        return False
    # The rows of those were lost: the files are all that is left of them.
    return not Restoration.objects.filter(
        taken_at__lte=stored_at, restored_at__gte=stored_at
    ).exists()

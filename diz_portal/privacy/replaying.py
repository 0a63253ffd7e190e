"""Erasing again whoever was erased, after a backup of before was restored; and settling what the
journal of erasures does not know."""

import datetime as dt
import logging

from django.utils import timezone

from diz_portal.access import Refusal

from . import erasure, journal
from .journal import DONE, DROPPED, INTENDED, Entry

logger = logging.getLogger(__name__)

# Longer, and nobody is in the middle of it any more.
CUT_SHORT_AFTER = dt.timedelta(hours=1)


def replay(since: dt.datetime) -> tuple[int, list[str]]:
    """Erase again what was erased since then: how many records, and which somebody must look at."""
    again = 0
    left = [f"erasure {one}: its entry cannot be read" for one in journal.unreadable(since)]
    for entry, state in journal.entries(since):
        name = f"{entry.kind} {entry.reference}"
        if state == INTENDED:
            left.append(f"{name}: it is not known if it was erased")
        elif state == DONE:
            try:
                again += _again(entry)
            except Refusal as refusal:
                left.append(f"{name}: {refusal.message}")
            except Exception as error:
                logger.exception("A record could not be erased again.")
                left.append(f"{name}: {type(error).__name__}")
    return again, left


def _again(entry: Entry) -> bool:
    one = erasure.record(entry.kind, entry.reference)
    if one is None or one.is_gone:
        # It came after the backup, or goes with another record.
        return False
    erasure.erase_again(one, at=entry.at, also=entry.also)
    return True


def settle() -> int:
    """Say in the journal what became of erasures that were cut short; how many there were."""
    before = timezone.now() - CUT_SHORT_AFTER
    found = [entry for entry, state in journal.entries() if state == INTENDED and entry.at < before]
    for entry in found:
        one = erasure.record(entry.kind, entry.reference)
        journal.settle(entry, DONE if one is None or one.is_gone else DROPPED)
    return len(found)

"""What can happen to a copy: begun, read, finished, handed out, begun anew."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal import locks, secrecy
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.privacy import erasure
from diz_portal.privacy.erasure import Record
from diz_portal.privacy.models import DataRequest, Decision, Outcome
from diz_portal.privacy.registers.services.receiving import AlreadyClosed

from . import blacking, papers
from .models import SEALED_AS, CopyFile, CopyHandout, CopyReading, Format, PreparedCopy, Reason
from .preparing import Piece, Preparation, RecordIsGone, mark_of, records_of


class IsFinished(Refusal):
    message = "This copy is finished. Prepare it again to change the redactions"


class FinishedMeanwhile(IsFinished):
    message = (
        "What you marked is not saved, because a colleague has finished this copy. Prepare it "
        "again, then mark it again"
    )


class NotFinished(Refusal):
    message = "This copy is not finished. Finish it before you disclose it"


class IsEmptied(Refusal):
    message = "The files of this copy have been deleted. Prepare it again"


class NotRead(Refusal):
    message = "Read every text before you finish the copy"


class NoReason(Refusal):
    message = "Select a reason for the redaction"


class NotInIt(Refusal):
    message = "Enter words that are in the text"


@transaction.atomic
def start(
    *, records: Sequence[Record], by: User, asked_in: DataRequest | None = None
) -> PreparedCopy:
    """Begin a copy, or go on with the one that is being prepared of the same records."""
    locks.together(erasure.LOCK)
    if asked_in:
        # As it is now: a colleague may have closed it.
        asked_in = DataRequest.objects.select_for_update(of=("self",)).get(pk=asked_in.pk)
        if not asked_in.is_open:
            raise AlreadyClosed.of(asked_in)
    names = sorted({one.id for one in records})
    if not names:
        raise Refusal("Select at least one record to copy")
    # As they are now: one may have been erased meanwhile.
    now = [erasure.record(one.kind.name, one.reference) for one in records]
    if any(one is None or one.is_gone for one in now):
        raise RecordIsGone
    open_ones = PreparedCopy.objects.filter(
        request=asked_in, records=names, finished_at=None, emptied_at=None
    )
    if found := open_ones.first():
        return found
    try:
        with transaction.atomic():
            return PreparedCopy.objects.create(request=asked_in, records=names, started_by=by)
    except IntegrityError:
        # A colleague began it at the same moment.
        return open_ones.get()


def _held(copy: PreparedCopy) -> PreparedCopy:
    """As it is now, held until the transaction ends."""
    return PreparedCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)


def _to_be_read(copy: PreparedCopy) -> PreparedCopy:
    copy = _held(copy)
    if copy.is_emptied:
        raise IsEmptied
    if copy.is_finished:
        raise IsFinished
    return copy


@dataclass(frozen=True)
class Answer:
    """What an officer says of one piece."""

    piece: Piece
    words: tuple[str, ...] = ()
    is_withheld: bool = False
    reason: str = ""


@transaction.atomic
def read(*, copy: PreparedCopy, answers: Iterable[Answer], by: User) -> int:
    """Write down that pieces were read, and what is left out of them; how many were new or
    changed. What somebody else said the same of is not written again."""
    try:
        copy = _to_be_read(copy)
    except IsFinished:
        raise FinishedMeanwhile from None
    rows = []
    for one in answers:
        piece = one.piece
        words = () if one.is_withheld else tuple(" ".join(each.split()) for each in one.words)
        leaves_out = bool(words or one.is_withheld)
        if leaves_out and one.reason not in Reason.values:
            raise NoReason
        for each in words:
            if not blacking.stands_in(each, piece.cell.said):
                raise NotInIt(
                    f"“{each}” is not in the text. Enter the words as they are in the text"
                )
        marks = blacking.Marks(words, one.is_withheld, one.reason if leaves_out else "")
        if piece.is_read and piece.marks == marks:
            continue
        rows.append(
            CopyReading(
                copy=copy,
                place=piece.cell.place,
                text=mark_of(piece.cell.said),
                words="\n".join(marks.words),
                is_withheld=marks.is_withheld,
                reason=marks.reason,
                by=by,
            )
        )
    CopyReading.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def finish(*, copy: PreparedCopy, by: User) -> PreparedCopy:
    """Freeze the copy as it is read: a PDF and a JSON file, sealed, with their SHA-256."""
    locks.together(erasure.LOCK)
    copy = _to_be_read(copy)
    made = Preparation(copy)
    if unread := len(made.unread):
        raise NotRead(
            "One text in this copy is new, has changed or was not read. Read it before you finish"
            if unread == 1
            else f"{unread} texts in this copy are new, have changed or were not read. Read them "
            "before you finish"
        )
    reference = copy.request.reference if copy.request else ""
    held = made.as_handed_out
    now = timezone.now()
    text = papers.as_text(papers.as_data(held, made_at=now))
    contents = {
        Format.PDF: papers.as_pdf(held, reference=reference),
        Format.JSON: text.encode(),
    }
    copy.finished_at, copy.finished_by, copy.held = now, by, made.mark
    copy.save()
    for kind, content in contents.items():
        _keep(copy, kind, content, by)
    return copy


def _keep(copy: PreparedCopy, kind: Format, content: bytes, by: User) -> None:
    row = CopyFile(
        copy=copy,
        format=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_by=by,
    )
    sealed = ContentFile(secrecy.seal_bytes(content, purpose=SEALED_AS))
    # The name never reaches the storage. Were the row lost, the sweep would take the file.
    row.file.save(kind.value, sealed, save=False)
    row.save()


@transaction.atomic
def hand_out(*, copy: PreparedCopy, kind: str, by: User) -> bytes:
    """A file of a finished copy, to be given to the person; that it was is written down."""
    locks.together(erasure.LOCK)
    copy = _held(copy)
    if copy.is_emptied:
        raise IsEmptied
    file = copy.files.filter(format=kind).first()
    if not copy.is_finished or file is None:
        raise NotFinished
    records = records_of(copy)
    if len(records) != len(copy.records):
        raise RecordIsGone
    content = file.opened()
    CopyHandout.objects.create(copy=copy, format=kind, sha256=file.sha256, by=by)
    note_handed_out(records, by=by, asked_in=copy.request)
    return content


@transaction.atomic
def again(*, copy: PreparedCopy, by: User) -> PreparedCopy:
    """Prepare a finished copy anew, of what is held now: what was read and has not changed since
    need not be read again."""
    locks.together(erasure.LOCK)
    copy = _held(copy)
    new = start(records=records_of(copy), by=by, asked_in=copy.request)
    if new.readings.exists():
        return new
    last = {one.place: one for one in copy.readings.order_by("pk")}
    CopyReading.objects.bulk_create(
        CopyReading(
            copy=new,
            place=one.place,
            text=one.text,
            words=one.words,
            is_withheld=one.is_withheld,
            reason=one.reason,
            at=one.at,
            by=one.by,
        )
        for one in last.values()
    )
    return new


def note_handed_out(
    records: Iterable[Record], *, by: User | None = None, asked_in: DataRequest | None = None
) -> None:
    """Write down that records were handed out, for whoever answers for them."""
    Decision.objects.bulk_create(
        Decision(
            kind=one.kind.name,
            reference=one.reference,
            controller=one.controller,
            outcome=Outcome.EXPORTED,
            by=by,
            asked_in=asked_in,
        )
        for one in records
    )

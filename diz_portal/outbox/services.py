"""What can happen to a message: queued, sent again, emptied. `delivery` does the rest."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from diz_portal import doorbell, secrecy
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.built_once import BuiltOnce
from diz_portal.places.selectors import one_partnership, partnership

from . import allowance, letters, notify, rendering
from .models import (
    BY_ITSELF,
    MESSAGE_MOVES,
    MOST_BYTES,
    PURPOSE,
    Attachment,
    Channel,
    Message,
    MessageState,
)

_by_key = BuiltOnce(lambda key: Message.objects.filter(key=key))
_together: ContextVar[list[Message] | None] = ContextVar("together", default=None)


class File(NamedTuple):
    """A file to go with a message."""

    name: str
    content_type: str
    content: bytes


class CannotSendAgain(Refusal):
    message = "This message cannot be sent again. Write a new one"


def queue(
    template: str,
    *,
    to: str,
    key: str,
    context: Mapping[str, Any] | None = None,
    secret: bool = False,
    due_at: dt.datetime | None = None,
    attachments: Iterable[File] = (),
    channel: str = Channel.EMAIL,
    reader: str = "",
    postal_address: str = "",
    large_print: bool = False,
    needed_by: dt.datetime | None = None,
    secret_on_paper: bool = False,
    reply_to: str = "",
    unsubscribe: str = "",
) -> Message:
    """Store a message in the caller's transaction; it is sent once that is committed.

    A letter or a call waits for staff instead; so does a text where none can be sent, as a call.

    A second message with the same key stores nothing and returns the first.
    `secret`: the text holds a code or a link that lets somebody in; it is stored sealed.
    `secret_on_paper`: so do its letter and what is said on the telephone, which staff read in
    their room; the others hold none.
    `attachments`: files kept with an email, 5 MB together at most.
    `large_print`: a letter to somebody who asked for large letters.
    `reply_to`: who reads a reply to an email; the partnership where nobody is named. A text that
    invites one asks whether there is such an address: `{% if reply_to %}`.
    `unsubscribe`: of an email that comes again and again, the address that stops it when a mail
    program posts there (RFC 8058); its page has a button for people.
    `needed_by`: when what it announces happens. A call is made before then; a letter is posted
    two working days earlier.

    What a stranger has sent is counted for its reader and may wait: see `allowance`.
    """
    if channel == Channel.TEXT and not notify.can_text():
        channel = Channel.PHONE
    secret = secret and (secret_on_paper or channel in BY_ITSELF)
    if channel == Channel.LETTER and needed_by:
        needed_by = letters.post_by(needed_by)
    with one_partnership():
        reply_to = _who_reads(reply_to)
        values = {"reply_to": reply_to, **(context or {})}
        subject, body = rendering.render(template, values, channel)
    return _store(
        reply_to=reply_to if channel == Channel.EMAIL else "",
        channel=channel,
        reader=rendering.one_line(reader),
        postal_address=rendering.tidy(postal_address).strip(),
        large_print=large_print,
        needed_by=needed_by,
        template=template,
        to=to,
        key=key,
        subject=subject,
        words=body,
        secret=secret,
        due_at=due_at,
        attachments=attachments if channel == Channel.EMAIL else (),
        counts=channel in BY_ITSELF,
        unsubscribe=unsubscribe if channel == Channel.EMAIL else "",
    )


def queue_rendered(
    *,
    to: str,
    subject: str,
    body: str,
    key: str,
    template: str = "rendered",
    secret: bool = False,
    due_at: dt.datetime | None = None,
    to_anybody: bool = False,
) -> Message:
    """The same for words that somebody else has already written, such as allauth's.

    `to_anybody`: to an address that was only typed, and is nobody's here: counted for its reader
    with what strangers have sent, whoever typed it.
    """
    return _store(
        template=template,
        to=to,
        key=key,
        subject=rendering.fit_subject(subject),
        words=rendering.sign(body),
        reply_to=_who_reads(),
        secret=secret,
        due_at=due_at,
        to_anybody=to_anybody,
    )


def _who_reads(named: str = "") -> str:
    """The address that answers, where whatever sends our emails lets somebody reply."""
    if notify.sends_emails() and not settings.NOTIFY_REPLY_TO_ID:
        return ""
    return rendering.one_line(named) or partnership().email


def _store(
    *,
    to: str,
    key: str,
    due_at: dt.datetime | None,
    words: str,
    attachments: Iterable[File] = (),
    counts: bool = False,
    to_anybody: bool = False,
    **values: Any,
) -> Message:
    to = to.strip()
    is_letter = values.get("channel") == Channel.LETTER
    if is_letter and not values["postal_address"]:
        raise ValueError("A letter needs a postal address")
    if not (to or is_letter) or len(to) > 254 or rendering.one_line(to) != to:
        # Not the address itself: errors end in logs.
        raise ValueError("A message needs one address, on one line, of at most 254 characters")
    files = list(attachments)
    if sum(len(file.content) for file in files) > MOST_BYTES:
        raise ValueError(f"The files of one message may have {MOST_BYTES} bytes together")
    now = timezone.now()
    message = Message(to=to, key=key, queued_at=now, due_at=due_at or now, **values)
    message.words = words
    if (waiting := _together.get()) is not None and not files:
        waiting.append(message)
        return message
    # Nobody goes on without it in a transaction of theirs: a savepoint would be two journeys more.
    with transaction.atomic(savepoint=False):
        # ON CONFLICT DO NOTHING: two requests with one key never spoil each other's transaction.
        Message.objects.bulk_create([message], ignore_conflicts=True)
        stored = _by_key(key)[0]
        if stored.reference != message.reference:
            return stored
        Attachment.objects.bulk_create(
            Attachment(
                message=stored,
                name=file.name,
                content_type=file.content_type,
                content=secrecy.seal_bytes(file.content, purpose=PURPOSE)
                if stored.secret
                else file.content,
                sealed=stored.secret,
            )
            for file in files
        )
        counts = to_anybody or (counts and allowance.is_from_a_stranger())
        if counts and settings.PUBLIC_FORM_LIMITS:
            _count(stored)
        if stored.due_at <= now and stored.goes_by_itself:
            pk = stored.pk
            # robust: a broker that is down must not fail a change already saved.
            transaction.on_commit(lambda: ring(pk), robust=True)
    return stored


def _count(message: Message) -> None:
    reader, held_until = allowance.take(message.to)
    if held_until and held_until > message.due_at:
        message.due_at, message.held_for = held_until, reader
        message.save(update_fields=["due_at", "held_for"])


@contextmanager
def together() -> Iterator[None]:
    """Store what is queued inside in one statement, and ring once for all of it.

    A message comes back unsaved from `queue`; one with files is stored by itself as ever.
    """
    messages: list[Message] = []
    token = _together.set(messages)
    try:
        with one_partnership():
            yield
    finally:
        _together.reset(token)
    if messages:
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        transaction.on_commit(ring_for_all, robust=True)


def ring_for_all() -> None:
    """Tell a worker that there is more than one message to look for."""
    from .tasks import sweep

    doorbell.ring(sweep.delay)


def ring(message_id: int) -> None:
    """Tell a worker to look now. Never fails."""
    from .tasks import deliver_message

    doorbell.ring(lambda: deliver_message.delay(message_id))


@transaction.atomic
def send_again(*, message: Message, by: User) -> Message:
    """Put a message back in the queue, because somebody asked for it; the admin's log says who."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not message.goes_by_itself:
        raise CannotSendAgain("Undo letters and calls under “Letters and calls”")
    if MessageState.QUEUED not in MESSAGE_MOVES[MessageState(message.state)]:
        raise CannotSendAgain(
            "This message is already being sent. Reload the page to see whether it has been"
        )
    if message.secret:
        raise CannotSendAgain(
            "This message contains a code or private link, so it cannot be sent again. Ask the "
            "person to request a new one"
        )
    if message.emptied_at:
        raise CannotSendAgain(
            "The text of this message has been deleted, so it cannot be sent. Write a new one"
        )
    now = timezone.now()
    if message.state == MessageState.SENT:
        message.copies += 1
    message.state = MessageState.QUEUED
    message.due_at = now
    message.retry_until = message.given_up_at = None
    message.save()
    LogEntry.objects.log_actions(
        by.pk, [message], CHANGE, change_message="Sent again.", single_object=True
    )
    pk = message.pk
    transaction.on_commit(lambda: ring(pk), robust=True)
    return message


def empty_old(*, days: int | None = None, dry_run: bool = False) -> int:
    """Delete words, files and addresses of finished mail."""
    cutoff = timezone.now() - dt.timedelta(days=days or settings.OUTBOX_KEEP_DAYS)
    old = Message.objects.filter(
        Q(state=MessageState.SENT, sent_at__lt=cutoff)
        | Q(state=MessageState.GIVEN_UP, given_up_at__lt=cutoff)
    )
    if dry_run:
        return _full(old).count()
    with transaction.atomic():
        return _empty(old)


def _full(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.exclude(to="", postal_address="")


def _empty(messages: QuerySet[Message]) -> int:
    """The row stays, and its key with it: what was sent once is not sent again."""
    ids = list(_full(messages).select_for_update().values_list("pk", flat=True))
    Attachment.objects.filter(message__in=ids).delete()
    return Message.objects.filter(pk__in=ids).update(
        to="",
        reply_to="",
        reader="",
        postal_address="",
        subject="",
        body="",
        sealed="",
        held_for="",
        unsubscribe="",
        emptied_at=timezone.now(),
    )


@transaction.atomic
def forget(*, key_prefix: str, but_for_staff: bool = False) -> None:
    """Somebody asked to be forgotten: their waiting mail is not sent, the words of sent mail go.

    A message that a worker has in its hands at this moment is emptied with the old ones.
    """
    theirs = Message.objects.filter(key__startswith=key_prefix)
    if but_for_staff:
        theirs = theirs.filter(channel__in=BY_ITSELF)
    theirs.filter(state__in=[MessageState.QUEUED, MessageState.FAILED]).delete()
    _empty(theirs.filter(state__in=[MessageState.SENT, MessageState.GIVEN_UP]))


def forget_who_replies(*, email: str) -> None:
    """Somebody asked to be forgotten who wrote to others: the partnership gets the replies."""
    Message.objects.filter(reply_to__iexact=email).update(reply_to=_who_reads())


@transaction.atomic
def reword(*, key_prefix: str, old: str, new: str) -> None:
    """Somebody is to be named no more: their name goes from the messages whose keys begin so."""
    theirs = Message.objects.select_for_update().filter(key__startswith=key_prefix)
    for message in theirs:
        with contextlib.suppress(secrecy.Unreadable):  # which nobody will read either
            if old in message.words:
                message.words = message.words.replace(old, new)
                message.save(update_fields=["body", "sealed"])

"""What can happen to a message: queue, deliver, sweep, send again, empty."""

import datetime as dt
import logging
import random
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from diz_portal.access import Refusal

from . import notify, post, rendering
from .models import BY_ITSELF, MESSAGE_MOVES, MOST_BYTES, Attachment, Channel, Message, MessageState

logger = logging.getLogger(__name__)

RETRY_FOR = dt.timedelta(hours=4)
LONGEST_WAIT = dt.timedelta(minutes=30)
# One sweep ends before the next begins.
SWEEP_FOR = dt.timedelta(seconds=20)
SWEEP_ROWS = 500
# After the broker failed us, pages do not even try for this long; the sweep does the work.
SILENCE = 30.0

_silent_until = 0.0


class File(NamedTuple):
    """A file to go with a message."""

    name: str
    content_type: str
    content: bytes


class CannotSendAgain(Refusal):
    message = "This message cannot be sent again."


def queue(
    template: str,
    *,
    to: str,
    key: str,
    context: Mapping[str, Any] | None = None,
    subject_prefix: str = "",
    secret: bool = False,
    due_at: dt.datetime | None = None,
    attachments: Iterable[File] = (),
    channel: str = Channel.EMAIL,
    reader: str = "",
    postal_address: str = "",
    needed_by: dt.datetime | None = None,
) -> Message:
    """Store a message in the caller's transaction; it is sent once that is committed.

    A letter or a call waits for staff instead; so does a text where none can be sent, as a call.

    A second message with the same key stores nothing and returns the first.
    `secret`: the text holds a code or a link that lets somebody in.
    `attachments`: files kept with an email, 5 MB together at most.
    `needed_by`: after this a letter or a call comes too late.
    """
    if channel == Channel.TEXT and not notify.can_text():
        channel = Channel.PHONE
    # What staff are to print or to say they must be able to read.
    secret = secret and channel in BY_ITSELF
    subject, body = rendering.render(template, context or {}, channel)
    return _store(
        channel=channel,
        reader=rendering.one_line(reader),
        postal_address=rendering.tidy(postal_address).strip(),
        needed_by=needed_by,
        template=template,
        to=to,
        key=key,
        subject=rendering.fit_subject(f"{subject_prefix}{subject}"),
        body=body,
        secret=secret,
        due_at=due_at,
        attachments=attachments if channel == Channel.EMAIL else (),
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
) -> Message:
    """The same for words that somebody else has already written, such as allauth's."""
    return _store(
        template=template,
        to=to,
        key=key,
        subject=rendering.fit_subject(subject),
        body=rendering.sign(body),
        secret=secret,
        due_at=due_at,
    )


def _store(
    *,
    to: str,
    key: str,
    due_at: dt.datetime | None,
    attachments: Iterable[File] = (),
    **values: Any,
) -> Message:
    to = to.strip()
    is_letter = values.get("channel") == Channel.LETTER
    if is_letter and not values["postal_address"]:
        raise ValueError("A letter needs a postal address.")
    if not (to or is_letter) or len(to) > 254 or rendering.one_line(to) != to:
        # Not the address itself: errors end in logs.
        raise ValueError("A message needs one address, on one line, of at most 254 characters.")
    files = list(attachments)
    if sum(len(file.content) for file in files) > MOST_BYTES:
        raise ValueError(f"The files of one message may have {MOST_BYTES} bytes together.")
    now = timezone.now()
    message = Message(to=to, key=key, queued_at=now, due_at=due_at or now, **values)
    with transaction.atomic():
        # ON CONFLICT DO NOTHING: two requests with one key never spoil each other's transaction.
        Message.objects.bulk_create([message], ignore_conflicts=True)
        stored = Message.objects.get(key=key)
        if stored.reference != message.reference:
            return stored
        Attachment.objects.bulk_create(
            Attachment(
                message=stored,
                name=file.name,
                content_type=file.content_type,
                content=file.content,
            )
            for file in files
        )
        if stored.due_at <= now and stored.goes_by_itself:
            pk = stored.pk
            # robust: a broker that is down must not fail a change already saved.
            transaction.on_commit(lambda: ring(pk), robust=True)
    return stored


def ring(message_id: int) -> None:
    """Tell a worker to look now. Never fails; a broker that is down costs a page one short wait."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    from .tasks import deliver_message

    try:
        deliver_message.delay(message_id)
    except Exception as error:  # noqa: BLE001  the row is stored: the sweep will find it
        _silent_until = time.monotonic() + SILENCE
        logger.warning("the broker did not answer (%s): mail waits for the sweep", type(error))


def lease() -> dt.timedelta:
    """Longer than a slow server can take over one message: four answers, each up to the timeout."""
    return dt.timedelta(seconds=4 * (settings.EMAIL_TIMEOUT or 20))


def deliver(message_id: int) -> str:
    """Send one message if it is due and nobody else has it; returns the state it is left in.

    The claim is committed before the mail server is spoken to, so a worker that dies leaves a
    row that is tried again when its lease runs out, and never a message that is lost.
    """
    message = _claim(message_id)
    if message is None:
        return "not due"
    try:
        post.hand_over(message, is_ours=lambda: _renew(message))
    except post.Overtaken:
        return "overtaken"
    except post.Failure as failure:
        return _record_failure(message, failure)
    return _mark_sent(message)


def _claim(message_id: int) -> Message | None:
    now = timezone.now()
    token = uuid.uuid4()
    cut_short = Case(When(state=MessageState.CLAIMED, then=Value(1)), default=Value(0))
    first_try = Case(
        When(retry_until__isnull=True, then=Value(now + RETRY_FOR)), default=F("retry_until")
    )
    with transaction.atomic(durable=True):
        claimed = (
            Message.objects.due(now)
            .filter(pk=message_id)
            .update(
                state=MessageState.CLAIMED,
                claim=token,
                lease_until=now + lease(),
                attempts=F("attempts") + 1,
                doubtful_attempts=F("doubtful_attempts") + cut_short,
                retry_until=first_try,
            )
        )
    return Message.objects.filter(pk=message_id, claim=token).first() if claimed else None


def _renew(message: Message) -> bool:
    return bool(_held(message).update(lease_until=timezone.now() + lease()))


def _held(message: Message):
    return Message.objects.filter(pk=message.pk, claim=message.claim)


def _mark_sent(message: Message) -> str:
    now = timezone.now()
    values: dict[str, Any] = {
        "state": MessageState.SENT,
        "sent_at": now,
        "last_error": "",
        "claim": None,
        "lease_until": None,
    }
    if not _settle(message, values, is_final=True):
        logger.warning("message %s was sent after its lease had passed on", message.reference)
        return "overtaken"
    return MessageState.SENT.value


def _settle(message: Message, values: dict[str, Any], *, is_final: bool) -> bool:
    """Write down how an attempt ended, if the message is still ours.

    Words that let somebody in go as soon as they are of no more use: a code nobody received is
    worth nothing to us and something to a thief.
    """
    forgets = is_final and message.secret and not settings.SHOW_SENT_MAIL
    if not forgets:
        return bool(_held(message).update(**values))
    with transaction.atomic():
        is_ours = bool(_held(message).update(**values, body="", emptied_at=timezone.now()))
        if is_ours:
            Attachment.objects.filter(message=message).delete()
    return is_ours


def _record_failure(message: Message, failure: post.Failure) -> str:
    now = timezone.now()
    due_at = now + _wait(message, now)
    final = failure.permanent or (message.retry_until is not None and due_at > message.retry_until)
    state = MessageState.GIVEN_UP if final else MessageState.FAILED
    values: dict[str, Any] = {
        "state": state,
        "last_error": failure.words[:200],
        "doubtful_attempts": F("doubtful_attempts") + int(failure.doubtful),
        "claim": None,
        "lease_until": None,
    }
    values |= {"given_up_at": now} if final else {"due_at": due_at}
    if not _settle(message, values, is_final=final):
        return "overtaken"
    level = logging.ERROR if final else logging.WARNING
    logger.log(level, "message %s: %s", message.reference, failure.words)
    return state.value


def _wait(message: Message, now: dt.datetime) -> dt.timedelta:
    """As long as it has been failing already, so about doubling each time, spread by a fifth."""
    failing_for = now - ((message.retry_until or now) - RETRY_FOR)
    shortest = dt.timedelta(seconds=settings.OUTBOX_SHORTEST_WAIT)
    wait = min(max(failing_for, shortest), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311  spreads load, guards nothing


def sweep() -> dict[str, int]:
    """Deliver what no doorbell announced. Two at once do no harm, and cron may call it too."""
    now = timezone.now()
    given_up = Message.objects.poisonous(now).update(
        state=MessageState.GIVEN_UP,
        given_up_at=now,
        last_error="Every attempt was cut short.",
        doubtful_attempts=F("doubtful_attempts") + 1,
        claim=None,
        lease_until=None,
    )
    counts = {"given_up": given_up} if given_up else {}
    ids = Message.objects.due(now).order_by("due_at").values_list("pk", flat=True)[:SWEEP_ROWS]
    end = time.monotonic() + SWEEP_FOR.total_seconds()
    for message_id in list(ids):
        outcome = deliver(message_id)
        counts[outcome] = counts.get(outcome, 0) + 1
        if time.monotonic() > end:
            break
    return counts


@transaction.atomic
def send_again(*, message: Message, by: Any) -> Message:
    """Put a message back in the queue, because somebody asked for it; the admin's log says who."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not message.goes_by_itself:
        raise CannotSendAgain("Letters and calls are undone under “Letters and calls”.")
    if MessageState.QUEUED not in MESSAGE_MOVES[MessageState(message.state)]:
        raise CannotSendAgain("This message is already on its way.")
    if message.secret:
        raise CannotSendAgain(
            "This message holds a code or a private link, which is not sent twice. "
            "Ask the reader to request a new one."
        )
    if message.emptied_at:
        raise CannotSendAgain("The text of this message has been deleted, so it cannot be sent.")
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
        to="", reader="", postal_address="", subject="", body="", emptied_at=timezone.now()
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

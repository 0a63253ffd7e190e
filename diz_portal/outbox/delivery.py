"""From a stored message to a delivered one: claimed, handed over, marked, one after the other.

The claim is committed before the mail server is spoken to, so a worker that dies leaves a row that
is tried again when its lease runs out, and never a message that is lost. Many rows are claimed at
once; each is noted as in hand at the last moment before it goes and as sent as soon as it has
gone, so a worker that dies leaves one message in doubt, and staff are told which.
"""

import datetime as dt
import logging
import time
import uuid
from collections import Counter
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from diz_portal.prepared import Prepared
from diz_portal.retrying import Patience
from diz_portal.sql import quoted

from . import failures, gathering, post, sent_log
from .models import Attachment, Channel, Message, MessageState

logger = logging.getLogger(__name__)

RETRY_FOR = dt.timedelta(hours=4)
LONGEST_WAIT = dt.timedelta(minutes=30)
# One sweep ends before the next begins.
SWEEP_FOR = dt.timedelta(seconds=20)
# So many wait for a dead worker's lease to run out.
AT_ONCE = 50
# How long a cut connection to the database is given before a message counts as in doubt.
PATIENCE = (0.1, 1.0, 3.0)

_OVERTAKEN = "overtaken"
_SENT = quoted(MessageState.SENT)
# Of two messages, either of which may be none. Both marks wait for the disk: without the second,
# a copy sent after a power cut would not be listed.
_MARK = Prepared(
    "outbox_mark",
    f"""
    WITH gone AS (
      UPDATE outbox_message SET state = {_SENT}, sent_at = it.sent_at, last_error = '',
        claim = NULL, lease_until = NULL, handed_over_at = NULL,
        body = CASE WHEN it.forgets THEN '' ELSE body END,
        sealed = CASE WHEN it.forgets THEN '' ELSE sealed END,
        emptied_at = CASE WHEN it.forgets THEN it.sent_at ELSE emptied_at END
      FROM (SELECT %s AS id, %s AS claim, %s AS sent_at, %s AS forgets) it
      WHERE outbox_message.id = it.id AND outbox_message.claim = it.claim
      RETURNING it.id, it.forgets
    ), files AS (
      DELETE FROM outbox_attachment USING gone WHERE message_id = gone.id AND gone.forgets
    ), in_hand AS (
      UPDATE outbox_message SET handed_over_at = %s, lease_until = %s
      WHERE id = %s AND claim = %s RETURNING id
    )
    SELECT EXISTS (SELECT FROM gone), EXISTS (SELECT FROM in_hand)
    """,  # noqa: S608  words of ours
    *("bigint", "uuid", "timestamptz", "boolean"),
    *("timestamptz", "timestamptz", "bigint", "uuid"),
)


def lease() -> dt.timedelta:
    """Longer than a slow server can take over one message: four answers, each up to the timeout."""
    return dt.timedelta(seconds=4 * (settings.EMAIL_TIMEOUT or 20))


def deliver(message_id: int) -> str:
    """Send one message if it is due and nobody else has it; returns the state it is left in."""
    due = Message.objects.due().filter(pk=message_id)
    if post.is_left_alone():
        # A mail server that says nothing would hold up a worker for each message that is stored.
        due = due.filter(channel=Channel.TEXT)
    claimed = _claim(due, 1)
    if not claimed:
        return "not due"
    with post.Line() as line, _Hand(line) as hand:
        hand.deliver(claimed[0])
    (outcome,) = hand.outcomes
    return outcome


def sweep() -> dict[str, int]:
    """Deliver whatever is due. Two at once do no harm, and cron may call it too."""
    counts: Counter[str] = Counter()
    if given_up := _give_up_poison():
        counts[MessageState.GIVEN_UP.value] = given_up
    end = time.monotonic() + SWEEP_FOR.total_seconds()
    with post.Line() as line:
        while time.monotonic() < end and not line.is_down and (claimed := _claim_next()):
            with _Hand(line) as hand:
                if len(claimed) > 1 and claimed[0].held_for:
                    hand.deliver_as_one(claimed)
                else:
                    _deliver_each(claimed, hand)
            counts += hand.outcomes
    return dict(counts)


def _deliver_each(claimed: list[Message], hand: "_Hand") -> None:
    """As far as they go within half a lease: a slow server's time is up before others take what is
    left, and before the sweep itself is ended in the middle of a message."""
    end = time.monotonic() + lease().total_seconds() / 2
    for number, message in enumerate(claimed):
        if time.monotonic() > end:
            _give_back(claimed[number:])
            return
        hand.deliver(message)


def _give_back(messages: list[Message]) -> None:
    """Not tried, and so due as before."""
    ours = Message.objects.filter(
        pk__in=[message.pk for message in messages], claim=messages[0].claim
    )
    ours.update(
        state=MessageState.FAILED,
        last_error="The mail server took too long over other messages",
        attempts=F("attempts") - 1,
        claim=None,
        lease_until=None,
    )


def _give_up_poison() -> int:
    now = timezone.now()
    return Message.objects.poisonous(now).update(
        state=MessageState.GIVEN_UP,
        given_up_at=now,
        last_error="Every attempt was interrupted.",
        doubtful_attempts=F("doubtful_attempts") + _in_doubt(),
        claim=None,
        lease_until=None,
        handed_over_at=None,
    )


def _in_doubt() -> Case:
    """1 for a row whose holder was cut short with the message in hand."""
    in_hand = Q(state=MessageState.CLAIMED, handed_over_at__isnull=False)
    return Case(When(in_hand, then=Value(1)), default=Value(0))


def _claim_next() -> list[Message]:
    """What was cut short first, and alone: what kills every worker takes no other with it."""
    now = timezone.now()
    due = Message.objects.due(now)
    cut_short = due.filter(state=MessageState.CLAIMED).order_by("lease_until")
    # Not "all but the claimed": said so, the index answers with the first and reads no others.
    waiting = due.filter(state__in=[MessageState.QUEUED, MessageState.FAILED])
    alone = waiting.filter(held_for="").order_by("due_at", "pk")
    return _claim(cut_short, 1) or _claim(alone, AT_ONCE) or _claim_held(waiting, now)


def _claim_held(waiting: QuerySet[Message], now: dt.datetime) -> list[Message]:
    """All that waits for one reader and channel, to go as one message; what is too much for one
    waits for the next."""
    first = waiting.exclude(held_for="").order_by("due_at", "pk").first()
    if first is None:
        return []
    theirs = waiting.filter(held_for=first.held_for, channel=first.channel)
    claimed = _claim(theirs.order_by("due_at", "pk"), gathering.most(first.channel))
    theirs.update(due_at=now + gathering.next_in())
    return claimed


def _claim(found: QuerySet[Message], number: int) -> list[Message]:
    now = timezone.now()
    token = uuid.uuid4()
    with transaction.atomic(durable=True):
        # What another worker is claiming at this moment is passed over, not waited for.
        ids = list(found.select_for_update(skip_locked=True).values_list("pk", flat=True)[:number])
        if not ids:
            return []
        Message.objects.filter(pk__in=ids).update(
            state=MessageState.CLAIMED,
            claim=token,
            lease_until=now + lease(),
            attempts=F("attempts") + 1,
            doubtful_attempts=F("doubtful_attempts") + _in_doubt(),
            retry_until=_patience().until(now),
            handed_over_at=None,
        )
    claimed = Message.objects.filter(pk__in=ids, claim=token).prefetch_related("attachments")
    return list(claimed.order_by("due_at", "pk"))


class _Hand:
    """One message after another: one statement marks what went as sent and takes the next in hand.

    Cut short between any two, a worker leaves one message in doubt.
    """

    def __init__(self, line: post.Line) -> None:
        self.outcomes: Counter[str] = Counter()
        self._line = line
        self._went: tuple[Message, dt.datetime] | None = None

    def __enter__(self) -> "_Hand":
        return self

    def __exit__(self, *_: object) -> None:
        self._put_down()

    def deliver(self, message: Message) -> None:
        if not self._line.is_open:
            # To connect may take longer than a lease.
            self._put_down()
        try:
            post.hand_over(message, line=self._line, is_ours=lambda: self._mark(message))
        except failures.Overtaken:
            self.outcomes[_OVERTAKEN] += 1
        except failures.Failure as failure:
            self.outcomes[_record_failure(message, failure)] += 1
        else:
            self._went = message, timezone.now()

    def deliver_as_one(self, messages: list[Message]) -> None:
        """Several for one reader, in one message; each row then says that it went."""
        apart = [message for message in messages if not gathering.is_readable(message)]
        for message in apart:
            self.deliver(message)
        messages = [message for message in messages if message not in apart]
        if not messages:
            return
        first, *others = messages
        if not self._line.is_open:
            self._put_down()
        try:
            post.hand_over(
                gathering.as_one(messages),
                line=self._line,
                is_ours=lambda: self._mark(first) and _take_in_hand(others),
            )
        except failures.Overtaken:
            self.outcomes[_OVERTAKEN] += len(messages)
        except failures.Failure as failure:
            # They wait for the same moment, and so go together again.
            again_at = timezone.now() + _wait(first, timezone.now())
            for message in messages:
                self.outcomes[_record_failure(message, failure, again_at)] += 1
        else:
            self._went = first, timezone.now()
            for message in others:
                if self._mark(message):
                    self._went = message, timezone.now()

    def _put_down(self) -> None:
        if self._went:
            self._mark(None)

    def _mark(self, following: Message | None) -> bool:
        """Whether the next is still ours."""
        values = (*_as_gone(self._went), *_as_in_hand(following))
        is_gone, is_ours = _write(values)
        if self._went:
            self.outcomes[MessageState.SENT.value if is_gone else _OVERTAKEN] += 1
            sent_log.note(*self._went)
            if not is_gone:
                reference = self._went[0].reference
                logger.warning("Message %s was sent after its lease had expired.", reference)
        self._went = None
        return is_ours


def _take_in_hand(messages: list[Message]) -> bool:
    """They go with another: cut short now, each of them is in doubt."""
    now = timezone.now()
    ours = Message.objects.filter(
        pk__in=[message.pk for message in messages], claim=messages[0].claim
    )
    return ours.update(handed_over_at=now, lease_until=now + lease()) == len(messages)


def _as_gone(went: tuple[Message, dt.datetime] | None) -> tuple:
    if went is None:
        return None, None, None, None
    message, sent_at = went
    return message.pk, str(message.claim), sent_at, _forgets(message)


def _as_in_hand(message: Message | None) -> tuple:
    if message is None:
        return None, None, None, None
    now = timezone.now()
    return now, now + lease(), message.pk, str(message.claim)


def _write(values: tuple) -> tuple[bool, bool]:
    """The server has the message: a database that hangs up just now must not send it again.

    Written twice, because the answer was lost, it does no harm.
    """
    for pause in PATIENCE:
        try:
            return _MARK.rows(*values)[0]
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(pause)
    return _MARK.rows(*values)[0]


def _forgets(message: Message) -> bool:
    """Words that let somebody in go as soon as they are of no more use: a code nobody received
    is worth nothing to us and something to a thief."""
    return message.secret and not settings.SHOW_SENT_MAIL


def _record_failure(
    message: Message, failure: failures.Failure, again_at: dt.datetime | None = None
) -> str:
    now = timezone.now()
    due_at = again_at or now + _wait(message, now)
    final = failure.permanent or (message.retry_until is not None and due_at > message.retry_until)
    state = MessageState.GIVEN_UP if final else MessageState.FAILED
    values: dict[str, Any] = {
        "state": state,
        "last_error": failure.words[:200],
        "doubtful_attempts": F("doubtful_attempts") + int(failure.doubtful),
        "claim": None,
        "lease_until": None,
        "handed_over_at": None,
    }
    values |= {"given_up_at": now} if final else {"due_at": due_at}
    forgets = final and _forgets(message)
    if forgets:
        values |= {"body": "", "sealed": "", "emptied_at": now}
    with transaction.atomic():
        is_ours = Message.objects.filter(pk=message.pk, claim=message.claim).update(**values)
        if is_ours and forgets:
            Attachment.objects.filter(message=message).delete()
    if not is_ours:
        return _OVERTAKEN
    level = logging.ERROR if final else logging.WARNING
    logger.log(level, "message %s: %s", message.reference, failure.words)
    return state.value


def _wait(message: Message, now: dt.datetime) -> dt.timedelta:
    return _patience().wait(message.retry_until, now)


def _patience() -> Patience:
    shortest = dt.timedelta(seconds=settings.OUTBOX_SHORTEST_WAIT)
    return Patience(RETRY_FOR, shortest, LONGEST_WAIT)

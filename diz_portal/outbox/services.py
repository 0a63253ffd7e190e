"""What can happen to a message: queue, deliver, sweep, send again, empty."""

import datetime as dt
import logging
import random
import time
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from diz_portal.access import Refusal

from . import post, rendering
from .models import EMAIL_MOVES, Email, EmailState

logger = logging.getLogger(__name__)

RETRY_FOR = dt.timedelta(hours=4)
SHORTEST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(minutes=30)
# One sweep ends before the next begins.
SWEEP_FOR = dt.timedelta(seconds=20)
SWEEP_ROWS = 500
# After the broker failed us, pages do not even try for this long; the sweep does the work.
SILENCE = 30.0

_silent_until = 0.0


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
) -> Email:
    """Store a message in the caller's transaction; it is sent once that is committed.

    A second message with the same key stores nothing and returns the first.
    `secret`: the text holds a code or a link that lets somebody in.
    """
    subject, body = rendering.render(template, context or {})
    return _store(
        template=template,
        to=to,
        key=key,
        subject=rendering.fit_subject(f"{subject_prefix}{subject}"),
        body=body,
        secret=secret,
        due_at=due_at,
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
) -> Email:
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


def _store(*, to: str, key: str, due_at: dt.datetime | None, **values: Any) -> Email:
    to = to.strip()
    if not to or len(to) > 254 or rendering.one_line(to) != to:
        # Not the address itself: errors end in logs.
        raise ValueError("An email needs one address, on one line, of at most 254 characters.")
    now = timezone.now()
    email = Email(to=to, key=key, queued_at=now, due_at=due_at or now, **values)
    with transaction.atomic():
        # ON CONFLICT DO NOTHING: two requests with one key never spoil each other's transaction.
        Email.objects.bulk_create([email], ignore_conflicts=True)
        stored = Email.objects.get(key=key)
        if stored.reference == email.reference and stored.due_at <= now:
            pk = stored.pk
            # robust: a broker that is down must not fail a change already saved.
            transaction.on_commit(lambda: ring(pk), robust=True)
    return stored


def ring(email_id: int) -> None:
    """Tell a worker to look now. Never fails; a broker that is down costs a page one short wait."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    from .tasks import deliver_email

    try:
        deliver_email.delay(email_id)
    except Exception as error:  # noqa: BLE001  the row is stored: the sweep will find it
        _silent_until = time.monotonic() + SILENCE
        logger.warning("the broker did not answer (%s): mail waits for the sweep", type(error))


def lease() -> dt.timedelta:
    """Longer than a slow server can take over one message: four answers, each up to the timeout."""
    return dt.timedelta(seconds=4 * (settings.EMAIL_TIMEOUT or 20))


def deliver(email_id: int) -> str:
    """Send one message if it is due and nobody else has it; returns the state it is left in.

    The claim is committed before the mail server is spoken to, so a worker that dies leaves a
    row that is tried again when its lease runs out, and never a message that is lost.
    """
    email = _claim(email_id)
    if email is None:
        return "not due"
    try:
        post.hand_over(email, is_ours=lambda: _renew(email))
    except post.Overtaken:
        return "overtaken"
    except post.Failure as failure:
        return _record_failure(email, failure)
    return _mark_sent(email)


def _claim(email_id: int) -> Email | None:
    now = timezone.now()
    token = uuid.uuid4()
    cut_short = Case(When(state=EmailState.CLAIMED, then=Value(1)), default=Value(0))
    first_try = Case(
        When(retry_until__isnull=True, then=Value(now + RETRY_FOR)), default=F("retry_until")
    )
    with transaction.atomic(durable=True):
        claimed = (
            Email.objects.due(now)
            .filter(pk=email_id)
            .update(
                state=EmailState.CLAIMED,
                claim=token,
                lease_until=now + lease(),
                attempts=F("attempts") + 1,
                doubtful_attempts=F("doubtful_attempts") + cut_short,
                retry_until=first_try,
            )
        )
    return Email.objects.filter(pk=email_id, claim=token).first() if claimed else None


def _renew(email: Email) -> bool:
    return bool(_held(email).update(lease_until=timezone.now() + lease()))


def _held(email: Email):
    return Email.objects.filter(pk=email.pk, claim=email.claim)


def _mark_sent(email: Email) -> str:
    now = timezone.now()
    values: dict[str, Any] = {
        "state": EmailState.SENT,
        "sent_at": now,
        "last_error": "",
        "claim": None,
        "lease_until": None,
    }
    if email.secret and not settings.SHOW_SENT_MAIL:
        values |= {"body": "", "emptied_at": now}
    if not _held(email).update(**values):
        logger.warning("email %s was sent after its lease had passed on", email.reference)
        return "overtaken"
    return EmailState.SENT.value


def _record_failure(email: Email, failure: post.Failure) -> str:
    now = timezone.now()
    due_at = now + _wait(email, now)
    final = failure.permanent or (email.retry_until is not None and due_at > email.retry_until)
    state = EmailState.GIVEN_UP if final else EmailState.FAILED
    values: dict[str, Any] = {
        "state": state,
        "last_error": failure.words[:200],
        "doubtful_attempts": F("doubtful_attempts") + int(failure.doubtful),
        "claim": None,
        "lease_until": None,
    }
    values |= {"given_up_at": now} if final else {"due_at": due_at}
    if final and email.secret and not settings.SHOW_SENT_MAIL:
        # A code nobody received is worth nothing to us and something to a thief.
        values |= {"body": "", "emptied_at": now}
    if not _held(email).update(**values):
        return "overtaken"
    level = logging.ERROR if final else logging.WARNING
    logger.log(level, "email %s: %s", email.reference, failure.words)
    return state.value


def _wait(email: Email, now: dt.datetime) -> dt.timedelta:
    """As long as it has been failing already, so about doubling each time, spread by a fifth."""
    failing_for = now - ((email.retry_until or now) - RETRY_FOR)
    wait = min(max(failing_for, SHORTEST_WAIT), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311  spreads load, guards nothing


def sweep() -> dict[str, int]:
    """Deliver what no doorbell announced. Two at once do no harm, and cron may call it too."""
    now = timezone.now()
    given_up = Email.objects.poisonous(now).update(
        state=EmailState.GIVEN_UP,
        given_up_at=now,
        last_error="Every attempt was cut short.",
        doubtful_attempts=F("doubtful_attempts") + 1,
        claim=None,
        lease_until=None,
    )
    counts = {"given_up": given_up} if given_up else {}
    ids = Email.objects.due(now).order_by("due_at").values_list("pk", flat=True)[:SWEEP_ROWS]
    end = time.monotonic() + SWEEP_FOR.total_seconds()
    for email_id in list(ids):
        outcome = deliver(email_id)
        counts[outcome] = counts.get(outcome, 0) + 1
        if time.monotonic() > end:
            break
    return counts


@transaction.atomic
def send_again(*, email: Email, by: Any) -> Email:
    """Put a message back in the queue, because somebody asked for it; the admin's log says who."""
    email = Email.objects.select_for_update().get(pk=email.pk)
    if EmailState.QUEUED not in EMAIL_MOVES[EmailState(email.state)]:
        raise CannotSendAgain("This message is already on its way.")
    if email.secret:
        raise CannotSendAgain(
            "This message holds a code or a private link, which is not sent twice. "
            "Ask the reader to request a new one."
        )
    if not email.body or not email.to:
        raise CannotSendAgain("The text of this message has been deleted, so it cannot be sent.")
    now = timezone.now()
    if email.state == EmailState.SENT:
        email.copies += 1
    email.state = EmailState.QUEUED
    email.due_at = now
    email.retry_until = email.given_up_at = None
    email.save()
    LogEntry.objects.log_actions(
        by.pk, [email], CHANGE, change_message="Sent again.", single_object=True
    )
    pk = email.pk
    transaction.on_commit(lambda: ring(pk), robust=True)
    return email


def empty_old(*, days: int | None = None, dry_run: bool = False) -> int:
    """Delete words and addresses of finished mail; the row stays, and its key with it."""
    cutoff = timezone.now() - dt.timedelta(days=days or settings.OUTBOX_KEEP_DAYS)
    old = Email.objects.filter(
        Q(state=EmailState.SENT, sent_at__lt=cutoff)
        | Q(state=EmailState.GIVEN_UP, given_up_at__lt=cutoff)
    ).exclude(to="")
    if dry_run:
        return old.count()
    return old.update(to="", subject="", body="", emptied_at=timezone.now())


@transaction.atomic
def forget(*, key_prefix: str) -> None:
    """Somebody asked to be forgotten: their waiting mail is not sent, the words of sent mail go.

    A message that a worker has in its hands at this moment is emptied with the old ones.
    """
    theirs = Email.objects.filter(key__startswith=key_prefix)
    theirs.filter(state__in=[EmailState.QUEUED, EmailState.FAILED]).delete()
    theirs.filter(state__in=[EmailState.SENT, EmailState.GIVEN_UP]).exclude(to="").update(
        to="", subject="", body="", emptied_at=timezone.now()
    )

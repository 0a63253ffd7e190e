"""From an event to the programs that are told of it: numbered, shared out, claimed, sent, marked.

At least once: what is cut short between sending and marking goes again, under the same id, by
which its receiver knows it (Standard Webhooks). The claim is committed before anything is sent.

It resembles `outbox.delivery`, with which it shares how long and how often is tried again
(`diz_portal.retrying`), and no more. What each promises is in what differs: mail marks one message
and takes the next in hand with one prepared statement, so that only one is ever in doubt and staff
are told which; a webhook has ids by which a receiver knows what it has, so that a whole turn is
marked together, one worker at a time sends to it, in order, and what was not tried loses no
attempt. A piece for both would be a list of switches between the two.
"""

import datetime as dt
import logging
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.calling import Line, NotTaken
from diz_portal.models import Restoration
from diz_portal.retrying import Patience

from . import acting, feed, signing
from .models import Delivery, DeliveryState, Event, Webhook

logger = logging.getLogger(__name__)

RETRY_FOR = dt.timedelta(hours=48)
PATIENCE = Patience(RETRY_FOR, dt.timedelta(seconds=30), dt.timedelta(hours=4))
# A webhook that takes nothing for so long is stopped, and its people are told.
STOPPED_AFTER = dt.timedelta(days=5)
SWEEP_FOR = 20.0
AT_ONCE = 200
# So long one program is sent to before those that have waited longer have their turn.
TURN = 5.0
# Longer than a batch can take: what is left of it after a while is put back.
LEASE = dt.timedelta(minutes=5)
MOST_CUT_SHORT = 20


def sweep() -> dict[str, int]:
    """Share out what has happened, then deliver whatever is due. Two at once do no harm.

    Of a restored portal nothing goes out until somebody has released it, as of mail: it may be a
    copy that is only tried.
    """
    if Restoration.objects.unreleased().exists():
        return {}
    share_out()
    counts: Counter[str] = Counter()
    end = time.monotonic() + SWEEP_FOR
    while time.monotonic() < end and (claimed := _claim()):
        counts += _deliver(claimed, end)
    _stop_what_fails()
    return dict(counts)


# Who is told of what -----------------------------------------------------------------------------


def share_out() -> int:
    """Number new events, and make a delivery of each for every webhook whose people may see it."""
    made = 0
    while events := _share_out_some():
        made += events
    return made


@transaction.atomic
def _share_out_some() -> int:
    events = feed.number()
    if not events:
        return 0
    numbers = [event.number for event in events]
    found = Event.objects.filter(number__in=numbers)
    for webhook in Webhook.objects.filter(stopped_at=None).select_related("maker"):
        person = asker_of(webhook)
        if person is None:
            continue
        theirs = found.filter(feed.readable_by(person, webhook.kinds)).order_by("number")
        Delivery.objects.bulk_create(
            [Delivery(webhook=webhook, event=event) for event in theirs],
            ignore_conflicts=True,
            batch_size=2000,
        )
    return len(events)


def asker_of(webhook: Webhook) -> User | None:
    """Its maker, with what they may do for its organisation now; none who may do nothing."""
    person = webhook.maker
    if not person.is_active or not acting.only_for(person, webhook.organisation_id):
        return None
    return person


# Sending -----------------------------------------------------------------------------------------


def _claim() -> list[Delivery]:
    now = timezone.now()
    token = uuid.uuid4()
    due = Q(state__in=[DeliveryState.QUEUED, DeliveryState.FAILED], due_at__lte=now)
    cut_short = Q(state=DeliveryState.CLAIMED, lease_until__lt=now, attempts__lt=MOST_CUT_SHORT)
    with transaction.atomic(durable=True):
        # A program that another worker is sending to gets its events from that one, in order; what
        # another is claiming at this moment is passed over, not waited for.
        busy = Delivery.objects.filter(state=DeliveryState.CLAIMED, lease_until__gte=now)
        free = (
            Delivery.objects.filter(webhook__stopped_at=None)
            .exclude(webhook__in=busy.values("webhook"))
            .select_for_update(skip_locked=True, of=("self",))
        )
        ids = list(free.filter(cut_short).order_by("pk").values_list("pk", flat=True)[:1])
        ids = ids or list(
            free.filter(due).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
        )
        if not ids:
            return []
        Delivery.objects.filter(pk__in=ids).update(
            state=DeliveryState.CLAIMED,
            claim=token,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            retry_until=PATIENCE.until(now),
        )
    claimed = Delivery.objects.filter(pk__in=ids, claim=token).select_related("webhook", "event")
    return list(claimed.order_by("webhook", "event__number"))


def _deliver(claimed: list[Delivery], end: float) -> Counter[str]:
    """One webhook after another, each over one connection, first the one that has waited longest;
    what one took is marked together. What goes wrong with one is no matter of the others."""
    counts: Counter[str] = Counter()
    of: dict[int, list[Delivery]] = defaultdict(list)
    for one in claimed:
        of[one.webhook_id].append(one)
    for deliveries in sorted(of.values(), key=lambda those: min(one.due_at for one in those)):
        webhook = deliveries[0].webhook
        if time.monotonic() > end + SWEEP_FOR:
            counts[DeliveryState.FAILED.value] += _put_back(deliveries)
            continue
        try:
            counts += _deliver_to(webhook, deliveries)
        except DatabaseError:
            raise
        except Exception as error:
            logger.exception("webhook %s cannot be sent to", webhook.reference)
            refusal = NotTaken(f"The portal could not send it ({type(error).__name__})")
            counts[_failed(deliveries[0], refusal)] += 1
            counts[DeliveryState.FAILED.value] += _put_back(deliveries[1:], refusal)
    return counts


def _deliver_to(webhook: Webhook, deliveries: list[Delivery]) -> Counter[str]:
    counts: Counter[str] = Counter()
    sent: list[Delivery] = []
    person = asker_of(webhook)
    if person is None:
        _give_up(deliveries, "The person who created the webhook no longer has access")
        return Counter({DeliveryState.GIVEN_UP.value: len(deliveries)})
    allowed = _still_readable(person, webhook, deliveries)
    secrets = webhook.secrets()
    failed: NotTaken | None = None
    end = time.monotonic() + TURN
    with Line(webhook.address) as line:
        for place, one in enumerate(deliveries):
            if one.event_id not in allowed:
                _give_up([one], "The organisation no longer has access to it")
                counts[DeliveryState.GIVEN_UP.value] += 1
                continue
            if failed:
                # What has failed once does not keep all the others waiting for its timeout.
                counts[DeliveryState.FAILED.value] += _put_back(deliveries[place:], failed)
                break
            if sent and time.monotonic() > end:
                now = timezone.now()
                counts[DeliveryState.FAILED.value] += _put_back(deliveries[place:], due_at=now)
                break
            try:
                line.send(*envelope(one, secrets))
            except NotTaken as refusal:
                failed = refusal
                counts[_failed(one, refusal)] += 1
            else:
                sent.append(one)
    _mark_sent(webhook, sent)
    counts[DeliveryState.SENT.value] += len(sent)
    return counts


def _still_readable(person: User, webhook: Webhook, deliveries: list[Delivery]) -> set[int]:
    events = Event.objects.filter(pk__in=[one.event_id for one in deliveries])
    return set(events.filter(feed.readable_by(person)).values_list("pk", flat=True))


def envelope(one: Delivery, secrets: Iterable[str]) -> tuple[bytes, dict[str, str]]:
    """Body and headers as Standard Webhooks has them: the id is the same for every attempt."""
    event = one.event
    body = signing.body({"type": event.kind, "timestamp": event.at, "data": event.data})
    return body, signing.headers(f"msg_{one.reference}", timezone.now(), body, secrets)


def _mark_sent(webhook: Webhook, sent: list[Delivery]) -> None:
    if not sent:
        return
    with transaction.atomic():
        Delivery.objects.filter(pk__in=[one.pk for one in sent], claim=sent[0].claim).update(
            state=DeliveryState.SENT,
            sent_at=timezone.now(),
            claim=None,
            lease_until=None,
            last_error="",
        )
        Webhook.objects.filter(pk=webhook.pk).update(failing_since=None)


def _failed(one: Delivery, refusal: NotTaken) -> str:
    now = timezone.now()
    due_at = now + PATIENCE.wait(one.retry_until, now)
    final = one.retry_until is not None and due_at > one.retry_until
    values: dict[str, Any] = {"claim": None, "lease_until": None, "last_error": refusal.words[:200]}
    values |= (
        {"state": DeliveryState.GIVEN_UP}
        if final
        else {"state": DeliveryState.FAILED, "due_at": due_at}
    )
    Delivery.objects.filter(pk=one.pk, claim=one.claim).update(**values)
    Webhook.objects.filter(pk=one.webhook_id, failing_since=None).update(failing_since=now)
    logger.warning("webhook delivery %s: %s", one.reference, refusal.words)
    return str(values["state"].value)


def _put_back(
    those: list[Delivery], refusal: NotTaken | None = None, due_at: dt.datetime | None = None
) -> int:
    """Claimed but not tried: they lose no attempt, and wait as long as the one that failed, or
    until those have had a turn who waited before; else they keep their place."""
    if not those:
        return 0
    if refusal:
        now = timezone.now()
        due_at = now + PATIENCE.wait(those[0].retry_until, now)
    return Delivery.objects.filter(pk__in=[one.pk for one in those], claim=those[0].claim).update(
        state=DeliveryState.FAILED,
        due_at=due_at or F("due_at"),
        claim=None,
        lease_until=None,
        attempts=F("attempts") - 1,
        last_error=refusal.words[:200] if refusal else "",
    )


def _give_up(those: list[Delivery], words: str) -> None:
    Delivery.objects.filter(pk__in=[one.pk for one in those], claim=those[0].claim).update(
        state=DeliveryState.GIVEN_UP, claim=None, lease_until=None, last_error=words
    )


def _stop_what_fails() -> None:
    now = timezone.now()
    Delivery.objects.filter(
        state=DeliveryState.CLAIMED, lease_until__lt=now, attempts__gte=MOST_CUT_SHORT
    ).update(
        state=DeliveryState.GIVEN_UP,
        claim=None,
        lease_until=None,
        last_error="Every attempt was interrupted",
    )
    # What still waits when its time is over, because others failed before it, is given up too.
    Delivery.objects.filter(state=DeliveryState.FAILED, retry_until__lt=now).update(
        state=DeliveryState.GIVEN_UP
    )
    Webhook.objects.filter(stopped_at=None, failing_since__lt=now - STOPPED_AFTER).update(
        stopped_at=now, stopped_by_itself=True
    )

"""What can be read about the post."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from .models import BY_ITSELF, Channel, Message, MessageState, Outcome


def oldest_due_age() -> dt.timedelta:
    """How long the message that has been due longest has been waiting; zero when none is."""
    now = timezone.now()
    oldest = Message.objects.due(now).aggregate(
        waiting=Min("due_at", filter=~Q(state=MessageState.CLAIMED)),
        abandoned=Min("lease_until", filter=Q(state=MessageState.CLAIMED)),
    )
    times = [time for time in oldest.values() if time]
    return max(now - min(times), dt.timedelta(0)) if times else dt.timedelta(0)


def in_trouble(since: dt.datetime) -> dict[str, int]:
    """Messages a person should look at: given up since then, still failing, possibly sent twice."""
    trouble = {
        "given_up": Q(state=MessageState.GIVEN_UP, given_up_at__gte=since, channel__in=BY_ITSELF),
        "failing": Q(state=MessageState.FAILED),
        "doubtful": Q(doubtful_attempts__gt=0, queued_at__gte=since),
    }
    # Only these are read: each kind has an index, and a million others have none of it.
    return Message.objects.filter(reduce(or_, trouble.values())).aggregate(
        **{name: Count("pk", filter=one) for name, one in trouble.items()}
    )


def templates_used() -> list[str]:
    """Each once, in order: from one to the next by the index, however many messages there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE used AS ("
            " SELECT min(template) AS template FROM outbox_message"
            " UNION ALL SELECT (SELECT min(template) FROM outbox_message m"
            " WHERE m.template > used.template) FROM used WHERE used.template IS NOT NULL"
            ") SELECT template FROM used WHERE template IS NOT NULL"
        )
        return [template for (template,) in cursor.fetchall()]


def held_back() -> int:
    """How many messages wait because strangers had too much sent to their readers."""
    return Message.objects.held().count()


def given_up_keys(template: str, *, since: dt.datetime) -> list[str]:
    """The keys of messages of one kind that could not be delivered, for whoever queued them."""
    rows = Message.objects.filter(
        state=MessageState.GIVEN_UP, template=template, given_up_at__gte=since
    ).exclude(outcome=Outcome.NOT_NEEDED)
    return list(rows.values_list("key", flat=True))


def given_up_among(keys: Collection[str]) -> set[str]:
    """Those of these messages that could not be delivered: their readers know nothing of it."""
    rows = Message.objects.filter(state=MessageState.GIVEN_UP, channel__in=BY_ITSELF, key__in=keys)
    return set(rows.values_list("key", flat=True))


def undelivered(addresses: Mapping[str, str]) -> dict[str, str]:
    """Of key prefixes and the address or number each is now written to: those that the last message
    did not reach, with the reason. One query, however many."""
    if not addresses:
        return {}
    ours = reduce(or_, (Q(key__startswith=prefix) for prefix in addresses))
    over = Message.objects.filter(ours, state__in=[MessageState.SENT, MessageState.GIVEN_UP])
    last: dict[str, Message] = {}
    for message in over.filter(channel__in=BY_ITSELF).order_by("pk"):
        prefix = next(one for one in addresses if message.key.startswith(one))
        if message.to == addresses[prefix]:
            last[prefix] = message
    return {
        prefix: message.last_error
        for prefix, message in last.items()
        if message.state == MessageState.GIVEN_UP and message.outcome != Outcome.NOT_NEEDED
    }


def for_staff(channel: str = "") -> QuerySet[Message]:
    """Letters to post and people to ring: the soonest needed first, then the oldest."""
    waiting = Message.objects.for_staff()
    if channel:
        waiting = waiting.filter(channel=channel)
    return waiting.order_by(F("needed_by").asc(nulls_last=True), "queued_at", "pk")


def counted_for_staff() -> dict[str, Any]:
    """How many `letters` and `calls` wait for staff, and when the `soonest` is needed."""
    return Message.objects.for_staff().aggregate(
        letters=Count("pk", filter=Q(channel=Channel.LETTER)),
        calls=Count("pk", filter=Q(channel=Channel.PHONE)),
        soonest=Min("needed_by"),
    )


def done_by_staff(since: dt.datetime) -> QuerySet[Message]:
    """What staff dealt with since then and could put back, the latest first."""
    return (
        Message.objects.exclude(channel__in=BY_ITSELF)
        .filter(Q(sent_at__gte=since) | Q(given_up_at__gte=since), done_by__isnull=False)
        .select_related("done_by")
        .order_by("-pk")
    )

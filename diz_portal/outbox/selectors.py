"""What can be read about the post."""

import datetime as dt

from django.db.models import Count, Min, Q
from django.utils import timezone

from .models import Message, MessageState


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
    return Message.objects.aggregate(
        given_up=Count("pk", filter=Q(state=MessageState.GIVEN_UP, given_up_at__gte=since)),
        failing=Count("pk", filter=Q(state=MessageState.FAILED)),
        doubtful=Count("pk", filter=Q(doubtful_attempts__gt=0, queued_at__gte=since)),
    )


def given_up_keys(template: str, *, since: dt.datetime) -> list[str]:
    """The keys of messages of one kind that could not be delivered, for whoever queued them."""
    rows = Message.objects.filter(
        state=MessageState.GIVEN_UP, template=template, given_up_at__gte=since
    )
    return list(rows.values_list("key", flat=True))

"""What happened, for programs that follow along: recorded with the change, numbered after it.

A room says in its `api.py` which events there are and whom they may be shown:

    feed.register(feed.Feed("site.moved", "A site reached a stage", readable=…))

and its service records them in the transaction of the change (`record`). They hold references and
states: whoever wants more reads the record, with the rights of that moment.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import Max, Q

from diz_portal import doorbell
from diz_portal.locks import one_at_a_time

from .models import Event

TASK = "diz_portal.api.tasks.send_webhooks"
# Of this portal's advisory locks, the one for the numbers of the feed.
LOCK = 8_264_311
AT_ONCE = 1000


@dataclass(frozen=True)
class Feed:
    """One kind of event. `readable(user)` gives the keys of what the events may belong to: for
    anybody, of what is public; for somebody who acts for an organisation, what they may see."""

    kind: str
    label: str
    readable: Callable[[Any], Iterable[int]]
    # An event of the kind, as an example.
    example: Mapping[str, Any]


_feeds: dict[str, Feed] = {}


def register(feed: Feed) -> None:
    _feeds[feed.kind] = feed


def feeds() -> list[Feed]:
    return list(_feeds.values())


def label_of(kind: str) -> str:
    return _feeds[kind].label if kind in _feeds else kind


def record(kind: str, events: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Events of a kind, each with the key of what it belongs to, in the caller's transaction."""
    made = [Event(kind=kind, belongs_to=key, data=dict(data)) for key, data in events]
    if made:
        Event.objects.bulk_create(made, batch_size=2000)
        transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Tell a worker to look now. Never fails."""
    doorbell.ring(lambda: current_app.send_task(TASK))


def readable_by(user: Any, kinds: Iterable[str] = ()) -> Q:
    """Which events somebody may see now."""
    wanted = set(kinds)
    found = Q(pk__in=())
    for one in _feeds.values():
        if not wanted or one.kind in wanted:
            found |= Q(kind=one.kind, belongs_to__in=one.readable(user))
    return found


@transaction.atomic
def number() -> list[Event]:
    """Give those that have been committed their places in the feed, in the order they came.

    One worker at a time, so that a number is only ever added behind the last: whoever has read up
    to one has missed nothing. No number is below the id of its event: ids are never given again, so
    that neither are numbers when old events are gone, or a backup of before has been restored.
    """
    one_at_a_time(LOCK)
    found = list(Event.objects.filter(number=None).order_by("pk")[:AT_ONCE])
    if found:
        last = Event.objects.aggregate(last=Max("number"))["last"] or 0
        for event in found:
            event.number = last = max(last + 1, event.pk)
        Event.objects.bulk_update(found, ["number"])
    return found

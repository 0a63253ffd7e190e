"""What is on, for feed readers: RSS 2.0, Atom and JSON Feed 1.1, newest announcement first.

An entry keeps its name for ever and is dated by its last change, so a reader shows it again when
a seminar is moved or cancelled.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from diz_portal import words
from diz_portal.places.selectors import partnership
from seminars.models import Seminar, SeminarEventKind, SeminarState

# All that is still to come, and enough of the past for a reader that was away for a while.
MOST = 50
# Of what is done to a seminar, what somebody who follows it wants to hear of.
NEWS = (
    SeminarEventKind.PUBLISHED,
    SeminarEventKind.MOVED,
    SeminarEventKind.CANCELLED,
    SeminarEventKind.REOPENED,
    SeminarEventKind.CLOSED,
)


@dataclass(frozen=True)
class Entry:
    url: str
    title: str
    summary: str
    topic: str
    published_at: datetime
    changed_at: datetime


def entries() -> list[Entry]:
    seminars = (
        Seminar.objects.announced()
        .select_related("topic")
        .annotate(changed_at=_last_change())
        .order_by("-published_at", "-pk")[:MOST]
    )
    return [_entry(one, one.published_at, one.changed_at) for one in seminars]


def _last_change() -> Greatest:
    news = Max("events__at", filter=Q(events__kind__in=NEWS))
    return Greatest(Coalesce(news, F("published_at")), F("published_at"))


def _entry(seminar: Seminar, published_at: datetime, changed_at: datetime) -> Entry:
    when = f"{words.uk_datetime(seminar.starts_at)}, {seminar.where}."
    is_off = seminar.state == SeminarState.CANCELLED
    return Entry(
        url=_absolute(seminar.get_absolute_url()),
        title=f"Cancelled: {seminar.title}" if is_off else seminar.title,
        summary=" ".join(filter(None, [when, seminar.promise])),
        topic=seminar.topic.title if seminar.topic else "",
        published_at=published_at,
        changed_at=changed_at,
    )


def _absolute(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"


def _title() -> str:
    return f"{partnership().name}: seminars"


def _about() -> str:
    if partnership().seminars_are_free:
        return "Free seminars and online events: new ones, new dates and cancellations."
    return "Seminars and online events: new ones, new dates and cancellations."


def _as_xml(kind: type[SyndicationFeed], address: str) -> bytes:
    feed = kind(
        title=_title(),
        link=_absolute(reverse("seminars:list")),
        description=_about(),
        subtitle=_about(),
        language="en-gb",
        feed_url=_absolute(reverse(address)),
    )
    for one in entries():
        feed.add_item(
            title=one.title,
            link=one.url,
            # What feeds call a description is HTML: readers draw its elements.
            description=escape(one.summary),
            unique_id=one.url,
            unique_id_is_permalink=True,
            pubdate=one.published_at,
            updateddate=one.changed_at,
            categories=[one.topic] if one.topic else [],
        )
    return feed.writeString("utf-8").encode()


def as_rss() -> bytes:
    return _as_xml(Rss201rev2Feed, "seminars:rss")


def as_atom() -> bytes:
    return _as_xml(Atom1Feed, "seminars:atom")


def as_json() -> bytes:
    """JSON Feed 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(),
        "description": _about(),
        "language": "en-GB",
        "home_page_url": _absolute(reverse("seminars:list")),
        "feed_url": _absolute(reverse("seminars:json_feed")),
        "items": [
            {
                "id": one.url,
                "url": one.url,
                "title": one.title,
                "content_text": one.summary,
                "date_published": one.published_at.isoformat(timespec="seconds"),
                "date_modified": one.changed_at.isoformat(timespec="seconds"),
                **({"tags": [one.topic]} if one.topic else {}),
            }
            for one in entries()
        ],
    }
    return json.dumps(feed, ensure_ascii=False).encode()


KINDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "rss": ("application/rss+xml", as_rss),
    "atom": ("application/atom+xml", as_atom),
    "json": ("application/feed+json", as_json),
}

"""What has happened, for programs: `changes since` by cursor, open to all for what is public."""

from datetime import datetime
from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max
from ninja import Query, Router
from pydantic import Field

from . import asking, feed, scopes
from .answers import answer, example
from .models import Event
from .paging import address, closed, opened
from .portal import offer
from .rules import acts_for_somebody
from .shapes import Cursor, Limit, Schema

router = Router()
EVENTS = asking.token("events:read")


class EventOut(Schema):
    type: str = Field(description="Type of event")
    timestamp: datetime = Field(description="When it happened, in UTC")
    data: dict[str, Any] = Field(description="References and states: read the record for more")


class ChangesOut(Schema):
    items: list[EventOut] = Field(description="What happened, in order")
    next: str = Field(description="Address of the events that come next. Use it again later")
    more: bool = Field(description="Whether there are more events now")


EXAMPLE = {
    "items": [
        {
            "type": "site.moved",
            "timestamp": "2026-10-01T09:30:00Z",
            "data": {
                "project": "local-full-fibre",
                "site": "7k2m9x4q",
                "stage": "connected",
                "stage_date": "2026-10-01",
            },
        }
    ],
    "next": "https://portal.example/api/v1/changes/?cursor=MTA0Mg",
    "more": False,
}
NEWEST = Annotated[bool, Query(description="No past events: only the address to continue from")]


@router.get(
    "/changes/",
    response=ChangesOut,
    summary="Changes since",
    url_name="changes",
    openapi_extra=example(EXAMPLE),
)
@asking.reads("events")
def changes(request, cursor: Cursor = "", newest: NEWEST = False, limit: Limit = 100):
    """What happened to public records since a cursor, each event once and in order. Without a
    cursor it begins with the oldest that is kept (a year)."""
    return _since(request, AnonymousUser(), cursor, limit, newest=newest)


@router.get(
    "/work/changes/",
    auth=EVENTS,
    response=ChangesOut,
    summary="Changes since, for your organisation",
    url_name="work_changes",
    openapi_extra=example(EXAMPLE),
)
def work_changes(request, cursor: Cursor = "", newest: NEWEST = False, limit: Limit = 100):
    """The same with everything that your organisation may see now: what a webhook missed is
    here."""
    return _since(request, request.asker, cursor, limit, newest=newest)


def _since(request: Any, user: Any, cursor: str, limit: int, *, newest: bool) -> Any:
    after = opened(cursor, int) if cursor else 0
    last = Event.objects.aggregate(last=Max("number"))["last"] or 0
    if newest:
        return answer({"items": [], "next": _next(request, max(after, last)), "more": False})
    found = Event.objects.filter(feed.readable_by(user), number__gt=after, number__lte=last)
    rows = list(found.order_by("number")[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    # Past what others may see, so that it is not looked through again each time.
    reached = rows[-1].number or after if more else max(after, last)
    items = [{"type": one.kind, "timestamp": one.at, "data": one.data} for one in rows]
    return answer({"items": items, "next": _next(request, reached), "more": more})


def _next(request: Any, number: int) -> str:
    return address(request, cursor=closed(number), newest="false")


offer("", router, about="Events")
scopes.scope("events:read", "Follow what changes", may=acts_for_somebody)

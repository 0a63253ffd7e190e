"""Reading the registers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from diz_portal import bank_holidays
from diz_portal.privacy import erasure, kinds
from diz_portal.privacy.erasure import Record
from diz_portal.privacy.kinds import Wanted
from diz_portal.privacy.models import Decision

from .models import Complaint, DataRequest

# Before this a date is no matter for today.
SOON = timedelta(days=7)
# After so long somebody should ask again, or close it.
PAUSED_LONG = timedelta(days=28)
OPEN, CLOSED, ALL = "open", "closed", "all"


def shown(rows: Any, show: str) -> Any:
    """What the list shows: the open ones by when they are due, the closed ones newest first."""
    if show == OPEN:
        return rows.open().soonest_first()
    if show == CLOSED:
        return rows.closed().order_by("-closed_on", "-pk")
    return rows.order_by("-received_on", "-pk")


def with_one_calendar(rows: Iterable[Any]) -> None:
    """What is paused is due on a date that is reckoned anew: all of it by the same calendar."""
    paused = [one for one in rows if isinstance(one, DataRequest) and one.is_paused]
    calendar = bank_holidays.calendar() if paused else None
    for one in paused:
        one.calendar = calendar


def pressing_requests(user: Any) -> QuerySet[DataRequest]:
    """Late, due within a week, or paused so long that somebody should ask again."""
    today = timezone.localdate()
    rows = DataRequest.objects.visible_to(user)
    due = rows.running().filter(due_on__lte=today + SOON)
    paused = rows.open().filter(paused_on__lt=today - PAUSED_LONG)
    return (due | paused).soonest_first()


def unacknowledged(user: Any) -> QuerySet[Complaint]:
    return Complaint.objects.visible_to(user).unacknowledged().soonest_first()


@dataclass(frozen=True)
class Found:
    """What is held that bears the name, address or number of whoever asks."""

    own: list[Record]
    others: list[Record]
    are_one: bool


def found_for(request: DataRequest, user: Any) -> Found:
    """Their records: of those of other organisations only that they are there, and never by a
    name alone, as for whoever searches."""
    by_contact = _find(request.email, request.phone)
    by_name = _find(request.name)
    own = [one for one in {**by_contact, **by_name}.values() if one.may_decide(user)]
    others = [one for one in by_contact.values() if not one.may_decide(user)]
    return Found(own, others, erasure.are_one_person(own))


def _find(*texts: str) -> dict[str, Record]:
    return {one.id: one for text in texts if text for one in erasure.find(Wanted.of(text))}


@dataclass(frozen=True)
class Deed:
    """What was done with one record, once however often a file of it was saved."""

    last: Decision
    what: str
    # Without one where it is only a number that the portal made.
    reference: str


def deeds_of(request: DataRequest) -> list[Deed]:
    """What was done with their records, the newest first."""
    found: dict[tuple[str, ...], Deed] = {}
    for one in request.deeds.select_related("by"):
        kind = kinds.kind(one.kind)
        deed = Deed(one, kind.what if kind else one.kind, "" if kind and kind.of else one.reference)
        found.setdefault((one.outcome, one.kind, one.reference, one.ground), deed)
    return list(found.values())


def chosen(records: Iterable[Record], ids: Iterable[str]) -> list[Record]:
    wanted = set(ids)
    return [one for one in records if one.id in wanted]

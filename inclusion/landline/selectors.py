"""Who needs a call about their landline, and how far those who were referred have got."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from diz_portal.disclosure import Edition, breakdown
from inclusion.cases.models import Need, NeedKind, NeedState
from inclusion.cases.models.need import HAS_IT
from inclusion.landline.models import Landline, LandlineState

SHOWS = {
    "month": "Call this month",
    "overdue": "Overdue calls",
    "open": "All still to call",
    "done": "Nothing left to do",
}
NOT_KNOWN = "Not known"


def worked_on_by(user: Any) -> QuerySet[Landline]:
    """Of the cases of one's own teams."""
    return Landline.objects.filter(need__in=Need.objects.visible_to(user))


def shown(rows: QuerySet[Landline], show: str, today: date) -> QuerySet[Landline]:
    if show == "done":
        return rows.exclude(pk__in=Landline.objects.to_call().values("pk"))
    waiting = rows.to_call()  # type: ignore[attr-defined]
    if show == "overdue":
        return waiting.filter(call_by__lt=today)
    return waiting.filter(call_by__lte=end_of_month(today)) if show == "month" else waiting


def end_of_month(day: date) -> date:
    """With what is overdue from the months before."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def by_district(rows: QuerySet[Landline]) -> Edition:
    """How many in each district, as they may be shown."""
    name = "need__case__person__district__name"
    found = rows.order_by(name).values_list(name).annotate(number=Count("pk"))
    return breakdown({label or NOT_KNOWN: number for label, number in found})


# How far each person has got who was referred: one of these, so that they add up.
TO_CALL, CALLED, MOVED, TESTED, REFUSED, ENDED = (
    "to_call",
    "called",
    "moved",
    "tested",
    "refused",
    "ended",
)
REACHED = {
    TO_CALL: "Not called yet",
    CALLED: "Called, not yet moved",
    MOVED: "Moved to a digital line",
    TESTED: "Alarm tested on the new line",
    REFUSED: "Declined help",
    ENDED: "Ended for another reason",
}
_BY_STATE = {
    LandlineState.TO_CALL: TO_CALL,
    LandlineState.CALLED: CALLED,
    LandlineState.MOVED: MOVED,
    LandlineState.TESTED: TESTED,
    LandlineState.REFUSED: REFUSED,
}


def reached(starts: date, ends: date) -> Counter[tuple[str, str]]:
    """Of those whose need was recorded between two days: by district, how far they have got today.
    A need that was entered in error is nobody's; one that was transferred counts with its new
    team."""
    needs = (
        Need.objects.filter(kind=NeedKind.LANDLINE, identified_at__date__range=(starts, ends))
        .exclude(state=NeedState.CANCELLED)
        .exclude(reason="passed_on")
    )
    found = needs.order_by().values_list("case__person__district__name", "state", "landline__state")
    counted: Counter[tuple[str, str]] = Counter()
    for district, state, landline, number in found.annotate(number=Count("pk")):
        counted[district or NOT_KNOWN, _reached(state, landline)] += number
    return counted


def _reached(state: str, landline: str | None) -> str:
    if state == NeedState.DECLINED:
        return REFUSED
    far = _BY_STATE[LandlineState(landline or LandlineState.TO_CALL)]
    if state == NeedState.NOT_MET or (state in HAS_IT and far in {TO_CALL, CALLED}):
        return ENDED
    return far

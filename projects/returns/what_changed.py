"""What changed in the monthly returns: accepted, overdue, and another rating than before."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.asked import begins
from diz_portal.changes.registry import Rows, counted
from diz_portal.words import as_date, possessive
from projects.returns.models import RAG, Return, ReturnEvent, ReturnStep

RATINGS = ("delivery", "spend", "risk")
WORSE = {RAG.GREEN: 0, RAG.AMBER: 1, RAG.RED: 2}


def _ratings(rows: Rows) -> str:
    worse = sum(row.counts["ratings_worse"] for row in rows)
    better = len(rows) - worse
    if worse and better:
        return f"{worse:,} RAG ratings worsened and {better:,} improved"
    if worse:
        return "1 RAG rating worsened" if worse == 1 else f"{worse:,} RAG ratings worsened"
    return "1 RAG rating improved" if better == 1 else f"{better:,} RAG ratings improved"


ACCEPTED = Kind(
    name="returns-accepted",
    title="Returns accepted",
    room="Returns",
    says=counted("1 return was accepted", "{} returns were accepted"),
    order=50,
)
OVERDUE = Kind(
    name="returns-overdue",
    title="Returns that became overdue",
    room="Returns",
    says=counted("1 return became overdue", "{} returns became overdue"),
    order=52,
)
RATED = Kind(
    name="ratings-changed",
    title="RAG ratings that changed",
    room="Returns",
    says=_ratings,
    order=54,
)


def _mine(asked: Asked) -> Q:
    """Those the reader may open: a return is its organisation's and the managers'."""
    narrowed = Q(pk__in=Return.objects.visible_to(asked.reader).values("pk"))
    if asked.project is not None:
        narrowed &= Q(project=asked.project)
    if asked.organisation is not None:
        narrowed &= Q(organisation=asked.organisation)
    return narrowed


def _change(kind: Kind, record: Return, at: dt.datetime, says: str, **counts: int) -> Change:
    return Change(
        kind=kind.name,
        on=as_date(at),
        recorded_at=at,
        says=says,
        url=reverse("returns:return", args=[record.reference]),
        project=record.project,
        organisation=record.organisation,
        counts=counts,
    )


def _name(record: Return) -> str:
    return f"{possessive(record.organisation)} return on {record.project} for {record.round}"


def accepted(asked: Asked) -> Iterator[Change]:
    events = _events(asked, ReturnStep.ACCEPTED)
    for event in events:
        says = f"{_name(event.record)} was accepted"
        yield _change(ACCEPTED, event.record, event.at, says, returns_accepted=1)


def _events(asked: Asked, state: ReturnStep) -> Iterator[ReturnEvent]:
    """The last of each return in the period."""
    rows = (
        ReturnEvent.objects.filter(asked.noted("at"), state=state)
        .filter(record__in=Return.objects.filter(_mine(asked)))
        .order_by("record_id", "-at", "-pk")
        .distinct("record_id")
    )
    yield from rows.select_related("record__round", "record__project", "record__organisation")


def overdue(asked: Asked) -> Iterator[Change]:
    """From the day after it was due, if it had not been submitted by then."""
    if asked.late:
        return
    one_day = dt.timedelta(days=1)
    last = min(asked.until, timezone.localdate(), as_date(asked.known))
    in_time = ReturnEvent.objects.filter(
        record=OuterRef("pk"),
        state=ReturnStep.SUBMITTED,
        at__date__lte=OuterRef("round__due_on"),
    )
    rows = Return.objects.filter(
        _mine(asked),
        ~Exists(in_time),
        round__opened_at__isnull=False,
        round__due_on__range=(asked.since - one_day, last - one_day),
    )
    for record in rows.select_related("round", "project", "organisation"):
        at = begins(record.round.due_on + one_day)
        yield _change(OVERDUE, record, at, f"{_name(record)} became overdue", returns_overdue=1)


def ratings(asked: Asked) -> Iterator[Change]:
    """As submitted, against the last submitted return of a month before."""
    events = list(_events(asked, ReturnStep.SUBMITTED))
    before = (
        Return.objects.filter(
            project=OuterRef("project"),
            organisation=OuterRef("organisation"),
            round__month__lt=OuterRef("round__month"),
        )
        .vouched_for()
        .order_by("-round__month")
        .values("pk")[:1]
    )
    found = Return.objects.filter(pk__in=[event.record_id for event in events])
    pairs = dict(found.order_by().values_list("pk", Subquery(before)))
    earlier = Return.objects.in_bulk([pk for pk in pairs.values() if pk])
    for event in events:
        if previous := earlier.get(pairs[event.record_id]):
            yield from _rated(event, previous)


def _rated(event: ReturnEvent, previous: Return) -> Iterator[Change]:
    record = event.record
    for name in RATINGS:
        was, now = getattr(previous, name), event.answers.get(name, "")
        if not was or not now or was == now:
            continue
        says = (
            f"{possessive(record.organisation)} rating of {name} on {record.project} went from"
            f" {RAG(was).label} to {RAG(now).label}"
        )
        worse = int(WORSE[RAG(now)] > WORSE[RAG(was)])
        yield _change(RATED, record, event.at, says, ratings_worse=worse)


changes.register(ACCEPTED, find=accepted)
changes.register(OVERDUE, find=overdue)
changes.register(RATED, find=ratings)

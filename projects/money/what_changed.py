"""What changed in the funding of projects: awarded, secured, withdrawn, met, and given longer."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import Rows, counted, total
from diz_portal.trail.net import net
from diz_portal.words import as_date, pounds, uk_date
from projects.money.enums import LetterKind, SourceState
from projects.money.models import FundingLetter, FundingSource, SourceEvent


def _pounds(rows: Rows) -> str:
    return pounds(Decimal(total(rows, "pence_awarded")) / 100)


def _kind(name: str, title: str, says: Any, order: int, sum_of: str = "") -> Kind:
    return Kind(name=name, title=title, room="Money", says=says, order=order, counted=sum_of)


AWARDED = _kind(
    "funding-awarded",
    "Funding awarded",
    lambda rows: f"{_pounds(rows)} was awarded",
    55,
    "pence_awarded",
)
VARIED = _kind(
    "awards-varied",
    "Awards that were varied",
    lambda rows: (
        f"1 award was varied, by {_pounds(rows)}"
        if len(rows) == 1
        else f"Awards were varied {len(rows):,} times, by {_pounds(rows)} in all"
    ),
    56,
    "pence_awarded",
)
STATES = {
    SourceState.SECURED: _kind(
        "funding-secured",
        "Funding secured",
        counted("1 funding source was secured", "{} funding sources were secured"),
        57,
    ),
    SourceState.WITHDRAWN: _kind(
        "funding-withdrawn",
        "Funding withdrawn",
        counted("1 funding source was withdrawn", "{} funding sources were withdrawn"),
        58,
    ),
}
ENDS = _kind(
    "funding-end-dates",
    "Changes to when funding ends",
    counted(
        "The end date of 1 funding source changed",
        "The end dates of {} funding sources changed",
    ),
    59,
)


def _sources(asked: Asked) -> QuerySet[FundingSource]:
    """Whoever may read them, and no one else: none of the amounts is published."""
    found = FundingSource.objects.visible_to(asked.reader)
    if asked.project is not None:
        found = found.filter(project=asked.project)
    if asked.organisation is not None:
        found = found.filter(organisation=asked.organisation)
    return found


def _change(
    kind: Kind, source: FundingSource, on: date, at: datetime, says: str, **counts: int
) -> Change:
    return Change(
        kind=kind.name,
        on=on,
        recorded_at=at,
        says=says,
        url=reverse("money:source", args=[source.project.slug, source.reference]),
        project=source.project,
        organisation=source.organisation,
        counts=counts,
    )


def letters(asked: Asked) -> Iterator[Change]:
    rows = FundingLetter.objects.filter(
        asked.happened("dated_on", "recorded_at"), source__in=_sources(asked)
    )
    for letter in rows.select_related("source__project", "source__organisation"):
        amount, title = pounds(letter.amount), letter.source.title
        if letter.kind == LetterKind.AWARD:
            kind, says = AWARDED, f"{title}: {amount} was awarded"
        else:
            kind, says = VARIED, f"{title}: the award was varied by {amount}"
        pence = int(letter.amount * 100)
        yield _change(
            kind, letter.source, letter.dated_on, letter.recorded_at, says, pence_awarded=pence
        )


def states(asked: Asked) -> Iterator[Change]:
    # An event on whether it counts as match repeats the status.
    earlier = SourceEvent.objects.filter(source=OuterRef("source"), pk__lt=OuterRef("pk"))
    rows = (
        SourceEvent.objects.filter(asked.happened("on", "recorded_at"), state__in=list(STATES))
        .filter(source__in=_sources(asked))
        .alias(before=Coalesce(Subquery(earlier.order_by("-pk").values("state")[:1]), Value("")))
        .exclude(before=F("state"))
        .select_related("source__project", "source__organisation")
    )
    for event in rows:
        says = f"{event.source.title} was {event.get_state_display().lower()}"
        kind = STATES[SourceState(event.state)]
        yield _change(kind, event.source, event.on, event.recorded_at, says, sources=1)


def end_dates(asked: Asked) -> Iterator[Change]:
    if asked.late:
        return
    sources = _sources(asked)
    moved = net(sources, "ends_on", starts=asked.starts, ends=asked.ends)
    changed = {pk: one.change(lambda row: row["ends_on"]) for pk, one in moved.items()}
    rows = sources.filter(pk__in=[pk for pk, one in changed.items() if one])
    for source in rows.select_related("project", "organisation"):
        was, now, at = changed[source.pk] or (None, None, None)
        if was is None or now is None or at is None:
            continue  # its first day, or none any more
        says = f"{source.title} ends on {uk_date(now)} instead of {uk_date(was)}"
        yield _change(ENDS, source, as_date(at), at, says, end_dates=1)


changes.register(AWARDED, VARIED, find=letters)
changes.register(*STATES.values(), find=states)
changes.register(ENDS, find=end_dates)

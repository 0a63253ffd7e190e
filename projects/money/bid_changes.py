"""What changed in bids and grants to voluntary bodies, for those who read them and nobody else."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.urls import reverse

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import Rows, counted, total
from diz_portal.words import pounds
from projects.money.bid_enums import BidState
from projects.money.models import Bid, BidEvent, Regrant, RegrantEvent
from projects.money.regrant_enums import RegrantState


def _kind(name: str, title: str, says: Any, order: int, sum_of: str = "") -> Kind:
    return Kind(name=name, title=title, room="Money", says=says, order=order, counted=sum_of)


STATES = {
    BidState.SUBMITTED: _kind(
        "bids-submitted",
        "Bids submitted",
        counted("1 bid was submitted", "{} bids were submitted"),
        60,
    ),
    BidState.WON: _kind("bids-won", "Bids won", counted("1 bid was won", "{} bids were won"), 61),
    BidState.LOST: _kind(
        "bids-lost", "Bids lost", counted("1 bid was lost", "{} bids were lost"), 62
    ),
}


def _granted(rows: Rows) -> str:
    amount = pounds(Decimal(total(rows, "pence_granted")) / 100)
    if len(rows) == 1:
        return f"1 grant was awarded to a voluntary organisation, of {amount}"
    return f"{len(rows):,} grants were awarded to voluntary organisations, of {amount} in all"


GRANTED = _kind("grants-awarded", "Grants awarded", _granted, 63, "pence_granted")


def bids(asked: Asked) -> Iterator[Change]:
    seen = Bid.objects.visible_to(asked.reader)
    if asked.project is not None:
        seen = seen.filter(source__project=asked.project)
    if asked.organisation is not None:
        seen = seen.filter(lead=asked.organisation)
    rows = BidEvent.objects.filter(
        asked.happened("on", "recorded_at"), state__in=list(STATES), bid__in=seen
    )
    for event in rows.select_related("bid__lead", "bid__source__project"):
        bid = event.bid
        state = BidState(event.state)
        yield Change(
            kind=STATES[state].name,
            on=event.on,
            recorded_at=event.recorded_at,
            says=f"The bid {bid.title} was {state.label.lower()}",
            url=reverse("money:bid", args=[bid.reference]),
            project=bid.source.project if bid.source else None,
            organisation=bid.lead,
            counts={"bids": 1},
        )


def grants(asked: Asked) -> Iterator[Change]:
    seen = Regrant.objects.visible_to(asked.reader)
    if asked.project is not None:
        seen = seen.filter(source__project=asked.project)
    if asked.organisation is not None:
        seen = seen.filter(source__project__lead=asked.organisation)
    rows = RegrantEvent.objects.filter(
        asked.happened("on", "recorded_at"), state=RegrantState.AWARDED, regrant__in=seen
    )
    first: set[int] = set()
    for event in rows.select_related("regrant__recipient", "regrant__source__project__lead"):
        grant = event.regrant
        # A change of its amount repeats the status.
        if grant.awarded_on != event.on or grant.pk in first:
            continue
        first.add(grant.pk)
        yield Change(
            kind=GRANTED.name,
            on=event.on,
            recorded_at=event.recorded_at,
            says=f"{grant.recipient} was awarded {pounds(event.amount)}: {grant.title}",
            url=reverse("money:grant", args=[grant.reference]),
            project=grant.source.project,
            organisation=grant.source.project.lead,
            counts={"pence_granted": int(event.amount * 100)},
        )


changes.register(*STATES.values(), find=bids)
changes.register(GRANTED, find=grants)

"""What waits because of bids and of grants to voluntary bodies: deadlines, signatures, lessons,
and monitoring."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import due
from partners.roles import is_manager
from projects.money.bid_enums import OPEN, BidState
from projects.money.bid_rules import writes_for
from projects.money.models import Bid, BidShare, Regrant
from projects.money.models.bids import signs_for
from projects.money.readers import finance_of
from projects.money.regrant_enums import RegrantState
from projects.money.selectors.bids import signers

# So long before its deadline somebody is told of a bid, and before it is due of monitoring.
AHEAD = timedelta(days=30)


@provider("bids")
def bids_waiting(user, today: date) -> Iterator[Item]:
    yield from _deadlines(user, today)
    yield from _signatures(user, today)
    yield from _lessons(user, today)


def _deadlines(user, today: date) -> Iterator[Item]:
    """For who writes it, and for managers."""
    near = Bid.objects.filter(state__in=OPEN, deadline_on__lte=today + AHEAD)
    if not is_manager(user):
        near = near.filter(lead__in=writes_for(user))
    for bid in near.order_by("deadline_on", "pk"):
        deadline = _deadline(bid)
        yield Item(
            key=f"bid:{bid.reference}",
            title=f"Submit bid: {bid.title}",
            about=bid.funder,
            when=due(deadline, today),
            url=reverse("money:bid", args=[bid.reference]),
            urgency=Urgency.by_date(deadline, today),
            due_on=deadline,
        )


def _deadline(bid: Bid) -> date:
    """A bid that is an idea has none, and is not asked for here."""
    assert bid.deadline_on is not None  # noqa: S101  the database says so
    return bid.deadline_on


def _signatures(user, today: date) -> Iterator[Item]:
    """For who signs; for who keeps the bid, to chase the others."""
    mine = set(signs_for(user))
    found = BidShare.objects.unsigned().filter(bid__state=BidState.SIGNING)
    if not is_manager(user):
        found = found.filter(Q(organisation__in=mine) | Q(bid__lead__in=writes_for(user)))
    pairs = found.order_by("bid__deadline_on", "bid_id", "organisation__name")
    seen: set[tuple[int, int]] = set()
    for share in pairs.select_related("bid__lead", "organisation"):
        if (pair := (share.bid_id, share.organisation_id)) in seen:
            continue
        seen.add(pair)
        yield _to_sign(share, today) if share.organisation_id in mine else _to_chase(share, today)


def _to_sign(share: BidShare, today: date) -> Item:
    bid, deadline = share.bid, _deadline(share.bid)
    return Item(
        key=f"share:{share.reference}",
        title=f"Sign your share of bid: {bid.title}",
        about=str(share.organisation),
        when=due(deadline, today),
        url=reverse("money:bid", args=[bid.reference]),
        urgency=Urgency.by_date(deadline, today),
        due_on=deadline,
    )


def _to_chase(share: BidShare, today: date) -> Item:
    bid, organisation = share.bid, share.organisation
    deadline = _deadline(bid)
    return Item(
        key=f"share:{share.reference}",
        title=f"Chase signature of {organisation}",
        about=bid.title,
        when=due(deadline, today),
        url=reverse("money:bid", args=[bid.reference]),
        urgency=Urgency.by_date(deadline, today),
        due_on=deadline,
        owed_by=organisation.name,
        recipients=lambda: signers(organisation),
        ask=f"Your share of the bid {bid.title} is waiting for your signature",
    )


def _lessons(user, today: date) -> Iterator[Item]:
    """Of a bid that was lost, until something was learned from it."""
    lost = Bid.objects.filter(state=BidState.LOST, lessons="")
    if not is_manager(user):
        lost = lost.filter(lead__in=writes_for(user))
    for bid in lost.order_by("decided_on", "pk"):
        by = (bid.decided_on or today) + AHEAD
        yield Item(
            key=f"lessons:{bid.reference}",
            title=f"Record lessons of lost bid: {bid.title}",
            about=bid.funder,
            when=due(by, today),
            url=reverse("money:bid", args=[bid.reference]),
            urgency=Urgency.by_date(by, today),
            due_on=by,
        )


@provider("grants")
def grants_to_monitor(user, today: date) -> Iterator[Item]:
    """For who keeps the accounts, until the first note."""
    near = Regrant.objects.filter(state=RegrantState.AWARDED, monitor_on__lte=today + AHEAD)
    if not is_manager(user):
        near = near.filter(source__project__lead__in=finance_of(user))
    for grant in near.filter(notes__isnull=True).select_related("recipient"):
        yield Item(
            key=f"grant:{grant.reference}",
            title=f"Monitor grant: {grant.title}",
            about=str(grant.recipient),
            when=due(grant.monitor_on, today),
            url=reverse("money:grant", args=[grant.reference]),
            urgency=Urgency.by_date(grant.monitor_on, today),
            due_on=grant.monitor_on,
        )

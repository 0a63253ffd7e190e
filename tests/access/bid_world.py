"""The bids of the world, and a grant to a voluntary body."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from projects.money.services import bids, regrants
from tests.factories.bids import a_bid, granted

OWNERS = frozenset({"contributor", "lead", "manager"})
MAY_READ = {
    "Marker-idea": OWNERS,
    "Marker-joint": OWNERS | {"supplier"},
    # Typed by D, and not signed.
    "Marker-unsigned": frozenset({"supplier"}),
    "Marker-given": frozenset({"lead", "manager"}),
}
SECRET = {
    "Marker-idea": "a bid that is not joint",
    "Marker-joint": "a bid of A and of D, which delivers its projects",
    "Marker-unsigned": "what a partner of a bid has not signed",
    "Marker-given": "a grant to a voluntary body",
}


def build(t: SimpleNamespace, people: dict[str, Any], today: date) -> None:
    by, supplier = people["lead"], people["supplier"]
    t.idea = a_bid(lead=t.ours, title="Marker-idea", by=by)
    t.bid = a_bid(lead=t.ours, title="Marker-joint bid", by=by)
    for one in (t.idea, t.bid):
        bids.add_partner(by=by, bid=one, organisation=t.supplier)
    bids.draft(by=by, bid=t.bid)
    t.bid = bids.ask_to_sign(by=by, bid=t.bid)
    t.bid_share = t.bid.shares.get(organisation=t.ours)
    bids.add_share(
        by=supplier,
        bid=t.bid,
        organisation=t.supplier,
        form="in_kind",
        in_kind="goods",
        valuation="Marker-unsigned",
        revenue=Decimal(100),
    )
    t.second_share = bids.add_share(
        by=by,
        bid=t.bid,
        organisation=t.ours,
        form="in_kind",
        in_kind="premises",
        valuation="Hire rate",
        revenue=Decimal(50),
    )
    t.lost_bid = a_bid(lead=t.ours, title="Marker-idea that was lost", by=by)
    bids.draft(by=by, bid=t.lost_bid)
    bids.ask_to_sign(by=by, bid=t.lost_bid)
    share = t.lost_bid.shares.get()
    bids.sign(by=by, share=share, capital=Decimal(0), revenue=Decimal(0))
    bids.submit(by=by, bid=t.lost_bid, on=today)
    bids.lose(by=by, bid=t.lost_bid, on=today, feedback="Too late", lessons="Begin sooner")
    t.regrant = granted("900", source=t.grant, title="Marker-given", by=people["manager"])
    regrants.pay(
        by=people["manager"], regrant=t.regrant, on=today - timedelta(days=1), amount=Decimal(400)
    )

"""Bids, and grants to voluntary bodies, in the workspace: a part of `urls`."""

from django.urls import path

from projects.money.views import bids, regrants

BID = "bids/<slug:reference>/"
SHARE = f"{BID}shares/<slug:share>/"
GRANT = "grants/<slug:reference>/"

urlpatterns = [
    path("bids/", bids.bids, name="bids"),
    path("bids/add/", bids.add, name="bid_add"),
    path(BID, bids.bid, name="bid"),
    path(f"{BID}edit/", bids.edit, name="bid_edit"),
    path(f"{BID}draft/", bids.draft, name="bid_draft"),
    path(f"{BID}ask/", bids.ask, name="bid_ask"),
    *(path(f"{BID}{what}/", bids.act, {"what": what}, name=f"bid_{what}") for what in bids.ACTS),
    path(f"{BID}won/", bids.won, name="bid_won"),
    path(f"{BID}lessons/", bids.lessons, name="bid_lessons"),
    path(f"{BID}partners/add/", bids.add_partner, name="bid_partner"),
    path(
        f"{BID}partners/<slug:organisation>/remove/",
        bids.remove_partner,
        name="bid_partner_remove",
    ),
    path(f"{BID}partners/<slug:organisation>/share/", bids.add_share, name="bid_share_add"),
    path(SHARE, bids.share, name="bid_share"),
    path(f"{SHARE}sign/", bids.sign, name="bid_sign"),
    path(f"{SHARE}remove/", bids.remove_share, name="bid_share_remove"),
    path("grants/", regrants.grants, name="grants"),
    path("grants/add/", regrants.add, name="grant_add"),
    path("grants/recipients/add/", regrants.add_recipient, name="grant_recipient_add"),
    path(GRANT, regrants.grant, name="grant"),
    *(
        path(f"{GRANT}{what}/", regrants.act, {"what": what}, name=f"grant_{what}")
        for what in regrants.ACTS
    ),
]

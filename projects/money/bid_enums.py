"""Words of bids that models, services and pages share."""

from django.db import models

from partners.enums import Role

# Only they sign what their organisation puts into a bid; of a joint bid they read the others’.
SIGNERS = {Role.LEAD, Role.FINANCE}


class BidState(models.TextChoices):
    IDEA = "idea", "Idea"
    DRAFTING = "drafting", "Drafting"
    SIGNING = "signing", "Partners signing"
    SUBMITTED = "submitted", "Submitted"
    WON = "won", "Won"
    LOST = "lost", "Lost"
    WITHDRAWN = "withdrawn", "Withdrawn"


BID_MOVES = {
    BidState.IDEA: {BidState.DRAFTING, BidState.WITHDRAWN},
    BidState.DRAFTING: {BidState.SIGNING, BidState.WITHDRAWN},
    # Back, where a figure of the bid has to change: then everyone signs again.
    BidState.SIGNING: {BidState.DRAFTING, BidState.SUBMITTED, BidState.WITHDRAWN},
    BidState.SUBMITTED: {BidState.WON, BidState.LOST, BidState.WITHDRAWN},
    BidState.WON: set(),
    BidState.LOST: set(),
    BidState.WITHDRAWN: set(),
}
# The funder has not been asked yet.
OPEN = {BidState.IDEA, BidState.DRAFTING, BidState.SIGNING}
# Only of partners that were asked to join.
JOINT = {BidState.SIGNING, BidState.SUBMITTED, BidState.WON, BidState.LOST}
ASKED_OF_FUNDER = {BidState.SUBMITTED, BidState.WON, BidState.LOST}
DECIDED = {BidState.WON, BidState.LOST}
ENDED = {state for state, moves in BID_MOVES.items() if not moves}

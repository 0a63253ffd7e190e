"""What this app tells of what changed, gathered from the rooms: see `diz_portal.changes`."""

from projects.change import what_changed as change
from projects.contracts import what_changed as contracts
from projects.forecast import what_changed as forecast
from projects.meetings import what_changed as meetings
from projects.money import bid_changes as bids
from projects.money import changed_ledger as ledger
from projects.money import claim_changes as claims
from projects.money import what_changed as money
from projects.portfolio import what_changed as portfolio
from projects.returns import what_changed as returns
from projects.rollout import what_changed as rollout

__all__ = [
    "bids",
    "change",
    "claims",
    "contracts",
    "forecast",
    "ledger",
    "meetings",
    "money",
    "portfolio",
    "returns",
    "rollout",
]

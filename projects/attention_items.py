"""What waits for somebody, by subject."""

from projects.benefits import attention_items as benefits
from projects.change import attention_items as change
from projects.contracts import attention_items as contracts
from projects.meetings import attention_items as meetings
from projects.money import attention_items as money
from projects.money import attention_ledger as ledger
from projects.money import bid_attention as bids
from projects.money import claim_items as claims
from projects.packs import attention_items as packs
from projects.returns import attention_items as returns
from projects.rollout.attention_items import sites, wayleaves
from projects.stories import attention_items as stories

__all__ = [
    "benefits",
    "bids",
    "change",
    "claims",
    "contracts",
    "ledger",
    "meetings",
    "money",
    "packs",
    "returns",
    "sites",
    "stories",
    "wayleaves",
]

"""What waits for somebody, by subject."""

from projects.money import attention_items as money
from projects.money import attention_ledger as ledger
from projects.money import bid_attention as bids
from projects.money import claim_items as claims
from projects.packs import attention_items as packs
from projects.returns import attention_items as returns
from projects.rollout.attention_items import sites, wayleaves

__all__ = ["bids", "claims", "ledger", "money", "packs", "returns", "sites", "wayleaves"]

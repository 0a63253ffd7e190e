"""What waits for somebody, by subject."""

from projects.returns import attention_items as returns
from projects.rollout.attention_items import sites, wayleaves

__all__ = ["returns", "sites", "wayleaves"]

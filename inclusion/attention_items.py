"""What waits for somebody, by subject."""

from inclusion.cases import attention_items as cases
from inclusion.cases import attention_teams as teams
from inclusion.databank import attention_items as databank
from inclusion.devices import attention_items as devices
from inclusion.help import attention_items as places
from inclusion.landline import attention_items as landline
from inclusion.learning import attention_items as learning

__all__ = ["cases", "databank", "devices", "landline", "learning", "places", "teams"]

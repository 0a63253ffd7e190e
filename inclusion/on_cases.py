"""What stands on cases, gathered from the rooms: see `inclusion.cases.additions`."""

from inclusion.databank import on_cases as databank
from inclusion.devices import on_cases as devices
from inclusion.help import on_cases as asking
from inclusion.landline import on_cases as landline
from inclusion.learning import on_cases as learning

__all__ = ["asking", "databank", "devices", "landline", "learning"]

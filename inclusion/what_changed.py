"""What this app tells of what changed, gathered from the rooms: see `diz_portal.changes`."""

from inclusion.cases import what_changed as cases
from inclusion.databank import what_changed as databank
from inclusion.devices import what_changed as devices

__all__ = ["cases", "databank", "devices"]

"""What teams and caseworkers have in hand, gathered from the rooms."""

from inclusion.cases import open_work as cases
from inclusion.databank import open_work as databank
from inclusion.devices import open_work as devices
from inclusion.help import open_work as getting_help

__all__ = ["cases", "databank", "devices", "getting_help"]

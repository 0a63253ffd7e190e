"""Who may do what, gathered from the rooms."""

from inclusion.cases import rules as cases
from inclusion.databank import rules as databank
from inclusion.devices import rules as devices
from inclusion.help import rules as getting_help
from inclusion.imports import rules as imports
from inclusion.landline import rules as landline
from inclusion.learning import rules as learning

__all__ = ["cases", "databank", "devices", "getting_help", "imports", "landline", "learning"]

"""What managers look after in the admin: who helps and what with, never whom."""

from inclusion.cases import admin as cases
from inclusion.databank import admin as databank
from inclusion.devices import admin as devices
from inclusion.help import admin as getting_help
from inclusion.imports import admin as imports
from inclusion.learning import admin as learning

__all__ = ["cases", "databank", "devices", "getting_help", "imports", "learning"]

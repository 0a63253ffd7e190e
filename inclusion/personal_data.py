"""What is held about people, gathered from the rooms."""

from inclusion.cases import personal_data as cases
from inclusion.databank import personal_data as databank
from inclusion.devices import personal_data as devices
from inclusion.help import personal_data as getting_help
from inclusion.imports import personal_data as imports
from inclusion.landline import personal_data as landline
from inclusion.learning import personal_data as learning

__all__ = ["cases", "databank", "devices", "getting_help", "imports", "landline", "learning"]

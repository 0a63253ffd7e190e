"""Where people stand in this app, gathered from the rooms."""

# First what the rooms above add to a resident's record.
from inclusion import on_cases
from inclusion.cases import data_subjects as cases
from inclusion.databank import data_subjects as databank
from inclusion.devices import data_subjects as devices
from inclusion.help import data_subjects as getting_help
from inclusion.imports import data_subjects as imports
from inclusion.landline import data_subjects as landline
from inclusion.learning import data_subjects as learning

__all__ = [
    "cases",
    "databank",
    "devices",
    "getting_help",
    "imports",
    "landline",
    "learning",
    "on_cases",
]

"""Gathered for the shell: the lists of the rooms."""

from inclusion.cases import lists as cases
from inclusion.devices import lists as devices
from inclusion.landline import lists as landline

__all__ = ["cases", "devices", "landline"]

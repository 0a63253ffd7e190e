"""What people are reminded of, by subject."""

from inclusion.devices import reminders as devices
from inclusion.learning import reminders as learning

__all__ = ["devices", "learning"]

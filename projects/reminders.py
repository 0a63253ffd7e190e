"""What people are reminded of, by subject."""

from projects.returns import reminders as returns

__all__ = ["returns"]

"""The admin's lists and forms. Whatever has rules of its own is done by the services."""

from . import milestone, reporting, risk

__all__ = ["milestone", "reporting", "risk"]

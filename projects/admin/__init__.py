"""The admin's lists and forms. Whatever has rules of its own is done by the services."""

from . import imports, milestone, programme, reporting, risk, scope, site, wayleave

__all__ = ["imports", "milestone", "programme", "reporting", "risk", "scope", "site", "wayleave"]

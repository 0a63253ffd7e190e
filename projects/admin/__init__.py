"""The admin's lists and forms. Whatever has rules of its own is done by the services."""

from . import milestone, programme, reporting, risk, scope, site, wayleave

__all__ = ["milestone", "programme", "reporting", "risk", "scope", "site", "wayleave"]

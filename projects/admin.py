from projects.imports import admin as imports
from projects.portfolio.admin import milestone, programme, risk
from projects.returns import admin as returns
from projects.rollout.admin import scope, site, wayleave

__all__ = ["imports", "milestone", "programme", "returns", "risk", "scope", "site", "wayleave"]

from projects.imports import admin as imports
from projects.money import admin as money
from projects.money import admin_bids
from projects.money import admin_ledger as ledger
from projects.portfolio.admin import milestone, programme, risk
from projects.returns import admin as returns
from projects.rollout.admin import scope, site, wayleave

__all__ = [
    "admin_bids",
    "imports",
    "ledger",
    "milestone",
    "money",
    "programme",
    "returns",
    "risk",
    "scope",
    "site",
    "wayleave",
]

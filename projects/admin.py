from projects.change import admin as change
from projects.contracts import admin as contracts
from projects.imports import admin as imports
from projects.meetings import admin as meetings
from projects.money import admin as money
from projects.money import admin_bids
from projects.money import admin_ledger as ledger
from projects.portfolio.admin import milestone, programme, risk
from projects.returns import admin as returns
from projects.rollout.admin import scope, site, wayleave

__all__ = [
    "admin_bids",
    "change",
    "contracts",
    "imports",
    "ledger",
    "meetings",
    "milestone",
    "money",
    "programme",
    "returns",
    "risk",
    "scope",
    "site",
    "wayleave",
]

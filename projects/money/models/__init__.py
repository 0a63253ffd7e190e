from projects.money.enums import SOURCE_MOVES
from projects.money.models.budget import BudgetFigure, BudgetLine, VarianceReason
from projects.money.models.finance import Finance
from projects.money.models.ledger import LedgerDifference, LedgerLine, LedgerMatch, LedgerMonth
from projects.money.models.ledger_imports import (
    LedgerImportBatch,
    LedgerImportKind,
    LedgerImportMapping,
    LedgerImportRow,
    LedgerImportSource,
)
from projects.money.models.postings import Posting
from projects.money.models.sources import (
    ConditionKind,
    FundingCondition,
    FundingLetter,
    FundingSource,
    InKindGiven,
    SourceEvent,
)

__all__ = [
    "SOURCE_MOVES",
    "BudgetFigure",
    "BudgetLine",
    "ConditionKind",
    "Finance",
    "FundingCondition",
    "FundingLetter",
    "FundingSource",
    "InKindGiven",
    "LedgerDifference",
    "LedgerImportBatch",
    "LedgerImportKind",
    "LedgerImportMapping",
    "LedgerImportRow",
    "LedgerImportSource",
    "LedgerLine",
    "LedgerMatch",
    "LedgerMonth",
    "Posting",
    "SourceEvent",
    "VarianceReason",
]

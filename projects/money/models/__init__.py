from projects.money.bid_enums import BID_MOVES
from projects.money.claim_states import CLAIM_MOVES
from projects.money.enums import SOURCE_MOVES
from projects.money.enums_ledger import MONTH_MOVES
from projects.money.models.bids import Bid, BidEvent, BidShare, BidSignature
from projects.money.models.budget import BudgetFigure, BudgetLine, VarianceReason
from projects.money.models.claims import (
    Claim,
    ClaimEvent,
    ClaimEvidence,
    ClaimLine,
    ClaimReceipt,
)
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
from projects.money.models.regrants import (
    GrantRecipient,
    Regrant,
    RegrantEvent,
    RegrantNote,
    RegrantPayment,
)
from projects.money.models.sources import (
    ConditionKind,
    FundingCondition,
    FundingLetter,
    FundingSource,
    InKindGiven,
    SourceEvent,
)
from projects.money.regrant_enums import REGRANT_MOVES

__all__ = [
    "BID_MOVES",
    "CLAIM_MOVES",
    "MONTH_MOVES",
    "REGRANT_MOVES",
    "SOURCE_MOVES",
    "Bid",
    "BidEvent",
    "BidShare",
    "BidSignature",
    "BudgetFigure",
    "BudgetLine",
    "Claim",
    "ClaimEvent",
    "ClaimEvidence",
    "ClaimLine",
    "ClaimReceipt",
    "ConditionKind",
    "Finance",
    "FundingCondition",
    "FundingLetter",
    "FundingSource",
    "GrantRecipient",
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
    "Regrant",
    "RegrantEvent",
    "RegrantNote",
    "RegrantPayment",
    "SourceEvent",
    "VarianceReason",
]

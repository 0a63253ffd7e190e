from inclusion.databank.models.databank import (
    ACCOUNT_MOVES,
    HELD,
    NOT_HERE,
    NOT_RECEIVED,
    UNUSABLE,
    Account,
    DataBatch,
    DataItem,
    ItemKind,
    compared,
    known_as,
)
from inclusion.databank.models.ledger import (
    DataBalance,
    DataEntry,
)
from inclusion.databank.models.pledge import (
    OPEN_PLEDGES,
    PLEDGE_MOVES,
    DataPledge,
    PledgeKind,
    PledgeState,
)

__all__ = [
    "ACCOUNT_MOVES",
    "HELD",
    "NOT_HERE",
    "NOT_RECEIVED",
    "OPEN_PLEDGES",
    "PLEDGE_MOVES",
    "UNUSABLE",
    "Account",
    "DataBalance",
    "DataBatch",
    "DataEntry",
    "DataItem",
    "DataPledge",
    "ItemKind",
    "PledgeKind",
    "PledgeState",
    "compared",
    "known_as",
]

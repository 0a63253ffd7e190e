from inclusion.databank.models.databank import (
    ACCOUNT_MOVES,
    HELD,
    MB_PER_GB,
    WASTED,
    Account,
    DataBalance,
    DataBatch,
    DataEntry,
    DataItem,
    ItemKind,
    compared,
    known_as,
)
from inclusion.databank.models.pledge import (
    PLEDGE_MOVES,
    DataPledge,
    PledgeKind,
    PledgeState,
)

__all__ = [
    "ACCOUNT_MOVES",
    "HELD",
    "MB_PER_GB",
    "PLEDGE_MOVES",
    "WASTED",
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

from projects.returns.models.imports import (
    ReturnImportBatch,
    ReturnImportKind,
    ReturnImportMapping,
    ReturnImportRow,
)
from projects.returns.models.reporting import (
    OWED,
    RAG,
    RETURN_MOVES,
    ReportingRound,
    Return,
    ReturnEvent,
    ReturnState,
    ReturnStep,
)

__all__ = [
    "OWED",
    "RAG",
    "RETURN_MOVES",
    "ReportingRound",
    "Return",
    "ReturnEvent",
    "ReturnImportBatch",
    "ReturnImportKind",
    "ReturnImportMapping",
    "ReturnImportRow",
    "ReturnState",
    "ReturnStep",
]

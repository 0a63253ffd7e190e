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
    "ReturnState",
    "ReturnStep",
]

from projects.returns.models.reporting import (
    OWED,
    RAG,
    RETURN_MOVES,
    ReminderState,
    ReportingRound,
    Return,
    ReturnEvent,
    ReturnReminder,
    ReturnState,
)

__all__ = [
    "OWED",
    "RAG",
    "RETURN_MOVES",
    "ReminderState",
    "ReportingRound",
    "Return",
    "ReturnEvent",
    "ReturnReminder",
    "ReturnState",
]

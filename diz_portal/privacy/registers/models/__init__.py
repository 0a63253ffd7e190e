from .asked import CameBy
from .complaint import (
    COMPLAINT_MOVES,
    OPEN_COMPLAINTS,
    Complaint,
    ComplaintEvent,
    ComplaintEventKind,
    ComplaintOutcome,
    ComplaintState,
)
from .request import (
    OPEN_REQUESTS,
    REQUEST_MOVES,
    DataRequest,
    ExtensionGround,
    PauseGround,
    RefusalGround,
    RequestEvent,
    RequestEventKind,
    RequestKind,
    RequestState,
)

__all__ = [
    "COMPLAINT_MOVES",
    "OPEN_COMPLAINTS",
    "OPEN_REQUESTS",
    "REQUEST_MOVES",
    "CameBy",
    "Complaint",
    "ComplaintEvent",
    "ComplaintEventKind",
    "ComplaintOutcome",
    "ComplaintState",
    "DataRequest",
    "ExtensionGround",
    "PauseGround",
    "RefusalGround",
    "RequestEvent",
    "RequestEventKind",
    "RequestKind",
    "RequestState",
]

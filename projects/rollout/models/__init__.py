from projects.rollout.models.scope import (
    REASONS_EITHER_WAY,
    REASONS_IN,
    REASONS_OUT,
    ScopeChange,
    ScopeEntry,
    ScopeReason,
)
from projects.rollout.models.site import (
    Site,
    StageEntry,
)
from projects.rollout.models.wayleave import (
    WAYLEAVE_MOVES,
    Wayleave,
    WayleaveEvent,
    WayleaveState,
)

__all__ = [
    "REASONS_EITHER_WAY",
    "REASONS_IN",
    "REASONS_OUT",
    "WAYLEAVE_MOVES",
    "ScopeChange",
    "ScopeEntry",
    "ScopeReason",
    "Site",
    "StageEntry",
    "Wayleave",
    "WayleaveEvent",
    "WayleaveState",
]

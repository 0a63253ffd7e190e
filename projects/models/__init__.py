from .imports import (
    AT_WORK,
    IMPORT_MOVES,
    ImportAction,
    ImportBatch,
    ImportKind,
    ImportMapping,
    ImportRow,
    ImportSource,
    ImportState,
)
from .milestone import Milestone, MilestoneBaseline
from .programme import Programme, Project, ProjectState, Theme
from .reporting import (
    RAG,
    RETURN_MOVES,
    ReportingRound,
    Return,
    ReturnEvent,
    ReturnReminder,
    ReturnState,
)
from .risk import Proximity, Risk, RiskState
from .scope import REASONS_IN, REASONS_OUT, ScopeChange, ScopeEntry, ScopeReason
from .site import Site, StageEntry
from .wayleave import WAYLEAVE_MOVES, Wayleave, WayleaveEvent, WayleaveState

__all__ = [
    "AT_WORK",
    "IMPORT_MOVES",
    "RAG",
    "REASONS_IN",
    "REASONS_OUT",
    "RETURN_MOVES",
    "WAYLEAVE_MOVES",
    "ImportAction",
    "ImportBatch",
    "ImportKind",
    "ImportMapping",
    "ImportRow",
    "ImportSource",
    "ImportState",
    "Milestone",
    "MilestoneBaseline",
    "Programme",
    "Project",
    "ProjectState",
    "Proximity",
    "ReportingRound",
    "Return",
    "ReturnEvent",
    "ReturnReminder",
    "ReturnState",
    "Risk",
    "RiskState",
    "ScopeChange",
    "ScopeEntry",
    "ScopeReason",
    "Site",
    "StageEntry",
    "Theme",
    "Wayleave",
    "WayleaveEvent",
    "WayleaveState",
]

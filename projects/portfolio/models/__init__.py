from projects.portfolio.models.milestone import (
    Milestone,
    MilestoneBaseline,
)
from projects.portfolio.models.programme import (
    Programme,
    Project,
    ProjectState,
    Theme,
)
from projects.portfolio.models.risk import (
    SCORES,
    Proximity,
    Risk,
    RiskState,
)

__all__ = [
    "SCORES",
    "Milestone",
    "MilestoneBaseline",
    "Programme",
    "Project",
    "ProjectState",
    "Proximity",
    "Risk",
    "RiskState",
    "Theme",
]

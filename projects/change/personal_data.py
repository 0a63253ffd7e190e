"""What is held about people in change requests."""

from diz_portal.privacy import JOINT, declare, no_personal_data
from projects.change.models import (
    ChangeControl,
    ChangeEvent,
    ChangeFigure,
    ChangeMilestone,
    ChangeRequest,
    ChangeSite,
)
from projects.portfolio.personal_data import AS_RECORD, PROGRAMME

declare(
    ChangeRequest,
    what="Change requests",
    personal={
        "written_by": "who wrote it",
        "asked_by": "who asked for it",
        "decided_by": "who decided, or recorded the decision of the board",
        "reason": "why",
        "effect_on_time": "effect on time",
        "effect_on_cost": "effect on cost",
        "effect_on_scope": "effect on scope",
        "decided_words": "decision",
    },
    not_personal={"title": "what changes"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show who requested a change, who approved it, and what it changed",
    retention=AS_RECORD,
)
declare(
    ChangeEvent,
    what="Steps of change requests",
    personal={"by": "who took the step", "words": "reason"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show who decided what, and when",
    retention=AS_RECORD,
)
declare(
    ChangeControl,
    what="Change control of projects",
    personal={"started_by": "who set the baseline"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show who set the baseline and its limits",
    retention=AS_RECORD,
)
no_personal_data(
    ChangeMilestone,
    reason="Milestones that a request would move, add or withdraw.",
    texts="title",
)
no_personal_data(ChangeSite, reason="Sites that a request would add or remove.")
no_personal_data(ChangeFigure, reason="Budgets that a request would change.")

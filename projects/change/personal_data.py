"""What is held about people in change requests."""

from diz_portal.privacy import no_personal_data
from projects.change.models import (
    ChangeControl,
    ChangeEvent,
    ChangeFigure,
    ChangeMilestone,
    ChangeRequest,
    ChangeSite,
)
from projects.portfolio.personal_data import on_record

on_record(
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
    why="To show who requested a change, who approved it, and what it changed",
)
on_record(
    ChangeEvent,
    what="Steps of change requests",
    personal={"by": "who took the step", "words": "reason"},
    why="To show who decided what, and when",
)
on_record(
    ChangeControl,
    what="Change control of projects",
    personal={"started_by": "who set the baseline"},
    why="To show who set the baseline and its limits",
)
no_personal_data(
    ChangeMilestone,
    reason="Milestones that a request would move, add or withdraw.",
    texts="title",
)
no_personal_data(ChangeSite, reason="Sites that a request would add or remove.")
no_personal_data(ChangeFigure, reason="Budgets that a request would change.")

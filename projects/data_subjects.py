"""No record of a project is about a person; some of its words may name one."""

from diz_portal.privacy.kinds import elsewhere
from projects.imports.models import ImportBatch, ImportRow
from projects.portfolio.models import Milestone, MilestoneBaseline, Risk
from projects.returns.models import Return, ReturnEvent, ReturnImportBatch, ReturnImportRow
from projects.rollout.models import ScopeChange, StageEntry, Wayleave, WayleaveEvent

for model in (
    ImportBatch,
    ImportRow,
    Milestone,
    MilestoneBaseline,
    Return,
    ReturnEvent,
    ReturnImportBatch,
    ReturnImportRow,
    Risk,
    ScopeChange,
    StageEntry,
    Wayleave,
    WayleaveEvent,
):
    elsewhere(model, "Words on the programme's work, in which somebody may be named.")

"""What is held about people in the rollout."""

from diz_portal.privacy import JOINT, declare, no_personal_data
from projects.portfolio.personal_data import AS_RECORD, PROGRAMME
from projects.rollout.models import (
    ScopeChange,
    ScopeEntry,
    Site,
    StageEntry,
    Wayleave,
    WayleaveEvent,
)

declare(
    ScopeChange,
    what="Scope changes",
    personal={"approved_by": "who approved the change", "note": "note on the change"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To explain each change in what the funding covers",
    retention=AS_RECORD,
)
declare(
    StageEntry,
    what="Progress of sites",
    personal={
        "by": "who recorded it",
        "evidence": "evidence",
        "evidence_file": "evidence file, kept with the uploaded documents",
        "reason": "reason",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show each site’s progress and who recorded it",
    retention=AS_RECORD,
)
declare(
    Wayleave,
    what="Wayleaves (landowners’ permissions)",
    personal={"grantor": "the landowner, who may be a person", "next_action": "next action"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To get permission to bring fibre to a building",
    retention=AS_RECORD,
)
declare(
    WayleaveEvent,
    what="History of wayleaves",
    personal={"by": "who recorded it", "note": "note on what happened"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what was requested, answered and agreed",
    retention=AS_RECORD,
)
no_personal_data(
    Site,
    reason="Addresses of surgeries and public buildings, no one’s home.",
    texts="name ods_code uprn address postcode supplier order_ref method_before method_after "
    "withdrawn_reason",
    not_personal={"notes": "notes on the building and the work"},
)
no_personal_data(ScopeEntry, reason="The sites in each scope change.")

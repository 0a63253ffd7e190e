"""What is held about people in the rollout."""

from diz_portal.privacy import no_personal_data
from projects.portfolio.personal_data import on_record
from projects.rollout.models import (
    ScopeChange,
    ScopeEntry,
    Site,
    StageEntry,
    Wayleave,
    WayleaveEvent,
)

on_record(
    ScopeChange,
    what="Scope changes",
    personal={"approved_by": "who approved the change", "note": "note on the change"},
    why="To explain each change in what the funding covers",
)
on_record(
    StageEntry,
    what="Progress of sites",
    personal={
        "by": "who recorded it",
        "evidence": "evidence",
        "evidence_file": "evidence file, kept with the uploaded documents",
        "reason": "reason",
    },
    why="To show each site’s progress and who recorded it",
)
on_record(
    Wayleave,
    what="Wayleaves (landowners’ permissions)",
    personal={"grantor": "the landowner, who may be a person", "next_action": "next action"},
    why="To get permission to bring fibre to a building",
)
on_record(
    WayleaveEvent,
    what="History of wayleaves",
    personal={"by": "who recorded it", "note": "note on what happened"},
    why="To show what was requested, answered and agreed",
)
no_personal_data(
    Site,
    reason="Addresses of surgeries and public buildings, no one’s home.",
    texts="name ods_code uprn address postcode supplier order_ref method_before method_after "
    "withdrawn_reason",
    not_personal={"notes": "notes on the building and the work"},
)
no_personal_data(ScopeEntry, reason="The sites in each scope change.")

"""What is held about people in monthly returns."""

from diz_portal.privacy import no_personal_data
from projects.portfolio.personal_data import files_of_imports, on_record, rows_of_imports
from projects.returns.models import (
    ReportingRound,
    Return,
    ReturnEvent,
    ReturnImportBatch,
    ReturnImportMapping,
    ReturnImportRow,
)

on_record(
    Return,
    what="Monthly returns",
    personal={
        "saved_by": "who wrote it last",
        "narrative": "account of the month",
        "delivery_comment": "comment on delivery",
        "spend_comment": "comment on spend",
        "risk_comment": "comment on risk",
        "lines": "progress, as the reporter described it",
        "answer": "response to the changes that were requested",
    },
    not_personal={"milestones": "dates, by reference"},
    why="To report each partner’s progress once a month",
)
on_record(
    ReturnEvent,
    what="History of monthly returns",
    personal={"by": "who did it", "reason": "reason", "answers": "the answers at that time"},
    why="To show what was submitted, sent back and accepted",
)
no_personal_data(ReportingRound, reason="Reporting rounds.")
no_personal_data(
    ReturnImportMapping,
    reason="A partner’s column headings and answers.",
    texts="supplier headings words",
)
files_of_imports(
    ReturnImportBatch,
    "Imported files of monthly returns",
    "projects.returns.services.importing.clear_old",
)
rows_of_imports(ReturnImportRow, "Rows of imported monthly returns")

"""What is held about people in contracts and subsidy."""

from diz_portal.privacy import no_personal_data
from projects.contracts.models import (
    Contract,
    ContractKpi,
    ContractNotice,
    ContractReview,
    Dissolution,
    Subsidy,
)
from projects.portfolio.personal_data import on_record

on_record(
    Subsidy,
    what="Subsidy assessments",
    personal={
        "assessed_by": "who assessed the award",
        "reviewed_by": "who reviewed it",
        "reasoning": "reasoning",
        "purpose": "what the award is for",
        "withdrawn_reason": "why it was withdrawn",
    },
    not_personal={"enterprise company_number upload_reference": "the enterprise, and references"},
    why="To show why an award to an enterprise was lawful",
)
on_record(
    Contract,
    what="Contracts of projects",
    personal={"note": "note on the contract"},
    not_personal={"title supplier consent_reference": "what is bought, and from which company"},
    why="To show what a project buys, and under which rules",
)
on_record(
    ContractReview,
    what="Reviews of contracts",
    personal={"outcome": "what the review found"},
    why="To show that contracts are managed",
)
no_personal_data(ContractNotice, reason="Published notices.", texts="number")
no_personal_data(ContractKpi, reason="How a supplier’s performance is measured.", texts="words")
no_personal_data(Dissolution, reason="Councils that will be dissolved.", texts="direction")

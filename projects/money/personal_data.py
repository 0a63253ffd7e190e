"""What is held about people in money."""

from diz_portal.privacy import no_personal_data
from projects.money.models import (
    Bid,
    BidEvent,
    BidShare,
    BidSignature,
    BudgetFigure,
    BudgetLine,
    Claim,
    ClaimEvent,
    ClaimEvidence,
    ClaimLine,
    ClaimReceipt,
    Finance,
    FundingCondition,
    FundingLetter,
    FundingSource,
    GrantRecipient,
    InKindGiven,
    LedgerDifference,
    LedgerImportBatch,
    LedgerImportMapping,
    LedgerImportRow,
    LedgerLine,
    LedgerMatch,
    LedgerMonth,
    Posting,
    Regrant,
    RegrantEvent,
    RegrantNote,
    RegrantPayment,
    SourceEvent,
    VarianceReason,
)
from projects.portfolio.personal_data import files_of_imports, on_record, rows_of_imports

on_record(
    FundingSource,
    what="Funding sources",
    personal={"note": "note on the funding", "evidence": "evidence that it is secured"},
    not_personal={
        "title funder agreement_reference": "name of the fund and who gives it",
        "valuation acceptance_reason": "how a contribution is valued, and where that is agreed",
    },
    why="To know what each funder and partner gives to a project",
)
on_record(
    SourceEvent,
    what="History of funding sources",
    personal={"by": "who recorded it", "reason": "reason"},
    why="To show when funding was secured or withdrawn, and why",
)
on_record(
    FundingLetter,
    what="Award and variation letters",
    personal={"by": "who recorded it", "reason": "reason for the variation"},
    not_personal={"letter_reference attempt": "reference of the letter, and a code for the form"},
    why="To show how an award came to its amount",
)
on_record(
    FundingCondition,
    what="Funding conditions",
    personal={"met_how": "how it was met"},
    not_personal={"title": "what the funder asks for"},
    why="To do what each funder asks for, in time",
)
on_record(
    InKindGiven,
    what="Contributions in kind",
    personal={
        "by": "who recorded it",
        "what": "what was given, which may name who worked",
        "evidence": "evidence",
    },
    not_personal={"unit attempt": "unit of the quantity, and a code for the form"},
    why="To count what is given in kind as match",
)
on_record(
    Posting,
    what="Money received and spent",
    personal={
        "by": "who recorded it",
        "counterparty": "who paid or was paid, who may be a sole trader",
        "description": "what was paid for",
        "reason": "reason for a correction",
    },
    not_personal={
        "transaction_reference pair attempt": "references in the accounts, and a code for the form",
        "consent_reference": "reference of a consent to the council",
    },
    why="To account for public money to the penny",
)
no_personal_data(Claim, reason="What was asked of a funder, and when.", texts="attempt")
on_record(
    ClaimLine,
    what="Lines of claims",
    personal={
        "by": "who entered the line",
        "no_invoice": "why there is no invoice",
        "no_payment": "why there is no proof of payment",
    },
    why="To show what each claim is for, so that no cost is claimed twice",
)
on_record(
    ClaimEvidence,
    what="Evidence of claims",
    personal={"paper": "invoice or proof of payment, kept with the uploaded documents"},
    why="To show a funder that each cost was real and was paid",
)
on_record(
    ClaimEvent,
    what="History of claims",
    personal={"by": "who did it", "reason": "reason"},
    not_personal={"attempt": "a code for the form"},
    why="To show that the person who asked for money did not approve it",
)
on_record(
    LedgerLine,
    what="Ledger lines",
    personal={
        "supplier": "who was paid, who may be a sole trader",
        "description": "what was paid for",
    },
    not_personal={"transaction_reference cost_centre": "references in the accounts"},
    why="To show that the portal and the accounts agree to the penny",
)
on_record(
    LedgerMatch,
    what="Matches of ledger lines",
    personal={"by": "who matched them", "withdrawn_by": "who undid the match"},
    why="To show that the portal and the accounts agree to the penny",
)
on_record(
    LedgerMonth,
    what="Reconciled months",
    personal={"signed_by": "who signed the month", "locked_by": "who locked it"},
    why="To show who is responsible for the figures of a month",
)
on_record(
    LedgerDifference,
    what="Differences between ledgers and the portal",
    personal={"by": "who recorded it", "says": "reason for the difference"},
    not_personal={"attempt": "a code for the form"},
    why="To explain why the accounts and the portal differ",
)
on_record(
    BudgetFigure,
    what="Budgets and forecasts",
    personal={"by": "who recorded it", "reason": "reason"},
    why="To show what was planned, and why that changed",
)
on_record(
    VarianceReason,
    what="Reasons for variances",
    personal={"by": "who recorded it", "reason": "reason"},
    why="To explain why spend differs from the budget",
)
on_record(
    Bid,
    what="Bids",
    personal={
        "note": "note on the bid",
        "feedback": "the funder’s feedback",
        "lessons": "lessons learned",
    },
    not_personal={
        "title funder scheme": "name of the bid, its funder and the fund",
        "attempt": "a code for the form",
    },
    why="To bid together for funding, and to learn from what was won and lost",
)
on_record(
    BidEvent,
    what="History of bids",
    personal={"by": "who recorded it", "reason": "reason"},
    not_personal={"attempt": "a code for the form"},
    why="To show when a bid was submitted and decided",
)
on_record(
    BidSignature,
    what="Signatures of partners’ shares of bids",
    personal={"by": "who signed"},
    not_personal={"valuation": "how a contribution is valued"},
    why="To show who signed for which amount on behalf of a partner",
)
no_personal_data(BidShare, reason="What a partner contributes to a bid.", texts="valuation")
no_personal_data(
    GrantRecipient,
    reason="Voluntary organisations, by their registration number. Never a person.",
    texts="name number constitution",
)
on_record(
    Regrant,
    what="Grants to voluntary organisations",
    personal={
        "purpose": "purpose of the grant",
        "conditions": "conditions",
        "decision": "who decided",
        "agreement": "grant agreement",
    },
    not_personal={
        "title programme department": "name of the grant and who awards it",
        "public_fields regrant_type attempt": "made by the portal",
    },
    why="To account for grants, and to publish them as the law requires",
)
on_record(
    RegrantEvent,
    what="History of grants to voluntary organisations",
    personal={"by": "who recorded it", "reason": "reason"},
    why="To show when a grant was decided, awarded, changed or cancelled",
)
on_record(
    RegrantNote,
    what="Monitoring of grants to voluntary organisations",
    personal={"by": "who recorded it", "note": "what was found"},
    not_personal={"attempt": "a code for the form"},
    why="To know whether the purpose of a grant was met",
)
no_personal_data(RegrantPayment, reason="Which postings paid a grant.")
no_personal_data(BudgetLine, reason="What money is planned for.", texts="heading")
no_personal_data(
    Finance, reason="What a project costs, and the limits for variances.", texts="gap_comment"
)
no_personal_data(
    LedgerImportMapping,
    reason="The column headings of a ledger.",
    texts="supplier headings words",
)
no_personal_data(ClaimReceipt, reason="Which receipt paid which claim.")
files_of_imports(
    LedgerImportBatch, "Imported files of ledgers", "projects.money.services.ledger_files.clear_old"
)
rows_of_imports(LedgerImportRow, "Rows of imported ledgers")

from django.conf import settings

from diz_portal.privacy import (
    JOINT,
    Footing,
    Purpose,
    Retention,
    declare,
    kept,
    no_personal_data,
    purpose,
)
from projects.benefits.models import Benefit, BenefitMeasure, SiteMeasure
from projects.change.models import (
    ChangeControl,
    ChangeEvent,
    ChangeFigure,
    ChangeMilestone,
    ChangeRequest,
    ChangeSite,
)
from projects.contracts.models import (
    Contract,
    ContractKpi,
    ContractNotice,
    ContractReview,
    Dissolution,
    Subsidy,
)
from projects.forecast.models import PublishedForecast
from projects.imports.models import ImportBatch, ImportMapping, ImportRow
from projects.meetings.models import (
    Attendance,
    Meeting,
    MeetingAction,
    MeetingEvent,
    MeetingItem,
    MeetingPaper,
)
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
from projects.packs.models import (
    Pack,
    PackDecision,
    PackEdition,
    PackFigure,
    PackSentence,
    PackWithheld,
    WithheldReview,
)
from projects.portfolio.models import Milestone, MilestoneBaseline, Programme, Project, Risk
from projects.returns.models import (
    ReportingRound,
    Return,
    ReturnEvent,
    ReturnImportBatch,
    ReturnImportMapping,
    ReturnImportRow,
)
from projects.rollout.models import (
    ScopeChange,
    ScopeEntry,
    Site,
    StageEntry,
    Wayleave,
    WayleaveEvent,
)
from projects.stories.models import CaseStudy, CaseStudyEvent, LessonLearned

PROGRAMME = purpose(
    Purpose(
        key="programme",
        title="Record of the programme",
        plain="We keep who recorded what about a project, so that every figure can be traced. If "
        "you own land that a cable crosses, we keep what was agreed with you.",
        whom="People who work for partners, and landowners",
        controller=JOINT,
        footing=Footing.SERVICE,
        main="accounts.User",
        kept="For as long as we keep the record of the programme. Once your account is closed, "
        "we remove your name {period} after you last signed in.",
        source="The people who work on the project, and files of suppliers",
        recipients="Partners on the same project, and programme managers",
        of_residents=False,
        order=80,
    )
)
AS_RECORD = kept(
    "For as long as the record of the programme. A name is replaced by a reference {period} after "
    "the last sign-in to a closed account",
    follows="accounts.User",
)

declare(
    Project,
    what="Projects",
    personal={"sro": "senior responsible owner"},
    not_personal={
        "slug title summary": "public description of the project",
        "figures": "chosen from a list",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To know who is responsible for each project",
    retention=AS_RECORD,
)
declare(
    Milestone,
    what="Milestones",
    personal={
        "note": "note on the milestone",
        "withdrawn_reason": "why it was withdrawn",
    },
    not_personal={"title": "name of the milestone"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To track progress against agreed dates",
    retention=AS_RECORD,
)
declare(
    Risk,
    what="Risks and issues",
    personal={
        "description": "impact if it happens",
        "mitigation": "mitigation",
        "closing_note": "reason for closing",
    },
    not_personal={"title": "name of the risk"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To manage risks, and to show what was done about them",
    retention=AS_RECORD,
)
declare(
    MilestoneBaseline,
    what="Approved baseline changes of milestones",
    personal={"approved_by": "who approved the change", "reason": "reason"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show who approved each change of date, and why",
    retention=AS_RECORD,
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
declare(
    FundingSource,
    what="Funding sources",
    personal={"note": "note on the funding", "evidence": "evidence that it is secured"},
    not_personal={
        "title funder agreement_reference": "name of the fund and who gives it",
        "valuation acceptance_reason": "how a contribution is valued, and where that is agreed",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To know what each funder and partner gives to a project",
    retention=AS_RECORD,
)
declare(
    SourceEvent,
    what="History of funding sources",
    personal={"by": "who recorded it", "reason": "reason"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show when funding was secured or withdrawn, and why",
    retention=AS_RECORD,
)
declare(
    FundingLetter,
    what="Award and variation letters",
    personal={"by": "who recorded it", "reason": "reason for the variation"},
    not_personal={"letter_reference attempt": "reference of the letter, and a code for the form"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show how an award came to its amount",
    retention=AS_RECORD,
)
declare(
    FundingCondition,
    what="Funding conditions",
    personal={"met_how": "how it was met"},
    not_personal={"title": "what the funder asks for"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To do what each funder asks for, in time",
    retention=AS_RECORD,
)
declare(
    InKindGiven,
    what="Contributions in kind",
    personal={
        "by": "who recorded it",
        "what": "what was given, which may name who worked",
        "evidence": "evidence",
    },
    not_personal={"unit attempt": "unit of the quantity, and a code for the form"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To count what is given in kind as match",
    retention=AS_RECORD,
)
declare(
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
    controller=JOINT,
    purpose=PROGRAMME,
    why="To account for public money to the penny",
    retention=AS_RECORD,
)
no_personal_data(Claim, reason="What was asked of a funder, and when.", texts="attempt")
declare(
    ClaimLine,
    what="Lines of claims",
    personal={
        "by": "who entered the line",
        "no_invoice": "why there is no invoice",
        "no_payment": "why there is no proof of payment",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what each claim is for, so that no cost is claimed twice",
    retention=AS_RECORD,
)
declare(
    ClaimEvidence,
    what="Evidence of claims",
    personal={"paper": "invoice or proof of payment, kept with the uploaded documents"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show a funder that each cost was real and was paid",
    retention=AS_RECORD,
)
declare(
    ClaimEvent,
    what="History of claims",
    personal={"by": "who did it", "reason": "reason"},
    not_personal={"attempt": "a code for the form"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show that the person who asked for money did not approve it",
    retention=AS_RECORD,
)
declare(
    LedgerLine,
    what="Ledger lines",
    personal={
        "supplier": "who was paid, who may be a sole trader",
        "description": "what was paid for",
    },
    not_personal={"transaction_reference cost_centre": "references in the accounts"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show that the portal and the accounts agree to the penny",
    retention=AS_RECORD,
)
declare(
    LedgerMatch,
    what="Matches of ledger lines",
    personal={"by": "who matched them", "withdrawn_by": "who undid the match"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show that the portal and the accounts agree to the penny",
    retention=AS_RECORD,
)
declare(
    LedgerMonth,
    what="Reconciled months",
    personal={"signed_by": "who signed the month", "locked_by": "who locked it"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show who is responsible for the figures of a month",
    retention=AS_RECORD,
)
declare(
    LedgerDifference,
    what="Differences between ledgers and the portal",
    personal={"by": "who recorded it", "says": "reason for the difference"},
    not_personal={"attempt": "a code for the form"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To explain why the accounts and the portal differ",
    retention=AS_RECORD,
)
declare(
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
    controller=JOINT,
    purpose=PROGRAMME,
    why="To report each partner’s progress once a month",
    retention=AS_RECORD,
)
declare(
    ReturnEvent,
    what="History of monthly returns",
    personal={"by": "who did it", "reason": "reason", "answers": "the answers at that time"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what was submitted, sent back and accepted",
    retention=AS_RECORD,
)
declare(
    Pack,
    what="Board packs",
    personal={
        "started_by": "who started the draft",
        "issued_by": "who issued it",
        "published_by": "who published it",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what the board was told, and who issued it",
    retention=AS_RECORD,
)
declare(
    PackSentence,
    what="Sentences of board packs",
    personal={
        "text": "what has changed, as it was worded",
        "drafted": "what the records say has changed",
        "rows": "the records it is based on",
        "edited_by": "who edited it",
    },
    not_personal={"rule": "made by the portal"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To tell the board what has changed",
    retention=AS_RECORD,
)
declare(
    PackDecision,
    what="Decisions required from boards",
    personal={
        "question": "the decision required",
        "options": "the options",
        "recommendation": "what is recommended",
        "financial legal equality data_protection climate": "the implications",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To ask the board for a decision, with its implications",
    retention=AS_RECORD,
)
declare(
    PackEdition,
    what="Issued editions of board packs",
    personal={"paper": "everything in the edition"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To keep what the board was given as it was",
    retention=AS_RECORD,
)
declare(
    PackWithheld,
    what="Items withheld from publication",
    personal={"reason": "the public interest", "decided_by": "who decided"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show why an item is exempt from publication, and who decided",
    retention=AS_RECORD,
)
declare(
    WithheldReview,
    what="Reviews of withheld items",
    personal={"reason": "reason", "by": "who reviewed it"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show that an exempt item was reviewed",
    retention=AS_RECORD,
)
no_personal_data(PackFigure, reason="Figures in a board pack.", texts="key label")
IMPORTS_STAY = (
    "We keep the details of the import for as long as the record of the programme. The file "
    "itself is "
    "deleted {period} after it was applied or undone, and straight away if it cannot be read or is "
    "discarded. An import that was never applied is deleted with its file {period} after it was "
    "uploaded"
)
for model, what, clears in (
    (ImportBatch, "Imported files", "projects.imports.services.clear_old"),
    (
        ReturnImportBatch,
        "Imported files of monthly returns",
        "projects.returns.services.importing.clear_old",
    ),
    (
        LedgerImportBatch,
        "Imported files of ledgers",
        "projects.money.services.ledger_files.clear_old",
    ),
):
    declare(
        model,
        what=what,
        personal={
            "uploaded_by": "who uploaded the file",
            "applied_by": "who applied it",
            "undone_by": "who undid it",
            "file_name": "name of the file",
            "file": "the file as it was uploaded",
            "found": "examples from the file",
            "corrections_reason": "why the file corrects what was recorded",
        },
        not_personal={
            "supplier headings words": "column headings and stage names of a supplier’s files",
            "sha256 summary problem choices": "made by the portal",
        },
        controller=JOINT,
        purpose=PROGRAMME,
        why="To trace each imported figure to its file, and to undo an import",
        retention=Retention(
            days=settings.IMPORT_FILES_KEPT_DAYS,
            from_field="uploaded_at",
            apply=clears,
            after="the file was uploaded, applied or undone",
            words=IMPORTS_STAY,
        ),
    )
for table, what in (
    (ImportRow, "Rows of imported files"),
    (ReturnImportRow, "Rows of imported monthly returns"),
    (LedgerImportRow, "Rows of imported ledgers"),
):
    declare(
        table,
        what=what,
        personal={
            "values": "what the row said",
            "label": "what the row is about",
            "errors": "what is wrong with the row",
        },
        not_personal={"sheet": "sheet that the row is on"},
        controller=JOINT,
        purpose=PROGRAMME,
        why="To show before an import what it will change",
        retention=Retention(
            days=365, from_field="batch__uploaded_at", after="the file was uploaded"
        ),
    )
no_personal_data(
    Site,
    reason="Addresses of surgeries and public buildings, no one’s home.",
    texts="name ods_code uprn address postcode supplier order_ref method_before method_after "
    "withdrawn_reason",
    not_personal={"notes": "notes on the building and the work"},
)
no_personal_data(Programme, reason="The partnership’s programmes.", texts="name slug summary")
no_personal_data(
    PublishedForecast,
    reason="Dates, numbers and the names of suppliers: figures that the portal calculated.",
    texts="refusal inputs answers fan",
)
declare(
    BudgetFigure,
    what="Budgets and forecasts",
    personal={"by": "who recorded it", "reason": "reason"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what was planned, and why that changed",
    retention=AS_RECORD,
)
declare(
    VarianceReason,
    what="Reasons for variances",
    personal={"by": "who recorded it", "reason": "reason"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To explain why spend differs from the budget",
    retention=AS_RECORD,
)
declare(
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
    controller=JOINT,
    purpose=PROGRAMME,
    why="To bid together for funding, and to learn from what was won and lost",
    retention=AS_RECORD,
)
declare(
    BidEvent,
    what="History of bids",
    personal={"by": "who recorded it", "reason": "reason"},
    not_personal={"attempt": "a code for the form"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show when a bid was submitted and decided",
    retention=AS_RECORD,
)
declare(
    BidSignature,
    what="Signatures of partners’ shares of bids",
    personal={"by": "who signed"},
    not_personal={"valuation": "how a contribution is valued"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show who signed for which amount on behalf of a partner",
    retention=AS_RECORD,
)
no_personal_data(BidShare, reason="What a partner contributes to a bid.", texts="valuation")
no_personal_data(
    GrantRecipient,
    reason="Voluntary organisations, by their registration number. Never a person.",
    texts="name number constitution",
)
declare(
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
    controller=JOINT,
    purpose=PROGRAMME,
    why="To account for grants, and to publish them as the law requires",
    retention=AS_RECORD,
)
declare(
    RegrantEvent,
    what="History of grants to voluntary organisations",
    personal={"by": "who recorded it", "reason": "reason"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show when a grant was decided, awarded, changed or cancelled",
    retention=AS_RECORD,
)
declare(
    RegrantNote,
    what="Monitoring of grants to voluntary organisations",
    personal={"by": "who recorded it", "note": "what was found"},
    not_personal={"attempt": "a code for the form"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To know whether the purpose of a grant was met",
    retention=AS_RECORD,
)
no_personal_data(RegrantPayment, reason="Which postings paid a grant.")
no_personal_data(BudgetLine, reason="What money is planned for.", texts="heading")
no_personal_data(
    Finance, reason="What a project costs, and the limits for variances.", texts="gap_comment"
)
no_personal_data(ScopeEntry, reason="The sites in each scope change.")
no_personal_data(ReportingRound, reason="Reporting rounds.")
no_personal_data(
    ImportMapping,
    reason="A supplier’s column headings and stage names.",
    texts="supplier headings words",
)
no_personal_data(
    LedgerImportMapping,
    reason="The column headings of a ledger.",
    texts="supplier headings words",
)
no_personal_data(
    ReturnImportMapping,
    reason="A partner’s column headings and answers.",
    texts="supplier headings words",
)
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
declare(
    Attendance,
    what="Attendance at board meetings",
    personal={"name": "who attended, or sent apologies"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show who took part in a decision",
    retention=AS_RECORD,
)
declare(
    MeetingItem,
    what="Minutes of board meetings",
    personal={
        "said": "what was discussed",
        "decision": "decision",
        "private_because": "why an item is kept private",
    },
    not_personal={"heading": "what the item is about"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To record what a board decided, and why",
    retention=AS_RECORD,
)
declare(
    MeetingAction,
    what="Actions from board meetings",
    personal={
        "words": "what is to be done",
        "closed_how": "what was done",
        "closed_by": "who closed it",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To follow up what was agreed",
    retention=AS_RECORD,
)
declare(
    MeetingEvent,
    what="Steps of board meetings",
    personal={"by": "who took the step", "words": "reason"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show when a meeting took place, and when its minutes were released",
    retention=AS_RECORD,
)
declare(
    MeetingPaper,
    what="Papers of board meetings",
    personal={
        "added_by": "who added it",
        "document": "file, kept with the uploaded documents",
    },
    not_personal={"title": "name of the paper"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To keep what a board was given",
    retention=AS_RECORD,
)
no_personal_data(Meeting, reason="When and where a board meets.", texts="place online")
declare(
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
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show why an award to an enterprise was lawful",
    retention=AS_RECORD,
)
declare(
    Benefit,
    what="Benefits of projects",
    personal={
        "contribution": "what else may cause a change",
        "disbenefits": "disbenefits",
        "dependencies": "dependencies",
    },
    not_personal={
        "title beneficiary measure unit baseline_method": "what is measured, and for which group",
        "role value": "chosen from lists",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what a project has changed",
    retention=AS_RECORD,
)
declare(
    BenefitMeasure,
    what="Measures of benefits",
    personal={
        "by": "who recorded it",
        "method": "how it was measured",
        "reason": "reason for a correction",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what was measured, how, and who recorded it",
    retention=AS_RECORD,
)
declare(
    SiteMeasure,
    what="Measures of benefits at sites",
    personal={"by": "who recorded it", "reason": "reason for a correction"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To compare connected sites with those still waiting, and to show who recorded it",
    retention=AS_RECORD,
)
declare(
    CaseStudy,
    what="Case studies of projects",
    personal={
        "written_by": "who wrote it",
        "reviewed_by": "who reviewed it",
        "summary": "summary",
        "challenge": "challenge",
        "solution": "solution",
        "impact": "impact",
        "lessons": "lessons",
    },
    not_personal={
        "title": "what it is about",
        "slug figures state": "made by the portal, or chosen from lists",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To tell others what was done and what changed, and who wrote and reviewed it",
    retention=AS_RECORD,
)
declare(
    CaseStudyEvent,
    what="Steps of case studies",
    personal={"by": "who took the step", "note": "what needs to change"},
    not_personal={"step": "chosen from a list"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show that someone who did not write it has reviewed it",
    retention=AS_RECORD,
)
declare(
    LessonLearned,
    what="Lessons learned from projects",
    personal={
        "by": "who wrote it",
        "happened": "what happened",
        "advice": "what to do next time",
    },
    not_personal={"title": "what it is about"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To tell others what a project would do again, or differently",
    retention=AS_RECORD,
)
declare(
    Contract,
    what="Contracts of projects",
    personal={"note": "note on the contract"},
    not_personal={"title supplier consent_reference": "what is bought, and from which company"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what a project buys, and under which rules",
    retention=AS_RECORD,
)
declare(
    ContractReview,
    what="Reviews of contracts",
    personal={"outcome": "what the review found"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show that contracts are managed",
    retention=AS_RECORD,
)
no_personal_data(ContractNotice, reason="Published notices.", texts="number")
no_personal_data(ContractKpi, reason="How a supplier’s performance is measured.", texts="words")
no_personal_data(Dissolution, reason="Councils that will be dissolved.", texts="direction")
no_personal_data(ClaimReceipt, reason="Which receipt paid which claim.")

"""No record of a project is about a person; some of its words may name one."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places
from projects.benefits.models import Benefit, BenefitMeasure, SiteMeasure
from projects.change.models import ChangeEvent, ChangeRequest
from projects.contracts.models import (
    Contract,
    ContractKpi,
    ContractNotice,
    ContractReview,
    Dissolution,
    Subsidy,
)
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
    Posting,
    Regrant,
    RegrantEvent,
    RegrantNote,
    SourceEvent,
    VarianceReason,
)
from projects.packs.models import (
    Pack,
    PackDecision,
    PackEdition,
    PackSentence,
    PackWithheld,
    WithheldReview,
)
from projects.portfolio.models import Milestone, MilestoneBaseline, Programme, Project, Risk
from projects.returns.models import (
    Return,
    ReturnEvent,
    ReturnImportBatch,
    ReturnImportMapping,
    ReturnImportRow,
)
from projects.rollout.models import ScopeChange, Site, StageEntry, Wayleave, WayleaveEvent
from projects.stories.models import CaseStudy, CaseStudyEvent, LessonLearned

WORDS = (
    Bid,
    BidEvent,
    BidSignature,
    Attendance,
    Benefit,
    BenefitMeasure,
    CaseStudy,
    CaseStudyEvent,
    LessonLearned,
    SiteMeasure,
    BudgetFigure,
    ChangeEvent,
    ChangeRequest,
    Contract,
    ContractReview,
    ClaimEvent,
    ClaimLine,
    FundingCondition,
    FundingLetter,
    FundingSource,
    ImportBatch,
    ImportRow,
    InKindGiven,
    LedgerDifference,
    LedgerImportBatch,
    LedgerImportRow,
    LedgerLine,
    MeetingAction,
    MeetingEvent,
    MeetingItem,
    MeetingPaper,
    Milestone,
    MilestoneBaseline,
    Posting,
    Regrant,
    RegrantEvent,
    RegrantNote,
    Pack,
    PackDecision,
    PackEdition,
    PackSentence,
    PackWithheld,
    Return,
    ReturnEvent,
    ReturnImportBatch,
    ReturnImportRow,
    Risk,
    ScopeChange,
    SourceEvent,
    StageEntry,
    Subsidy,
    VarianceReason,
    Wayleave,
    WayleaveEvent,
    WithheldReview,
)
for model in WORDS:
    elsewhere(model, "Notes about the programme that may name someone.")
elsewhere(ClaimEvidence, "The file itself is among the uploaded documents.", searched=False)

places.published(Project)
places.published(Programme)
places.published(
    Site, "name ods_code uprn address postcode supplier order_ref method_before method_after"
)
# What a board was given stays as it was given; a name may go from it.
for part in (PackDecision, PackEdition, PackSentence, PackWithheld):
    places.yields(part, "stays_once_issued")
# So does what was asked for and decided, and what the minutes say.
places.yields(ChangeRequest, "asked_change_stays")
places.yields(Subsidy, "reviewed_subsidy_stays")
for minuted in (Attendance, MeetingItem):
    places.yields(minuted, "stays_once_released")
places.needed(Attendance, "name", "it says who took part in a decision")
# A name goes from the words of a claim, which stays as it was submitted.
places.yields(ClaimLine, "stays_once_submitted")
places.needed(Wayleave, "grantor", "it says who gave the permission")
places.yields(BidShare, "signed_as_it_stands")
places.published(GrantRecipient)
places.made_here(Project, "figures", "Chosen from a list.")
places.made_here(Regrant, "public_fields", "Chosen from a list.")
places.needed(Contract, "supplier", "it says who was contracted")
places.needed(Subsidy, "enterprise company_number", "it says who had the award")
places.needed(Posting, "counterparty", "it says who was paid")
places.made_here(Return, "milestones", "Dates, by reference.")
places.made_here(Posting, "pair", "Random, the same for 2 postings that belong together.")
places.needed(LedgerLine, "supplier", "it says who was paid")
places.yields(LedgerDifference, "signed_differences_stay")
for sent_once in (
    Bid,
    BidEvent,
    Claim,
    ClaimEvent,
    FundingLetter,
    InKindGiven,
    LedgerDifference,
    Posting,
    Regrant,
    RegrantNote,
):
    places.made_here(sent_once, "attempt", "Random: a code for the form that was sent.")
for batch in (ImportBatch, LedgerImportBatch, ReturnImportBatch):
    places.made_here(batch, "sha256", "Made from the file.")
places.room(
    *WORDS,
    BidShare,
    BudgetLine,
    GrantRecipient,
    ContractKpi,
    ContractNotice,
    Dissolution,
    Claim,
    ClaimEvidence,
    ClaimReceipt,
    Finance,
    Meeting,
    ImportMapping,
    LedgerImportMapping,
    ReturnImportMapping,
    Programme,
    Project,
    Site,
    name="Projects",
    read=places.staff,
)

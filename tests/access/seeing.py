"""Which permission says, of one record, what a model's queryset says of all.

A model whose queryset knows who may see (`visible_to`) or work with (`worked_on_by`) its rows has
a line here; `test_permissions.py` proves that both answer the same, for everybody.
"""

from diz_portal.api.models import Token, Webhook
from diz_portal.lists.models import SavedView
from diz_portal.privacy.processing.models import ProcessingRecord
from diz_portal.privacy.registers.models import Complaint, DataRequest
from diz_portal.reports.models import ReportJob, Schedule
from inclusion.models import (
    Appointment,
    Assessment,
    Case,
    ClientList,
    DataBatch,
    DataItem,
    Device,
    Donation,
    Holding,
    Learner,
    LearningPath,
    Lesson,
    Need,
    Part,
    Person,
    Referral,
    Task,
    Team,
    Telling,
    Transfer,
)
from inclusion.models import ImportBatch as ListBatch
from partners.enquiries.models import Enquiry
from partners.models import Agreement, Invitation, JoinRequest, Membership, Organisation
from projects.models import (
    Benefit,
    Bid,
    BidShare,
    BudgetLine,
    ChangeRequest,
    Claim,
    Contract,
    FundingSource,
    ImportBatch,
    LedgerImportBatch,
    LedgerLine,
    LedgerMonth,
    MeetingAction,
    Pack,
    Posting,
    Project,
    PublishedForecast,
    Regrant,
    Return,
    ReturnImportBatch,
    Site,
    Subsidy,
)
from seminars.models import Registration, Seminar

# The querysets' ways to ask whose rows they are.
METHODS = ("visible_to", "readable_by", "worked_on_by", "worked_in_by")

SEEING: dict[type, dict[str, str]] = {
    Organisation: {"visible_to": "partners.see", "worked_in_by": "partners.work_in"},
    Membership: {"visible_to": "partners.see_membership"},
    Invitation: {"visible_to": "partners.settle_invitation"},
    Enquiry: {"visible_to": "enquiries.answer"},
    JoinRequest: {"visible_to": "partners.decide_join_request"},
    Agreement: {"visible_to": "partners.see_agreement"},
    Project: {"visible_to": "projects.see", "worked_on_by": "projects.see_workspace"},
    Site: {"visible_to": "projects.see", "worked_on_by": "projects.see_workspace"},
    PublishedForecast: {"worked_on_by": "projects.see_workspace"},
    Benefit: {"worked_on_by": "projects.see_benefits"},
    ChangeRequest: {"visible_to": "projects.see_change"},
    Contract: {"visible_to": "projects.see_contract"},
    MeetingAction: {"visible_to": "projects.see_meetings"},
    Subsidy: {"visible_to": "projects.see_contract"},
    BudgetLine: {"visible_to": "projects.see_budget_line"},
    BidShare: {"visible_to": "projects.see_share"},
    Bid: {"visible_to": "projects.see_bid"},
    Regrant: {"visible_to": "projects.see_regrant"},
    FundingSource: {"visible_to": "projects.see_source"},
    Pack: {"visible_to": "projects.open_pack"},
    Claim: {"visible_to": "projects.see_claim"},
    Posting: {"visible_to": "projects.see_posting"},
    LedgerLine: {"visible_to": "projects.see_ledger"},
    LedgerMonth: {"visible_to": "projects.see_ledger"},
    LedgerImportBatch: {"visible_to": "projects.see_ledger"},
    Return: {"visible_to": "projects.see_return"},
    ImportBatch: {"visible_to": "projects.see_workspace"},
    ReturnImportBatch: {"visible_to": "projects.write_return"},
    ClientList: {"visible_to": "inclusion.see_client_list"},
    ListBatch: {"visible_to": "inclusion.see_import"},
    ReportJob: {"visible_to": "reports.see_report"},
    SavedView: {"visible_to": "lists.see_view"},
    Token: {"visible_to": "api.see"},
    Webhook: {"visible_to": "api.see"},
    Schedule: {"visible_to": "reports.keep_schedule"},
    Seminar: {"visible_to": "seminars.see"},
    Registration: {"visible_to": "seminars.see_registrations"},
    DataRequest: {"visible_to": "privacy.answer_people"},
    Complaint: {"visible_to": "privacy.answer_people"},
    ProcessingRecord: {"visible_to": "privacy.see_processing"},
    Team: {"visible_to": "inclusion.see_team"},
    Person: {"visible_to": "inclusion.see_person"},
    Referral: {"visible_to": "inclusion.see_referral"},
    Case: {"visible_to": "inclusion.work_on", "readable_by": "inclusion.see_case"},
    Need: {"visible_to": "inclusion.see_work"},
    Task: {"visible_to": "inclusion.see_work"},
    Appointment: {"visible_to": "inclusion.see_work"},
    Telling: {"visible_to": "inclusion.tell"},
    Transfer: {"visible_to": "inclusion.see_transfer"},
    Device: {"visible_to": "inclusion.see_device", "worked_on_by": "inclusion.keep_device"},
    Part: {"visible_to": "inclusion.see_part"},
    Holding: {"visible_to": "inclusion.see_holding"},
    Donation: {"visible_to": "inclusion.answer_donation"},
    DataBatch: {"visible_to": "inclusion.keep_batch"},
    DataItem: {"visible_to": "inclusion.see_item"},
    LearningPath: {"visible_to": "inclusion.see_lesson"},
    Lesson: {"visible_to": "inclusion.see_lesson"},
    Learner: {"visible_to": "inclusion.see_progress"},
    Assessment: {"visible_to": "inclusion.see_progress"},
}

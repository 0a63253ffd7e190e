"""What is broken on purpose by `make mutants`, and the tests that have to notice.

Every `rules.py` with the roles beneath it, every table of moves, and the services that decide
capacity, stock, money, wiping and erasure; beside each only the tests of its own subject. A new
file of tests belongs in the line of what it proves.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    path: str
    # The likeliest to tell first.
    tests: tuple[str, ...]
    # Of a file of models only its table of moves: what else stands there is no decision.
    table: str = ""

    @property
    def name(self) -> str:
        return f"{self.path}: {self.table}" if self.table else self.path

    @property
    def kind(self) -> str:
        if self.table:
            return "table"
        return "rules" if self.path.endswith(("rules.py", "roles.py")) else "service"


def _of(folder: str, *names: str) -> tuple[str, ...]:
    return tuple(f"tests/{folder}/test_{name}.py" for name in names)


# They only look at a world of everybody and everything: set up once for all mutants of a module.
WORLD = "tests/access/test_permissions.py"
PERMISSIONS = (
    f"{WORLD}::test_permissions_are_held_by_those_in_the_table_and_nobody_else",
    f"{WORLD}::test_records_of_residents_are_decided_on_by_those_who_answer_for_them",
    f"{WORLD}::test_querysets_and_permissions_agree_for_everybody",
)
MOVES = "tests/shell/test_moves.py"
# With its first test the database is made.
FIRST = "tests/partners/test_rules.py"
CASES = _of("inclusion", "cases", "referrals", "transfers", "sharing", "work", "openings")
LEARNING = _of("inclusion", "lessons", "progress", "skills", "teaching")
ROLES = _of("partners", "rules", "roles", "organisations", "people")
STOCK = _of("inclusion", "devices", "loans", "parts", "giving", "wipe_proofs", "wipe_logs", "gates")
DATA = _of("inclusion", "databank", "card_in_the_hand", "giving")
SEATS = _of(
    "seminars", "registrations", "confirming", "seminars", "last_seat", "attendance", "workspace"
)
MONEY = _of("money", "postings", "sources", "statement_machine")
CLAIMS = _of("money", "claims", "claim_steps", "claim_watch", "claim_pages", "claims_at_once")
BIDS = _of("money", "bids", "winning", "bid_pages")
GRANTS = _of("money", "regrants")
LEDGER = _of("money", "ledger_months", "ledger_import")
CHANGE = _of("change", "requests", "pages")
MEETINGS = _of("meetings", "meetings", "pages")
CONTRACTS = _of("contracts", "contracts", "subsidies")
LANDLINES = _of("inclusion", "landlines", "landline_lists", "landline_page", "client_lists")
NAMED = _of("privacy", "named", "named_everywhere")
FORGETTING = _of("privacy", "services", "obstacles", "erasure", "held_back", "requests")


def _table(path: str, name: str, tests: tuple[str, ...]) -> Module:
    return Module(path, (MOVES, *tests), name)


MODULES = [
    Module("diz_portal/documents/rules.py", PERMISSIONS),
    Module("diz_portal/outbox/rules.py", (*PERMISSIONS, *_of("outbox", "by_hand", "views"))),
    Module("diz_portal/privacy/rules.py", (*PERMISSIONS, *FORGETTING)),
    Module("diz_portal/reports/rules.py", (*PERMISSIONS, *_of("reports", "views", "jobs"))),
    Module("diz_portal/reports/schedules/rules.py", _of("reports", "schedule_rules", "schedules")),
    Module("diz_portal/lists/rules.py", (*PERMISSIONS, *_of("lists", "views"))),
    Module("partners/roles.py", (*PERMISSIONS, *ROLES)),
    Module("partners/rules.py", (*PERMISSIONS, *ROLES, *_of("accounts", "rescue"))),
    Module("projects/rules.py", (*PERMISSIONS, *_of("projects", "risks", "returns_services"))),
    Module("projects/packs/rules.py", (*PERMISSIONS, *_of("projects", "packs"))),
    Module("projects/money/rules.py", (*PERMISSIONS, *_of("money", "roles", "budget"))),
    Module("projects/money/bid_rules.py", (*PERMISSIONS, *BIDS, *GRANTS)),
    Module("projects/change/rules.py", (*PERMISSIONS, *CHANGE)),
    Module("projects/meetings/rules.py", (*PERMISSIONS, *MEETINGS)),
    Module("projects/contracts/rules.py", (*PERMISSIONS, *CONTRACTS)),
    Module("diz_portal/knowledge/rules.py", (*PERMISSIONS, *_of("knowledge", "knowledge"))),
    Module("diz_portal/operations/rules.py", (*PERMISSIONS, *_of("operations", "status"))),
    Module("partners/enquiries/rules.py", (*PERMISSIONS, *_of("partners", "enquiries"))),
    Module("projects/stories/rules.py", (*PERMISSIONS, *_of("knowledge", "stories"))),
    Module("projects/benefits/rules.py", (*PERMISSIONS, *_of("benefits", "benefits"))),
    Module("diz_portal/api/rules.py", (*PERMISSIONS, *_of("api", "tokens"))),
    Module("diz_portal/impact/rules.py", (*PERMISSIONS, *_of("impact", "figures"))),
    Module("diz_portal/open_data/rules.py", (*PERMISSIONS, *_of("open_data", "checks", "giving"))),
    Module("seminars/rules.py", (*PERMISSIONS, *_of("seminars", "seminars", "workspace"))),
    Module("inclusion/cases/roles.py", (*PERMISSIONS, *CASES)),
    Module("inclusion/cases/rules.py", (*PERMISSIONS, *CASES, *_of("inclusion", "named_leads"))),
    Module("inclusion/databank/rules.py", (*PERMISSIONS, *DATA)),
    Module("inclusion/devices/rules.py", (*PERMISSIONS, *STOCK)),
    Module("inclusion/imports/rules.py", (*PERMISSIONS, *_of("inclusion", "lists"))),
    Module("inclusion/learning/rules.py", (*PERMISSIONS, *LEARNING)),
    Module("inclusion/landline/rules.py", (*PERMISSIONS, *LANDLINES)),
    Module("inclusion/help/rules.py", (*PERMISSIONS, *_of("inclusion", "help"))),
    _table("diz_portal/api/models.py", "DELIVERY_MOVES", _of("api", "webhooks")),
    _table("projects/stories/enums.py", "STORY_MOVES", _of("knowledge", "stories")),
    _table(
        "inclusion/learning/models/versions.py",
        "VERSION_MOVES",
        _of("inclusion", "lesson_versions"),
    ),
    _table("diz_portal/outbox/models.py", "MESSAGE_MOVES", _of("outbox", "deliver", "admin")),
    _table(
        "diz_portal/privacy/registers/models/request.py",
        "REQUEST_MOVES",
        _of("privacy", "requests", "registers_kept"),
    ),
    _table(
        "diz_portal/privacy/registers/models/complaint.py",
        "COMPLAINT_MOVES",
        _of("privacy", "complaints", "registers_kept"),
    ),
    _table(
        "partners/models/organisation.py",
        "ORGANISATION_MOVES",
        _of("partners", "organisations", "endings", "views"),
    ),
    _table("projects/rollout/stages.py", "STAGE_MOVES", _of("projects", "stages", "sites")),
    _table("projects/rollout/models/wayleave.py", "WAYLEAVE_MOVES", _of("projects", "wayleaves")),
    _table(
        "projects/returns/models/reporting.py", "RETURN_MOVES", _of("projects", "returns_services")
    ),
    _table("projects/packs/models/pack.py", "PACK_MOVES", _of("projects", "packs")),
    _table("projects/money/enums.py", "SOURCE_MOVES", _of("money", "sources")),
    _table("projects/money/claim_states.py", "CLAIM_MOVES", CLAIMS),
    _table("projects/money/bid_enums.py", "BID_MOVES", BIDS),
    _table("projects/money/regrant_enums.py", "REGRANT_MOVES", GRANTS),
    _table("projects/money/enums_ledger.py", "MONTH_MOVES", _of("money", "ledger_months")),
    _table("projects/portfolio/change_states.py", "CHANGE_MOVES", CHANGE),
    _table("projects/meetings/models.py", "MEETING_MOVES", MEETINGS),
    _table("diz_portal/reports/models.py", "JOB_MOVES", _of("reports", "jobs")),
    _table(
        "diz_portal/imports/models.py",
        "IMPORT_MOVES",
        _of("projects", "imports_sites", "imports_views"),
    ),
    _table("seminars/models/standing.py", "REGISTRATION_MOVES", SEATS),
    _table("seminars/models/standing.py", "ATTENDANCE_MOVES", _of("seminars", "attendance")),
    _table(
        "diz_portal/reminders/models.py", "REMINDER_MOVES", _of("reminders", "planning", "sweep")
    ),
    _table("seminars/models/seminar.py", "SEMINAR_MOVES", _of("seminars", "seminars")),
    _table("inclusion/cases/enums.py", "CASE_MOVES", CASES),
    _table("inclusion/cases/models/work.py", "APPOINTMENT_MOVES", _of("inclusion", "work")),
    _table("inclusion/cases/models/need.py", "NEED_MOVES", CASES),
    _table("inclusion/cases/models/transfer.py", "TRANSFER_MOVES", _of("inclusion", "transfers")),
    _table("inclusion/cases/models/referral.py", "REFERRAL_MOVES", _of("inclusion", "referrals")),
    _table("inclusion/databank/models/pledge.py", "PLEDGE_MOVES", DATA),
    _table("inclusion/databank/models/databank.py", "ACCOUNT_MOVES", DATA),
    _table("inclusion/devices/models/donation.py", "DONATION_MOVES", STOCK),
    _table("inclusion/devices/models/device.py", "DEVICE_MOVES", STOCK),
    _table("inclusion/landline/models.py", "LANDLINE_MOVES", LANDLINES),
    Module("seminars/services/queue.py", SEATS),
    Module("seminars/services/registrations.py", SEATS),
    Module("projects/money/services/postings.py", MONEY),
    Module("projects/money/services/sources.py", MONEY),
    Module("projects/money/services/budget.py", _of("money", "budget")),
    Module("projects/money/selectors/statement.py", MONEY),
    Module("projects/money/selectors/claims.py", CLAIMS),
    Module("projects/money/services/claims.py", CLAIMS),
    Module("projects/money/services/claim_steps.py", CLAIMS),
    Module("projects/money/services/bids.py", BIDS),
    Module("projects/money/services/winning.py", BIDS),
    Module("projects/money/services/regrants.py", GRANTS),
    Module("projects/money/services/ledger_applying.py", LEDGER),
    Module("projects/money/services/ledger_matching.py", LEDGER),
    Module("projects/money/services/ledger_months.py", LEDGER),
    Module("projects/money/services/ledger_posting.py", LEDGER),
    Module("projects/change/services/requests.py", CHANGE),
    Module("projects/change/services/carrying_out.py", CHANGE),
    Module("projects/change/services/parts.py", CHANGE),
    Module("projects/meetings/services/meetings.py", MEETINGS),
    Module("projects/contracts/services/contracts.py", CONTRACTS),
    Module("projects/contracts/services/subsidies.py", CONTRACTS),
    Module("inclusion/landline/services/landlines.py", LANDLINES),
    Module("inclusion/devices/services/devices.py", STOCK),
    Module("inclusion/devices/services/loans.py", STOCK),
    Module("inclusion/devices/services/parts.py", STOCK),
    Module("inclusion/devices/services/wiping.py", STOCK),
    Module("inclusion/devices/services/evidence.py", STOCK),
    Module("inclusion/databank/services/databank.py", DATA),
    Module("inclusion/databank/services/pledges.py", DATA),
    Module("inclusion/cases/services/redaction.py", (*_of("inclusion", "people"), *FORGETTING)),
    Module("diz_portal/privacy/erasure.py", FORGETTING),
    Module("diz_portal/privacy/services.py", FORGETTING),
    Module("diz_portal/privacy/mentions/search.py", NAMED),
    Module("diz_portal/privacy/mentions/of_record.py", NAMED),
    Module("diz_portal/reminders/services.py", _of("reminders", "planning", "sweep")),
]

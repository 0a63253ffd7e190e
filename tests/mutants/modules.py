"""What is broken on purpose by `make mutants`, and the tests that have to notice.

Every `rules.py` with the roles beneath it, every table of moves, and the services that decide
capacity, stock, wiping and erasure; beside each only the tests of its own subject. A new file of
tests belongs in the line of what it proves.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    path: str
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


PERMISSIONS = "tests/access/test_permissions.py::test_querysets_and_permissions_agree_for_everybody"
CASES = _of("inclusion", "cases", "referrals", "transfers", "work", "openings")
LEARNING = _of("inclusion", "lessons", "progress", "skills", "teaching")
ROLES = _of("partners", "rules", "roles", "organisations", "people")
STOCK = _of("inclusion", "devices", "loans", "parts", "giving", "wipe_proofs", "wipe_logs")
DATA = _of("inclusion", "databank", "giving")
SEATS = _of("seminars", "registrations", "seminars", "last_seat", "attendance", "workspace")
FORGETTING = _of("privacy", "erasure", "services", "requests")

MODULES = [
    Module("diz_portal/outbox/rules.py", (PERMISSIONS, *_of("outbox", "by_hand", "views"))),
    Module("diz_portal/privacy/rules.py", (PERMISSIONS, *FORGETTING)),
    Module("partners/roles.py", (*ROLES, PERMISSIONS)),
    Module("partners/rules.py", (*ROLES, PERMISSIONS)),
    Module("projects/rules.py", (PERMISSIONS, *_of("projects", "risks", "returns_services"))),
    Module("seminars/rules.py", (PERMISSIONS, *_of("seminars", "seminars", "workspace"))),
    Module("inclusion/cases/roles.py", (PERMISSIONS, *CASES)),
    Module("inclusion/cases/rules.py", (PERMISSIONS, *CASES, *_of("inclusion", "named_leads"))),
    Module("inclusion/databank/rules.py", (PERMISSIONS, *DATA)),
    Module("inclusion/devices/rules.py", (PERMISSIONS, *STOCK)),
    Module("inclusion/learning/rules.py", (PERMISSIONS, *LEARNING)),
    Module("inclusion/help/rules.py", (PERMISSIONS, *_of("inclusion", "help"))),
    Module("diz_portal/outbox/models.py", _of("outbox", "deliver", "admin"), "MESSAGE_MOVES"),
    Module(
        "diz_portal/privacy/registers/models/request.py",
        _of("privacy", "requests", "registers_kept"),
        "REQUEST_MOVES",
    ),
    Module(
        "diz_portal/privacy/registers/models/complaint.py",
        _of("privacy", "complaints", "registers_kept"),
        "COMPLAINT_MOVES",
    ),
    Module(
        "partners/models/organisation.py",
        _of("partners", "organisations", "endings", "views"),
        "ORGANISATION_MOVES",
    ),
    Module("projects/rollout/stages.py", _of("projects", "stages", "sites"), "STAGE_MOVES"),
    Module("projects/rollout/models/wayleave.py", _of("projects", "wayleaves"), "WAYLEAVE_MOVES"),
    Module(
        "projects/returns/models/reporting.py", _of("projects", "returns_services"), "RETURN_MOVES"
    ),
    Module(
        "projects/imports/models.py",
        _of("projects", "imports_sites", "imports_views"),
        "IMPORT_MOVES",
    ),
    Module("seminars/models/registration.py", SEATS, "REGISTRATION_MOVES"),
    Module("seminars/models/registration.py", _of("seminars", "attendance"), "ATTENDANCE_MOVES"),
    Module(
        "diz_portal/reminders/models.py", _of("reminders", "planning", "sweep"), "REMINDER_MOVES"
    ),
    Module("seminars/models/seminar.py", _of("seminars", "seminars"), "SEMINAR_MOVES"),
    Module("inclusion/cases/models/case.py", CASES, "CASE_MOVES"),
    Module("inclusion/cases/models/work.py", _of("inclusion", "work"), "APPOINTMENT_MOVES"),
    Module("inclusion/cases/models/need.py", CASES, "NEED_MOVES"),
    Module("inclusion/cases/models/transfer.py", _of("inclusion", "transfers"), "TRANSFER_MOVES"),
    Module("inclusion/cases/models/referral.py", _of("inclusion", "referrals"), "REFERRAL_MOVES"),
    Module("inclusion/databank/models/pledge.py", DATA, "PLEDGE_MOVES"),
    Module("inclusion/databank/models/databank.py", DATA, "ACCOUNT_MOVES"),
    Module("inclusion/devices/models/donation.py", STOCK, "DONATION_MOVES"),
    Module("inclusion/devices/models/device.py", STOCK, "DEVICE_MOVES"),
    Module("seminars/services/queue.py", SEATS),
    Module("seminars/services/registrations.py", SEATS),
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
]

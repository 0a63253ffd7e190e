"""The pages of digital inclusion: who may read them, and who may press their buttons.

A programme manager runs the programme and does not read what residents told a caseworker: the
pages about people open for caseworkers of the organisation that handles the case alone.
"""

from . import learning_pages, stock_pages
from .doors import (
    EVERYBODY,
    LEADS,
    MANAGERS,
    MEMBERS,
    MOVED,
    NOBODY,
    OURS_OR_MANAGERS,
    SIGNED_IN,
    Table,
)

# Who writes a request down for somebody who telephones.
WRITERS = frozenset({"caseworker", "manager"})
CASEWORKERS = frozenset({"caseworker"})
# Whoever acts for an organisation may refer; where that may not, it is told why.
REFERRERS = MEMBERS - {"viewer"}
SPACE = "inclusion_workspace:"


def add(table: Table) -> None:
    _help(table)
    _cases(table)
    learning_pages.add(table)
    stock_pages.add(table)


def _help(table: Table) -> None:
    """Asking for help: anybody's. A page of a request that was not begun leads to its beginning;
    the journey in the browser goes through every question."""
    door = table.door
    for name in ("near_you", "cheaper", "landline", "help_thanks"):
        door(f"inclusion:{name}", opens=EVERYBODY)
    door("inclusion:place", opens=EVERYBODY, slug="help_place.slug")
    door("inclusion:landline_leaflet", opens=EVERYBODY, form="=large-print")
    for name in ("help", "help_progress"):
        door(f"inclusion:{name}", opens=EVERYBODY, acts=EVERYBODY)
    door("inclusion:help_sent", opens=EVERYBODY, gives=MOVED)
    for name in ("help_check", "help_equality"):
        door(f"inclusion:{name}", opens=EVERYBODY, gives=MOVED, acts=EVERYBODY)
    door("inclusion:help_step", opens=EVERYBODY, gives=MOVED, acts=EVERYBODY, step="=what")
    caller = {"opens": WRITERS, "refused": SIGNED_IN - WRITERS, "acts": WRITERS}
    door("inclusion_workspace:caller", **caller)


def _cases(table: Table) -> None:
    """Referrals and cases."""
    door, button = table.door, table.button
    only = {"opens": CASEWORKERS, "refused": SIGNED_IN - CASEWORKERS}
    works = {"opens": CASEWORKERS, "acts": CASEWORKERS}

    door(SPACE + "referrals", opens=REFERRERS, refused=SIGNED_IN - REFERRERS)
    door(
        SPACE + "refer",
        opens=REFERRERS,
        refused=SIGNED_IN - REFERRERS,
        acts=REFERRERS,
    )
    # The partner that referred learns the outcome; the team reads the rest.
    referral = "referral.reference"
    _client_lists(table)
    both = CASEWORKERS | {"supplier"}
    door(SPACE + "referral", opens=both, reference=referral)
    door(SPACE + "referral", opens=NOBODY, reference="foreign_referral.reference")
    door(SPACE + "referral_sent", opens=frozenset({"supplier"}), reference=referral)
    partner = frozenset({"supplier"})
    door(SPACE + "referral_withdraw", opens=partner, acts=partner, reference=referral)
    button(SPACE + "referral_open", acts=CASEWORKERS, reference=referral)
    for name in ("referral_accept", "referral_decline"):
        door(SPACE + name, **works, reference=referral)

    for name in ("cases", "waiting"):
        door(SPACE + name, **only)
    finders = CASEWORKERS | {"lead"}  # the lead of A is named safeguarding lead
    door(SPACE + "find", opens=finders, refused=SIGNED_IN - finders, acts=finders)
    readers = CASEWORKERS | MANAGERS
    door(SPACE + "unmet", opens=readers, refused=SIGNED_IN - readers)

    case = {"reference": "case.reference"}
    door(SPACE + "case", opens=CASEWORKERS, **case)
    door(SPACE + "case", opens=CASEWORKERS, reference="closed_case.reference")
    door(SPACE + "case", opens=NOBODY, reference="foreign_case.reference")
    named = frozenset({"lead"})
    door(SPACE + "emergency_access", opens=named, acts=named, **case)
    door(SPACE + "emergency_access_moved", opens=named, gives=MOVED, **case)
    for name in ("case_open", "case_take"):
        button(SPACE + name, acts=CASEWORKERS, **case)
    for name in (
        "assign",
        "urgency",
        "note",
        "close",
        "details",
        "tags",
        "merge",
        "transfer",
    ):
        door(f"{SPACE}case_{name}", **works, **case)
    door(SPACE + "case_transfer_moved", opens=CASEWORKERS, gives=MOVED, **case)
    door(SPACE + "case_reopen", **works, reference="closed_case.reference")
    door(SPACE + "case_correct", **works, **case, number=1)
    for name in ("need_add", "task_add", "appointment_add"):
        door(SPACE + name, **works, **case)
    for name in ("need_move", "need_reword"):
        door(SPACE + name, **works, reference="need.reference")
    door(SPACE + "landlines", **only)
    door(SPACE + "landline_list", **only, acts=CASEWORKERS, reference="applied_clients.reference")
    door(SPACE + "landline_call", **works, reference="landline_need.reference")
    door(SPACE + "task_change", **works, reference="task.reference")
    button(SPACE + "task_tick", acts=CASEWORKERS, reference="task.reference", verb="=done")
    door(SPACE + "to_tell", **only)
    door(SPACE + "letters_and_calls_moved", **only, gives=MOVED)
    for name in ("telling", "telling_letter"):
        door(SPACE + name, opens=CASEWORKERS, reference="telling.reference")
    button(SPACE + "telling_done", acts=CASEWORKERS, reference="telling.reference")
    for name in ("appointment_change", "appointment_outcome"):
        door(SPACE + name, **works, reference="appointment.reference")

    # Of A: its members and managers read who is named, its lead names, a manager proposes.
    ours = OURS_OR_MANAGERS
    slug = {"slug": "ours.slug"}
    door(SPACE + "team", opens=ours, **slug)
    door("trail:history", opens=ours, kind="=team", reference=slug["slug"])
    door(
        SPACE + "team_name",
        opens=named,
        refused=ours - named,
        acts=named,
        **slug,
        duty="=safeguarding",
    )
    for verb, acts in (
        ("propose", MANAGERS),
        ("accept", named),
        ("decline", named),
        ("remove", LEADS),
    ):
        door(
            SPACE + "team_act",
            opens=acts,
            refused=ours - acts,
            acts=acts,
            **slug,
            duty="=data_protection",
            verb=f"={verb}",
        )
    door(SPACE + "team", opens=frozenset({"outsider", "manager"}), slug="other.slug")

    # B offers a case to A, and A one to B: B has no caseworker in this world.
    door(SPACE + "transfer", opens=CASEWORKERS, reference="offer.reference")
    for name in ("transfer_accept", "transfer_decline"):
        door(SPACE + name, **works, reference="offer.reference")
    door(SPACE + "transfer_withdraw", **works, reference="own_offer.reference")
    door(
        SPACE + "transfer_withdraw_moved",
        opens=CASEWORKERS,
        gives=MOVED,
        reference="own_offer.reference",
    )


def _client_lists(table: Table) -> None:
    """A partner's list of residents: its own people work on it, and nobody else knows of it."""
    door, button = table.door, table.button
    others = SIGNED_IN - REFERRERS
    theirs = frozenset({"supplier"})
    door("client_lists:imports", opens=REFERRERS, refused=others)
    door("client_lists:new", opens=REFERRERS, refused=others, acts=REFERRERS)
    one = {"refused": others, "reference": "client_list.reference"}
    for name in ("import", "import_errors"):
        door(f"client_lists:{name}", opens=theirs, **one)
    door("client_lists:import_match", opens=theirs, acts=theirs, **one)
    door(
        "client_lists:import_undo",
        opens=theirs,
        acts=theirs,
        refused=others,
        reference="applied_clients.reference",
    )
    door("client_lists:import_rows", opens=theirs, acts=theirs, gives=MOVED, **one)
    for name in ("import_check", "import_apply", "import_discard"):
        button(f"client_lists:{name}", acts=theirs, **one)

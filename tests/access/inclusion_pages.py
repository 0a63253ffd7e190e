"""The pages of digital inclusion: who may read them, and who may press their buttons.

A programme manager runs the programme and does not read what residents told a caseworker: the
pages about people open for caseworkers of the organisation that handles the case alone.
"""

from .doors import EVERYBODY, MOVED, SIGNED_IN, Table

# Who writes a request down for somebody who telephones.
WRITERS = frozenset({"caseworker", "manager"})


def add(table: Table) -> None:
    _help(table)
    _cases(table)


def _help(table: Table) -> None:
    """Asking for help: anybody's. A page of a request that was not begun leads to its beginning;
    the journey in the browser goes through every question."""
    door = table.door
    for name in ("near_you", "cheaper", "help_thanks"):
        door(f"inclusion:{name}", opens=EVERYBODY)
    door("inclusion:place", opens=EVERYBODY, slug="help_place.slug")
    for name in ("help", "help_progress"):
        door(f"inclusion:{name}", opens=EVERYBODY, acts=EVERYBODY)
    door("inclusion:help_sent", opens=EVERYBODY, gives=MOVED)
    for name in ("help_check", "help_equality"):
        door(f"inclusion:{name}", opens=EVERYBODY, gives=MOVED, acts=EVERYBODY)
    door("inclusion:help_step", opens=EVERYBODY, gives=MOVED, acts=EVERYBODY, step="=what")
    caller = {"opens": WRITERS, "refused": SIGNED_IN - WRITERS, "acts": WRITERS}
    door("inclusion_workspace:caller", **caller)
    door("inclusion_workspace:caller_check", **caller, gives=MOVED)
    door("inclusion_workspace:caller_step", **caller, gives=MOVED, step="=what")


def _cases(table: Table) -> None:
    """Referrals and cases."""

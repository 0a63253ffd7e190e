"""Every table of moves: complete, and with the ends that are said here."""

import pkgutil
from enum import Enum
from importlib import import_module
from typing import Any

import pytest
from django.core.management import call_command

from diz_portal.management.commands import draw_moves

APPS = ("diz_portal", "partners", "projects", "seminars", "inclusion")

# What is over: nothing leads out of these. In tables that are not here something always does.
ENDS = {
    "ACCOUNT_MOVES": {"activated", "expired", "void", "withdrawn"},
    "BID_MOVES": {"won", "lost", "withdrawn"},
    "CHANGE_MOVES": {"approved", "refused", "withdrawn"},
    "CLAIM_MOVES": {"paid", "withdrawn"},
    "DEVICE_MOVES": {"parts", "recycled"},
    "DONATION_MOVES": {"received", "declined"},
    "IMPORT_MOVES": {"undone", "failed"},
    "JOB_MOVES": {"ready"},
    "LANDLINE_MOVES": {"tested", "refused"},
    "MEETING_MOVES": {"released"},
    "MONTH_MOVES": {"locked"},
    "PACK_MOVES": {"issued"},
    "PLEDGE_MOVES": {"received", "withdrawn"},
    "REFERRAL_MOVES": {"declined", "withdrawn"},
    "REGISTRATION_MOVES": {"cancelled"},
    "REGRANT_MOVES": {"cancelled"},
    "SEMINAR_MOVES": {"held", "cancelled"},
    "TRANSFER_MOVES": {"accepted", "declined", "withdrawn"},
    "VERSION_MOVES": {"published"},
}


def tables() -> dict[str, dict[Enum, Any]]:
    modules = [
        import_module(module.name)
        for app in APPS
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}.")
        if {"models", "enums", "stages"} & set(module.name.split("."))
    ]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if name.endswith("_MOVES") and isinstance(value, dict)
    }


TABLES = tables()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_state_has_its_moves_and_only_ends_have_none(name):
    table = TABLES[name]
    states = type(next(iter(table)))

    assert set(table) == set(states)
    assert all(to in states for moves in table.values() for to in moves)
    assert {str(state) for state, moves in table.items() if not moves} == ENDS.get(name, set())


def test_the_ends_are_of_tables_that_are_there():
    assert set(ENDS) <= set(TABLES)
    assert len(TABLES) > 15


def test_the_page_of_moves_is_up_to_date():
    """A move that is added or taken away is seen in the page by whoever reads the change."""
    assert set(draw_moves.tables()) == set(TABLES) - {"STAGE_MOVES"}

    call_command("draw_moves", "--check")

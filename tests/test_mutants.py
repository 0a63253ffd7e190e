"""What `make mutants` breaks is all that it should, and its tests are there."""

from pathlib import Path

from django.conf import settings

from diz_portal.management.commands import draw_moves

from .mutants.modules import FIRST, MODULES, MOVES

APPS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
GATHERS = {"inclusion/rules.py"}  # those of the rooms, and says nothing itself


def test_every_rule_and_every_table_of_moves_is_broken():
    root = Path(settings.BASE_DIR)
    rules = {
        str(path.relative_to(root))
        for app in APPS
        for name in ("*rules.py", "*roles.py")
        for path in (root / app).rglob(name)
        if path.parent.name != "services"
    }

    assert {one.path for one in MODULES if one.kind == "rules"} == rules - GATHERS
    assert {one.table for one in MODULES if one.table} == {
        *draw_moves.tables(),
        *draw_moves.ELSEWHERE,
    }


def test_every_module_and_its_tests_are_there():
    root = Path(settings.BASE_DIR)
    named = {one.path for one in MODULES} | {FIRST, MOVES}
    named |= {test.partition("::")[0] for one in MODULES for test in one.tests}

    assert {name for name in named if not (root / name).is_file()} == set()
    assert len({one.name for one in MODULES}) == len(MODULES)

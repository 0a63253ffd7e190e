"""The table of moves: complete, and saying what the programme means."""

import pkgutil
import re
from importlib import import_module

import pytest
from django.conf import settings
from django.core.management import call_command

import projects
from projects.rollout.places import GROUP_OF
from projects.rollout.stages import (
    BEFORE_SCOPE,
    BLOCKED,
    EXITS,
    FACTS,
    LIVE,
    OUT_OF_SCOPE,
    PATH,
    SERVING,
    STAGE_MOVES,
    Stage,
    colour,
    needs_reason,
    next_stage,
    scope_step,
)


def test_every_stage_has_its_moves_and_its_meaning():
    assert set(STAGE_MOVES) == set(Stage) == set(FACTS)
    assert set(PATH) | set(EXITS) | {Stage.ON_HOLD} == set(Stage)
    assert all(to in Stage for moves in STAGE_MOVES.values() for to in moves)


# What the example happens to show.
OF_THE_EXAMPLE = {
    "projects.example.rollout.TODAY",
    "projects.example.rollout.EVIDENCE",
    # Its sites set out at “Assured”: the days to each stage after it on the path.
    "projects.example.rollout.LEADS_UP",
}


def test_every_table_keyed_by_stage_is_complete():
    """Wherever in the code of projects it stands: a new stage is then either in it or red here."""
    modules = [
        import_module(one.name)
        for one in pkgutil.walk_packages(projects.__path__, "projects.")
        if ".migrations" not in one.name
    ]
    tables = {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, dict) and any(isinstance(key, Stage) for key in value)
    }
    # No map shows what has left the project.
    on_the_map = {name for name, table in tables.items() if table is GROUP_OF}

    unfinished = {name for name, table in tables.items() if set(table) != set(Stage)}

    assert unfinished - on_the_map == OF_THE_EXAMPLE


def test_no_template_knows_a_stage_by_its_word():
    known = re.compile(rf"""\.stage\w* *[!=]= *["']({"|".join(Stage.values)})["']""")

    knowing = [
        str(path.relative_to(settings.BASE_DIR))
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if known.search(path.read_text())
    ]

    assert knowing == []


def test_every_stage_has_a_colour_of_its_tag():
    assert {colour(stage) for stage in BLOCKED} == {"red"}
    assert {colour(stage) for stage in LIVE} == {"green"}
    assert {colour(stage) for stage in EXITS} == {"grey"}
    assert colour(Stage.WAYLEAVE) == "yellow"
    assert colour(Stage.CIVILS) == "blue"


def test_no_stage_moves_to_itself():
    assert [stage for stage in Stage if stage in STAGE_MOVES[stage]] == []


def test_every_stage_can_be_reached_and_left():
    assert {to for moves in STAGE_MOVES.values() for to in moves} == set(Stage)
    assert all(STAGE_MOVES.values())


def test_a_stage_may_be_skipped_forward():
    assert Stage.IN_SERVICE in STAGE_MOVES[Stage.ORDERED]


def test_an_accepted_site_is_reopened_but_never_parked_or_removed():
    assert STAGE_MOVES[Stage.ACCEPTED] == set(PATH) - {Stage.ACCEPTED}


def test_an_exit_leads_back_to_the_path_alone():
    for stage in EXITS:
        assert STAGE_MOVES[stage] == set(PATH)


@pytest.mark.parametrize(
    ("current", "to", "explained"),
    [
        (None, Stage.CIVILS, False),
        (Stage.ORDERED, Stage.SURVEYED, False),
        (Stage.ORDERED, Stage.CONNECTED, False),
        (Stage.CIVILS, Stage.DESIGNED, True),
        (Stage.CIVILS, Stage.ON_HOLD, True),
        (Stage.CIVILS, Stage.DESCOPED, True),
        (Stage.ON_HOLD, Stage.CIVILS, True),
        (Stage.MERGED, Stage.IN_SCOPE, True),
    ],
)
def test_holds_exits_and_steps_back_need_a_reason(current, to, explained):
    assert needs_reason(current, to) is explained


def test_next_stage_follows_the_path_to_its_end():
    assert [next_stage(stage) for stage in PATH] == [*PATH[1:], None]
    assert next_stage(Stage.ON_HOLD) is None


def test_live_counts_connected_and_beyond():
    assert set(PATH[PATH.index(Stage.CONNECTED) :]) == LIVE
    assert SERVING < LIVE


@pytest.mark.parametrize(
    ("current", "in_scope", "to", "step"),
    [
        (Stage.CANDIDATE, False, Stage.ELIGIBLE, 0),
        (Stage.ELIGIBLE, False, Stage.IN_SCOPE, 1),
        (Stage.CANDIDATE, False, Stage.ORDERED, 1),
        # Already in scope: the stage catches up without a second line.
        (Stage.ELIGIBLE, True, Stage.IN_SCOPE, 0),
        (Stage.IN_SCOPE, True, Stage.ELIGIBLE, -1),
        (Stage.CIVILS, True, Stage.RFS, 0),
        (Stage.CIVILS, True, Stage.ON_HOLD, 0),
        (Stage.CIVILS, True, Stage.DESCOPED, -1),
        (Stage.CANDIDATE, False, Stage.ALREADY_GIGABIT, 0),
        (Stage.ON_HOLD, True, Stage.CIVILS, 0),
        # Parked as a candidate: leaving the hold for the works brings it into the scope.
        (Stage.ON_HOLD, False, Stage.CIVILS, 1),
        (Stage.ON_HOLD, True, Stage.CANDIDATE, -1),
        (Stage.ON_HOLD, True, Stage.MERGED, -1),
        (Stage.DESCOPED, False, Stage.IN_SCOPE, 1),
        # A site that was never in scope is not removed from it.
        (Stage.CIVILS, False, Stage.DESCOPED, 0),
        (Stage.CIVILS, False, Stage.RFS, 0),
    ],
)
def test_scope_step_says_what_a_move_does_to_the_scope(current, in_scope, to, step):
    assert scope_step(current, in_scope, to) == step


def test_a_consistent_site_stays_consistent_after_every_legal_move():
    legal = [(current, to) for current, moves in STAGE_MOVES.items() for to in moves]
    disagree = [
        (current, to)
        for current, to in legal
        if Stage.ON_HOLD not in (current, to)
        and (current not in OUT_OF_SCOPE) + scope_step(current, current not in OUT_OF_SCOPE, to)
        != (to not in OUT_OF_SCOPE)
    ]

    assert disagree == []


def test_candidates_are_outside_the_scope():
    assert BEFORE_SCOPE < OUT_OF_SCOPE


def test_the_drawing_of_the_stages_is_up_to_date():
    call_command("draw_stages", "--check")

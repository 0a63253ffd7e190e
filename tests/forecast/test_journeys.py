"""Which of a site's days are durations."""

import pytest

from projects.forecast.inputs import BEFORE, CONNECTED, LEFT, OPEN
from projects.forecast.journeys import Stay, Step, journey

TODAY = 1000
PLACE = {str(stage): place for place, stage in enumerate(BEFORE)}


def told(*steps, left_on=None):
    return journey([Step(on, stage, False) for on, stage in steps], TODAY, left_on)


def stay(stage, start, end, outcome):
    return Stay(PLACE[stage], start, end, PLACE.get(outcome, outcome))


def test_each_stage_lasts_until_the_next():
    found = told((100, "in_scope"), (130, "assured"), (150, "ordered"))

    assert found.stays == (
        stay("in_scope", 100, 130, "assured"),
        stay("assured", 130, 150, "ordered"),
        stay("ordered", 150, TODAY, OPEN),
    )
    assert (found.stage, found.since) == (PLACE["ordered"], 150)


def test_live_stages_are_one_connection():
    found = told((100, "rfs"), (130, "connected"), (150, "in_service"), (160, "accepted"))

    assert found.stays == (stay("rfs", 100, 130, CONNECTED),)
    assert found.connected_on == 130


def test_a_hold_is_waiting():
    found = told((100, "designed"), (120, "on_hold"), (200, "designed"), (210, "civils"))

    assert found.stays[0] == stay("designed", 100, 210, "civils")


def test_a_site_on_hold_stands_where_it_was():
    found = told((100, "designed"), (120, "on_hold"))

    assert (found.stage, found.since) == (PLACE["designed"], 100)


def test_a_site_that_goes_back_keeps_all_the_time():
    found = told((100, "surveyed"), (110, "designed"), (140, "surveyed"), (200, "designed"))

    assert found.stays == (
        stay("surveyed", 100, 200, "designed"),
        stay("designed", 200, TODAY, OPEN),
    )


def test_a_site_that_goes_back_to_a_stage_it_had_skipped_has_been_there_since():
    found = told((100, "surveyed"), (110, "civils"), (140, "designed"))

    assert found.stays == (
        stay("surveyed", 100, 110, "designed"),
        stay("designed", 110, TODAY, OPEN),
    )


def test_a_connection_that_is_taken_back_was_none():
    found = told((100, "rfs"), (130, "connected"), (150, "rfs"))

    assert found.stays == (stay("rfs", 100, TODAY, OPEN),)
    assert found.connected_on is None


def test_a_skipped_stage_is_no_duration():
    found = told((100, "designed"), (160, "civils"))

    assert found.stays[0] == stay("designed", 100, 160, "civils")
    assert found.skipped == 1


def test_a_stage_entered_and_left_on_one_day_is_skipped():
    found = told((100, "surveyed"), (160, "designed"), (160, "wayleave"), (160, "civils"))

    assert found.stays[0] == stay("surveyed", 100, 160, "civils")
    assert found.skipped == 2


@pytest.mark.parametrize("exit_", ["descoped", "merged", "already_gigabit"])
def test_leaving_ends_a_stay(exit_):
    found = told((100, "ordered"), (160, exit_))

    assert found.stays == (stay("ordered", 100, 160, LEFT),)
    assert found.stage is None


def test_being_removed_from_the_scope_is_leaving():
    found = told((100, "ordered"), left_on=170)

    assert found.stays == (stay("ordered", 100, 170, LEFT),)


def test_a_site_that_comes_back_has_waited():
    found = told((100, "ordered"), (160, "descoped"), (300, "ordered"), (320, "surveyed"))

    assert found.stays[0] == stay("ordered", 100, 320, "surveyed")


def test_a_day_of_an_import_begins_and_ends_no_duration():
    steps = [
        Step(100, "candidate", True),
        Step(150, "in_scope", False),
        Step(190, "assured", False),
        Step(260, "ordered", True),
    ]
    found = journey(steps, TODAY)

    assert found.stays == (stay("in_scope", 150, 190, "assured"),)
    assert found.dated_by_import == 3
    assert (found.stage, found.since) == (PLACE["ordered"], 260)


def test_moved_is_on_from_the_baseline_on_a_known_day():
    assert told((100, "in_scope"), (130, "assured")).has_moved
    assert not told((90, "eligible"), (100, "in_scope")).has_moved
    assert not told((100, "in_scope"), (130, "descoped")).has_moved
    assert not journey([Step(100, "in_scope", True), Step(130, "assured", False)], TODAY).has_moved

"""The table of what folders may cost is true of the folders there are, and fits five minutes."""

from pathlib import Path

from . import costs

TESTS = Path(__file__).parent
# Not tests: rows for them, and what `make bench` runs.
NO_TESTS = {"factories", "bench"}


def test_every_line_is_about_a_folder_that_is_there():
    folders = {one.name for one in TESTS.iterdir() if (one / "__init__.py").exists()}

    assert set(costs.BUDGETS) <= (folders | {"tests"}) - NO_TESTS


def test_together_they_fit_five_minutes_of_two_processors():
    """A later room is on top: see `ROOM`."""
    assert sum(one.seconds for one in costs.BUDGETS.values()) <= costs.TOGETHER


def test_table_names_what_is_above_its_budget_and_counts_waiting_by_the_clock():
    told = costs.lines(
        {"new": 41, "journeys": 3, "charts": 1}, {"new": 9, "journeys": 70, "charts": 9}
    )

    assert told == [
        "journeys       70.0 of 100 by the clock",
        "new            41.0 of  40",
        "charts          1.0 of   5",
        "together      112.0 of 600",
        "above budget: tests/new (docs/architecture.md, “The tests”)",
    ]


def test_folder_of_a_test_is_the_one_beneath_tests():
    assert costs.folder_of("tests/access/test_doors.py::test_door[home]") == "access"
    assert costs.folder_of("tests/test_costs.py::test_it") == "tests"

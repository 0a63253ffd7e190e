"""The table of what folders may cost is true of the folders there are, and fits together."""

import subprocess
import sys
import time
from pathlib import Path

from . import costs

TESTS = Path(__file__).parent
# Not tests: rows for them, and what `make bench` runs.
NO_TESTS = {"factories", "bench"}


def test_every_line_is_about_a_folder_that_is_there():
    folders = {one.name for one in TESTS.iterdir() if (one / "__init__.py").exists()}

    assert set(costs.BUDGETS) <= (folders | {"tests"}) - NO_TESTS
    assert set(costs.LATER) <= folders - NO_TESTS


def test_together_they_fit_what_all_may_cost():
    """A later room is on top: see `ROOM`."""
    assert sum(costs.BUDGETS.values()) <= costs.TOGETHER


def test_table_names_what_is_above_its_budget():
    told = costs.lines({"new": 41, "journeys": 7, "charts": 1})

    assert told == [
        "new            41.0 of  40",
        f"journeys        7.0 of {costs.BUDGETS['journeys']:3}",
        "charts          1.0 of   5",
        f"together       49.0 of {costs.TOGETHER:3}",
        "above budget: tests/new (docs/architecture.md, “The tests”)",
    ]


def test_what_a_test_has_started_is_counted_with_it():
    # As much on every machine: a sum that takes one of them long is nothing to another.
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    before = costs.processor(with_family=True)
    own = time.process_time()
    subprocess.run([sys.executable, "-c", busy], check=True)

    # What has ended is counted in hundredths.
    assert costs.processor(with_family=True) - before > time.process_time() - own + 0.25


def test_what_is_listed_as_slow_is_there_and_not_of_those_that_are_tried_each_hour():
    listed = costs.LISTED.read_text().split()

    assert listed == sorted(set(listed))
    assert [one for one in listed if not (TESTS.parent / one).is_file()] == []
    assert [one for one in listed if one.startswith((*costs.WITH_OTHERS, *costs.HOURLY))] == []


def test_a_module_of_dear_tests_is_told_unless_it_is_tried_each_hour():
    spent = {"tests/a/test_a.py": 2.0, "tests/a/test_b.py": 2.0, "tests/a/test_c.py": 0.9}
    tests = {"tests/a/test_a.py": 10, "tests/a/test_b.py": 30, "tests/a/test_c.py": 1}

    assert costs.unlisted(spent, tests) == ["tests/a/test_a.py"]
    assert costs.unlisted({"tests/access/test_d.py": 9.0}, {"tests/access/test_d.py": 1}) == []


def test_folder_of_a_test_is_the_one_beneath_tests():
    assert costs.folder_of("tests/access/test_doors.py::test_door[home]") == "access"
    assert costs.folder_of("tests/test_costs.py::test_it") == "tests"

"""How the suite is shared out over processes: a module to one of them.

So what a module builds is built once, not once a process. The walks through every page, and the
browsers' journeys, are shared out test by test: each is too long for one process. Crowds stay
together across modules, and so do those that start, kill and wait for whole portals.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

TEST_BY_TEST = ("tests/access/test_doors.py", "tests/access/test_cost_of_lists.py")
JOURNEYS = "tests/journeys/"
# Two of one kind at once would wait for each other's processes. Faults are two kinds of one length,
# so that they take less than a minute of a run on two processors.
KINDS = {
    "tests/contention/": "crowds",
    "tests/faults/test_every_line.py": "lines",
    "tests/faults/test_stuck_worker.py": "lines",
    "tests/faults/": "whole portals",
    "tests/shell/test_run.py": "whole portals",
}


class ByModule(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith((*TEST_BY_TEST, JOURNEYS)):
            return nodeid
        kind = next((kind for path, kind in KINDS.items() if nodeid.startswith(path)), "")
        return kind or nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByModule:
    # In the order of the run (`conftest.py`), not by how many tests stay together.
    config.option.loadscopereorder = False
    return ByModule(config, log)

"""How the suite is shared out over processes: a module to one of them.

So what a module builds is built once, not once a process. The walks through every page, and the
browsers' journeys, are shared out test by test: each is too long for one process. What has to
stay together across modules says so itself (`xdist_group`).
"""

import pytest
from xdist.scheduler import LoadGroupScheduling

TEST_BY_TEST = ("tests/access/test_doors.py", "tests/access/test_cost_of_lists.py")
JOURNEYS = "tests/journeys/"


class ByModule(LoadGroupScheduling):
    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        if scope != nodeid or nodeid.startswith((*TEST_BY_TEST, JOURNEYS)):
            return scope
        return nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByModule:
    # In the order of the run (`conftest.py`), not by how many tests stay together.
    config.option.loadscopereorder = False
    return ByModule(config, log)

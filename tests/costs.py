"""What each folder of the suite costs, told at the end of a run, beside what it may cost; and
which folders are slow as a whole.

Processor seconds of the process that runs the tests, and where it waits for others that it has
started (a browser, a whole portal, a crowd) of those too: seconds by the clock depend on who else
is at work, so that no budget in them could be kept to. Nothing fails by what is told here: a busy
machine breaks no test.
"""

import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

# What a folder may take that has no line of its own: a later room.
ROOM = 40

# Rooms that came after the suite was first held to 5 minutes: each may add its 40 seconds, in its
# own folder and in those that walk through every room (access, journeys, shell).
LATER = [
    "agenda",
    "api",
    "backups",
    "benefits",
    "change",
    "changes",
    "contracts",
    "digests",
    "forecast",
    "impact",
    "knowledge",
    "lists",
    "meetings",
    "money",
    "open_data",
    "operations",
    "releases",
    "reports",
    "search",
    "storage",
]

BUDGETS = {
    "access": 260,
    "accounts": 20,
    "attention": 12,
    "backups": 65,
    "charts": 5,
    "constraints": 10,
    "contention": 35,
    "demand": 10,
    "documents": 5,
    "faults": 75,
    "inclusion": 70,
    "journeys": 430,
    "outbox": 15,
    "partners": 15,
    "pdf": 5,
    "places": 5,
    "privacy": 55,
    "projects": 70,
    "seminars": 35,
    "shell": 150,
    "sign_on": 10,
    "tables": 10,
    "tests": 10,
}
# What the rooms took together that were there when the suite took 9 minutes, and each later one.
TOGETHER = 900 + ROOM * len(LATER)

# Marked `slow` as a whole: browsers, whole portals, crowds, kills, backups. `-m 'not slow'` leaves
# them out, and with them the modules of `slow.txt`, whose tests take twice as long as those of
# others.
# Elsewhere a test or a module says so itself.
WITH_OTHERS = (
    "tests/backups/",
    "tests/journeys/",
    "tests/faults/",
    "tests/contention/",
    "tests/shell/test_run",
    "tests/shell/test_manage",
)
LISTED = Path(__file__).with_name("slow.txt")
SLOW = (*WITH_OTHERS, *LISTED.read_text().split())
# A module that takes more for each of its tests, and together more than a second, is told to be
# slow. What judges the code as a whole, and who may do what, is tried each hour all the same.
EACH, AT_LEAST = 0.1, 1
HOURLY = (
    "tests/access/",
    "tests/constraints/",
    "tests/shell/test_circles",
    "tests/shell/test_libraries",
    "tests/shell/test_state_words",
    "tests/shell/test_unused",
    "tests/shell/test_whole_sentences",
    "tests/test_",
    "tests/wording/",
)

_spent: Counter[str] = Counter()
_modules: Counter[str] = Counter()
_tests: Counter[str] = Counter()
_begun: list[float] = []


def folder_of(nodeid: str) -> str:
    """The folder beneath tests/; what stands in tests/ itself is about the tests."""
    folder, _, rest = nodeid.partition("::")[0].removeprefix("tests/").partition("/")
    return folder if rest else "tests"


def budget_of(folder: str) -> int:
    return BUDGETS.get(folder, ROOM)


def processor(*, with_family: bool) -> float:
    """Seconds so far of this process; of all that it has started as well, also if it has ended."""
    if not with_family:
        return time.process_time()
    me = psutil.Process()
    ended = me.cpu_times()
    seconds = time.process_time() + ended.children_user + ended.children_system
    for one in me.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            seconds += sum(one.cpu_times()[:4])
    return seconds


def pytest_itemcollected(item: pytest.Item) -> None:
    if item.nodeid.startswith(SLOW):
        item.add_marker("slow")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    _begun[:] = [processor(with_family=item.nodeid.startswith(WITH_OTHERS))]
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[object]:
    report = yield
    # A worker's reports travel to the process that tells.
    if report.when == "teardown":
        spent = processor(with_family=item.nodeid.startswith(WITH_OTHERS)) - _begun[0]
        # A browser that is closed takes with it what its own had spent.
        report.user_properties.append(("processor", max(spent, 0)))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    spent = dict(report.user_properties).get("processor", 0)
    _spent[folder_of(report.nodeid)] += spent
    if report.when == "teardown" and "slow" not in report.keywords:
        module = report.nodeid.partition("::")[0]
        _modules[module] += spent
        _tests[module] += 1


def lines(spent: dict[str, float]) -> list[str]:
    """The table, the dearest first, and who is above budget."""
    above, found = [], []
    for name in sorted(spent, key=spent.__getitem__, reverse=True):
        budget = budget_of(name)
        found.append(f"{name:<12} {spent[name]:6.1f} of {budget:3}")
        if spent[name] > budget:
            above.append(f"tests/{name}")
    found.append(f"{'together':<12} {sum(spent.values()):6.1f} of {TOGETHER:3}")
    if above:
        found.append(f"above budget: {', '.join(above)} (docs/architecture.md, “The tests”)")
    return found


def unlisted(spent: dict[str, float], tests: dict[str, int]) -> list[str]:
    """What whoever works hour to hour waits for: belongs into `slow.txt`, or is made quicker."""
    return sorted(
        name
        for name, seconds in spent.items()
        if seconds > max(AT_LEAST, EACH * tests[name]) and not name.startswith(HOURLY)
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    is_run_by_many = bool(terminalreporter.config.getoption("numprocesses", None))
    if len(_spent) < 2 and not is_run_by_many:  # somebody tries one thing, by hand
        return
    terminalreporter.section("what each folder costs, in processor seconds")
    for line in lines(_spent):
        terminalreporter.write_line(line)
    if named := unlisted(_modules, _tests):
        terminalreporter.write_line(f"slow, and not in tests/slow.txt: {', '.join(named)}")

"""What each folder of the suite costs, told at the end of a run, beside what it may cost; and
which folders are slow as a whole.

Processor seconds of the process that runs the tests: seconds by the clock depend on who else is
at work, so that no budget in them could be kept to. The folders that wait for other processes (a
browser, a whole portal, a crowd) are counted by the clock all the same, since their own process
does next to nothing. Nothing fails by what is told here: a busy machine breaks no test.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

# What a folder may take that has no line of its own: a later room.
ROOM = 40
CLOCK = "by the clock"


@dataclass(frozen=True)
class Budget:
    seconds: int
    measure: str = ""


BUDGETS = {
    "access": Budget(120),
    "accounts": Budget(20),
    "attention": Budget(5),
    "charts": Budget(5),
    "constraints": Budget(10),
    "contention": Budget(15, CLOCK),
    "documents": Budget(5),
    "faults": Budget(30, CLOCK),
    "inclusion": Budget(60),
    "journeys": Budget(100, CLOCK),
    "outbox": Budget(15),
    "partners": Budget(15),
    "pdf": Budget(5),
    "places": Budget(5),
    "privacy": Budget(45),
    "projects": Budget(40),
    "seminars": Budget(35),
    "shell": Budget(45),
    "sign_on": Budget(10),
    "tables": Budget(10),
    "tests": Budget(5),
}
TOGETHER = 600  # five minutes of two processors

# Marked `slow` as a whole: browsers, whole portals, crowds, kills. `-m 'not slow'` leaves them out;
# elsewhere a test or a module says so itself.
SLOW = ("tests/journeys/", "tests/faults/", "tests/contention/", "tests/shell/test_run")

_processor: Counter[str] = Counter()
_clock: Counter[str] = Counter()
_begun: list[float] = []


def folder_of(nodeid: str) -> str:
    """The folder beneath tests/; what stands in tests/ itself is about the tests."""
    folder, _, rest = nodeid.partition("::")[0].removeprefix("tests/").partition("/")
    return folder if rest else "tests"


def budget_of(folder: str) -> Budget:
    return BUDGETS.get(folder, Budget(ROOM))


def pytest_itemcollected(item: pytest.Item) -> None:
    if item.nodeid.startswith(SLOW):
        item.add_marker("slow")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    _begun[:] = [time.process_time()]
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[object]:
    report = yield
    # A worker's reports travel to the process that tells.
    if report.when == "teardown":
        report.user_properties.append(("processor", time.process_time() - _begun[0]))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    folder = folder_of(report.nodeid)
    _clock[folder] += report.duration
    _processor[folder] += dict(report.user_properties).get("processor", 0)


def lines(processor: dict[str, float], clock: dict[str, float]) -> list[str]:
    """The table, the dearest first, and who is above budget."""
    above, found = [], []
    spent = {
        name: clock[name] if budget_of(name).measure else processor.get(name, 0) for name in clock
    }
    for name in sorted(spent, key=spent.__getitem__, reverse=True):
        budget = budget_of(name)
        line = f"{name:<12} {spent[name]:6.1f} of {budget.seconds:3} {budget.measure}".rstrip()
        found.append(line)
        if spent[name] > budget.seconds:
            above.append(f"tests/{name}")
    found.append(f"{'together':<12} {sum(spent.values()):6.1f} of {TOGETHER:3}")
    if above:
        found.append(f"above budget: {', '.join(above)} (docs/architecture.md, “The tests”)")
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    is_run_by_many = bool(terminalreporter.config.getoption("numprocesses", None))
    if len(_clock) < 2 and not is_run_by_many:  # somebody tries one thing, by hand
        return
    terminalreporter.section("what each folder costs, in processor seconds")
    for line in lines(_processor, _clock):
        terminalreporter.write_line(line)

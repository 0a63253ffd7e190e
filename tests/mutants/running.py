"""A plugin of pytest that sets the suite up once and tries each mutant in a copy of the process.

A copy (fork) has Django, the database and the tests ready; what is broken is broken in it alone, in
memory, so that the files stay as they are. A mutant in a function needs only the tests that call
the function: which do is noted while the tests pass on the sound module.
"""

import contextlib
import gc
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from pytest_django.plugin import blocking_manager_key
from rules.permissions import permissions

from . import making
from .making import ROOT, Mutant
from .modules import Module

# No test of the list takes as long; a mutant that turns for ever is killed by it.
PATIENCE = 90
_failed: list[str] = []

# The functions that can be broken, by their code: a decorator may have made several of one.
Functions = dict[CodeType, list[FunctionType]]
# Of each test, how long it takes and which of them it calls.
Notes = dict[str, tuple[float, set[str]]]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _failed.append(f"{report.nodeid}\n{report.longreprtext}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    told = json.loads(os.environ["DIZ_MUTANTS"])
    chosen = making.sample(told["most"], told["seed"], told["only"])
    folder = Path(told["folder"])
    _set_up(session)
    functions = _functions({str(ROOT / one.path) for one in chosen})
    noted: Notes = {}
    # One process from the front and one from the back: neighbours have their tests in common.
    order = list(enumerate(chosen.items()))[:: -1 if told["backwards"] else 1]
    for at, (module, mutants) in order:
        if _claimed(folder / f"{at}.claimed"):
            figures = _tried(session, module, mutants, functions, noted, told["until"])
            (folder / f"{at}.json").write_text(json.dumps(figures))
            print(f"{module.name}: {figures['killed']} of {len(mutants)}", file=sys.stderr)  # noqa: T201
    return True


def _claimed(path: Path) -> bool:
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        return True
    return False


def _set_up(session: pytest.Session) -> None:
    """One test makes the database. What is kept for another folder is kept for all of them."""
    first = session.items[0]
    elsewhere = (one for one in session.items if one.path.parent != first.path.parent)
    session.anchor = next(elsewhere, session.items[-1])  # type: ignore[attr-defined]
    _run(first, session.anchor)  # type: ignore[attr-defined]
    if _failed:
        raise pytest.UsageError(f"It fails before anything is broken: {_failed[0]}")
    # The conftest froze what was there; the functions to break are among it.
    gc.unfreeze()


def _run(item: pytest.Item, after: pytest.Item) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)


def _tried(
    session: pytest.Session,
    module: Module,
    mutants: list[Mutant],
    functions: Functions,
    noted: Notes,
    until: float,
) -> dict:
    items = [item for item in session.items if item.nodeid.startswith(module.tests)]
    figures: dict = {"module": module.name, "kind": module.kind, "killed": 0, "survived": []}
    new = [item for item in items if item.nodeid not in noted]
    if new and (unsound := _note(session, new, functions, noted)):
        return {**figures, "unsound": unsound}
    items.sort(key=lambda item: noted[item.nodeid][0])
    for mutant in mutants:
        if time.time() > until:
            break
        break_it, places = _breaking(mutant, functions)
        chosen = [one for one in items if not places or places & noted[one.nodeid][1]]
        if _in_a_copy(session, chosen, break_it):
            figures["killed"] += 1
        else:
            figures["survived"].append(mutant.words)
    return figures


def _note(
    session: pytest.Session, items: list[pytest.Item], functions: Functions, noted: Notes
) -> str:
    """How long each test takes, and which of the functions it calls; what is wrong, if it fails."""
    calls: dict[str, tuple[float, list[str]]] = {}

    def begin(item: pytest.Item) -> Callable:
        began, places = time.monotonic(), set()

        def called(frame, event, _):
            if event == "call" and frame.f_code in functions:
                places.add(_place(frame.f_code))

        def ended() -> None:
            sys.setprofile(None)
            calls[item.nodeid] = time.monotonic() - began, sorted(places)

        threading.setprofile(called)
        sys.setprofile(called)
        return ended

    notes = Path(os.environ["DIZ_TEST_DATA"]) / "calls.json"
    wrong = _in_a_copy(
        session, items, lambda: None, begin, lambda: notes.write_text(json.dumps(calls))
    )
    if not wrong:
        read = json.loads(notes.read_text())
        noted.update({name: (seconds, set(places)) for name, (seconds, places) in read.items()})
    return wrong


def _place(code: CodeType) -> str:
    return f"{code.co_filename}:{code.co_firstlineno}"


def _in_a_copy(
    session: pytest.Session,
    items: list[pytest.Item],
    begin: Callable,
    note: Callable | None = None,
    end: Callable = lambda: None,
) -> str:
    """Run the tests up to the first that fails; its name, or nothing when all pass."""
    connections.close_all()
    cache.close()
    word = Path(os.environ["DIZ_TEST_DATA"]) / "failed"
    word.unlink(missing_ok=True)
    copy = os.fork()
    if not copy:
        try:
            session.config.pluginmanager.unregister(name="terminalreporter")
            begin()
            for item, after in zip(items, [*items[1:], session.anchor], strict=True):  # type: ignore[attr-defined]
                ended = note(item) if note else None
                _run(item, after if after is not item else session.items[0])
                if ended:
                    ended()
                if _failed:
                    word.write_text(_failed[0])
                    os._exit(1)
            end()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001  a copy ends here, whatever happened
            word.write_text(repr(error))
            os._exit(1)
    if (status := _waited(copy, PATIENCE * (10 if note else 1))) is None:
        with session.config.stash[blocking_manager_key].unblock():
            call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
        return "nothing: it turned for ever"
    if status:
        return word.read_text() if word.exists() else "a crash"
    return ""


def _waited(copy: int, seconds: float) -> int | None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(copy, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(copy, signal.SIGKILL)
    os.waitpid(copy, 0)
    return None


def _functions(paths: set[str]) -> Functions:
    found: Functions = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename in paths:
            found.setdefault(one.__code__, []).append(one)
    return found


def _breaking(mutant: Mutant, functions: Functions) -> tuple[Callable, set[str]]:
    """What breaks the running portal, and the functions that it is in, if it is in any."""
    if mutant.module.table:
        return lambda: _move_more_or_less(mutant), set()
    path = str(ROOT / mutant.module.path)
    sound = compile(making.source(mutant.module.path), path, "exec")
    broken = compile(mutant.code, path, "exec")
    swaps = [
        (function, new)
        for old, new in _differing(sound, broken)
        for function in functions.get(old, ())
    ]
    if swaps:
        places = {_place(function.__code__) for function, _ in swaps}
        return lambda: [setattr(function, "__code__", new) for function, new in swaps], places
    if mutant.module.kind == "rules":
        return lambda: _permissions_anew(broken), set()
    raise AssertionError(f"Nothing that runs is broken by {mutant.words}")


def _differing(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    if old == new:
        return
    yield old, new
    inner = [[one for one in code.co_consts if isinstance(one, CodeType)] for code in (old, new)]
    for pair in zip(*inner, strict=False):
        yield from _differing(*pair)


def _move_more_or_less(mutant: Mutant) -> None:
    table = making.table_of(mutant.module)
    states = {str(state): state for state in table}
    table[states[mutant.how]] = set(table[states[mutant.how]]) ^ {states[mutant.to]}


def _permissions_anew(broken: CodeType) -> None:
    """Permissions are looked up by name at each question: the broken ones take their places."""
    type(permissions).add_rule = type(permissions).set_rule
    exec(broken, {"__name__": "broken", "__file__": broken.co_filename})

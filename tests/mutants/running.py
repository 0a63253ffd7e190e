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
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from pytest_django.plugin import blocking_manager_key
from rules.permissions import permissions
from rules.predicates import always_false, always_true

from . import kept, making, noting
from .making import EVERYBODY, ROOT, Mutant
from .modules import FIRST, MODULES, MOVES, WORLD, Module

_failed: list[str] = []
_session: list[pytest.Session] = []

# The functions that can be broken, by their code: a decorator may have made several of one.
Functions = dict[CodeType, list[FunctionType]]
# Of each test, how long it takes and which of them it calls.
Notes = dict[str, tuple[float, set[str]]]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _failed.append(f"{report.nodeid}\n{report.longreprtext}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    if session.testsfailed:
        raise session.Interrupted("Some of the tests cannot be read.")
    told = json.loads(os.environ["DIZ_MUTANTS"])
    folder = Path(told["folder"])
    wanted: dict[Module, list[Mutant]] = {}
    for module, *rest in json.loads((folder / "wanted.json").read_text()):
        mutant = Mutant(next(one for one in MODULES if one.name == module), *rest)
        wanted.setdefault(mutant.module, []).append(mutant)
    _session[:] = [session]
    _set_up(session)
    functions = _functions({str(ROOT / one.path) for one in wanted})
    trial = Trial(session, functions, folder, told["until"])
    # One process from the front and one from the back: neighbours have their tests in common.
    for at, (module, mutants) in list(enumerate(wanted.items()))[:: -1 if told["backwards"] else 1]:
        if _claimed(folder / f"{at}.claimed"):
            trial.of(module, mutants)
    return True


def _claimed(path: Path) -> bool:
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        return True
    return False


def _set_up(session: pytest.Session) -> None:
    """One test makes the database. What is kept for another folder is kept for all of them."""
    first = next(
        one
        for one in session.items
        if one.nodeid.startswith(FIRST) and "django_db_setup" in one.fixturenames  # type: ignore[attr-defined]
    )
    session.anchor = next(one for one in session.items if one.nodeid.startswith(MOVES))  # type: ignore[attr-defined]
    _run(first, session.anchor)  # type: ignore[attr-defined]
    if _failed:
        raise pytest.UsageError(f"It fails before anything is broken: {_failed[0]}")
    # The conftest froze what was there; the functions to break are among it.
    gc.unfreeze()


def _run(item: pytest.Item, after: pytest.Item) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)


def _file(test: str) -> str:
    return test.partition("::")[0]


class Trial:
    """One after another, the mutants of a module, each by the tests that can tell."""

    def __init__(
        self, session: pytest.Session, functions: Functions, folder: Path, until: float
    ) -> None:
        self.session, self.functions, self.folder = session, functions, folder
        self.until = until
        self.notes: Notes = {}
        # How often the tests of a file told: the next mutant of the module is shown to them first.
        self.told: Counter[str] = Counter()
        self.done: set[str] = set()

    def of(self, module: Module, mutants: list[Mutant]) -> None:
        items = [item for item in self.session.items if item.nodeid.startswith(module.tests)]
        self.told.clear()
        looking = [item for item in items if item.nodeid.startswith(WORLD)]
        killed = self._looked_at(mutants, looking) if looking else 0
        for mutant in mutants:
            if mutant.key in self.done:
                continue
            if time.time() > self.until:
                break
            began = time.monotonic()
            items = [item for item in items if item not in looking]
            killed_by = self._killed(mutant, items, alone=True)
            killed += bool(killed_by)
            self._keep(mutant, killed_by, began)
        _say(f"{module.name}: {killed} of {len(mutants)}")

    def _keep(self, mutant: Mutant, killed_by: str, began: float) -> None:
        if killed_by:
            self.told.update({killed_by, _file(killed_by)})
        else:
            _say(f"lives: {mutant.words}")
        kept.keep(mutant, killed_by, time.monotonic() - began)

    def _looked_at(self, mutants: list[Mutant], items: list[pytest.Item]) -> int:
        """In a copy that has set the world up, a copy of it for each mutant. How many are killed;
        the others are to be tried by the rest of their tests."""
        self._note(items)
        file = self.folder / f"{os.getpid()}.looked"

        def look() -> None:
            hook = items[0].config.hook
            hook.pytest_runtest_setup(item=items[0])
            hook.pytest_runtest_teardown(item=items[0], nextitem=items[1])
            done = []
            for mutant in mutants:
                began = time.monotonic()
                if time.time() > self.until:
                    break
                if killed_by := self._killed(mutant, items, alone=False):
                    self._keep(mutant, killed_by, began)
                    done.append(mutant.key)
                file.write_text(json.dumps(done))

        if wrong := _in_a_copy(look, 60 + 60 * len(mutants)):
            raise pytest.UsageError(f"The world cannot be set up: {wrong}")
        done = json.loads(file.read_text())
        self.done.update(done)
        return len(done)

    def _killed(self, mutant: Mutant, items: list[pytest.Item], *, alone: bool) -> str:
        """The test that fails, or nothing. File by file: those first that told before, then as
        they are named; and what is told by the first, no other is read for."""
        break_it, places = _breaking(mutant, self.functions)
        files: dict[str, list[pytest.Item]] = {}
        for item in items:
            files.setdefault(_file(item.nodeid), []).append(item)
        named = [_file(one) for one in mutant.module.tests]
        for file in sorted(files, key=lambda one: (-self.told[one], named.index(one))):
            if alone:
                self._note(files[file])
            chosen = [
                one for one in files[file] if not places or places & self.notes[one.nodeid][1]
            ]
            chosen.sort(key=lambda one: (-self.told[one.nodeid], self.notes[one.nodeid][0]))
            if killed_by := chosen and self._fails(break_it, chosen, files[file], alone=alone):
                return killed_by
        return ""

    def _fails(
        self,
        break_it: Callable[[], Any],
        chosen: list[pytest.Item],
        items: list[pytest.Item],
        *,
        alone: bool,
    ) -> str:
        # What is set up for them all stays for the next.
        after = self.session.anchor if alone else next(one for one in items if one != chosen[-1])  # type: ignore[attr-defined]

        def try_it() -> None:
            break_it()
            _pass(chosen, after)

        # However busy the machine, what takes so much longer turns for ever.
        patience = 30 + 5 * sum(self.notes[one.nodeid][0] for one in chosen)
        return _in_a_copy(try_it, patience, alone=alone).partition("\n")[0]

    def _note(self, items: list[pytest.Item]) -> None:
        """How long each test takes, and which of the functions it calls."""
        for file in self.folder.glob("*.notes"):
            for name, (seconds, places) in json.loads(file.read_text()).items():
                self.notes[name] = seconds, set(places)
        new = [item for item in items if item.nodeid not in self.notes]
        if not new:
            return
        notes: dict[str, tuple[float, list[str]]] = {}
        file = self.folder / f"{os.getpid()}-{len(self.notes)}"

        def note(name: str, seconds: float) -> None:
            notes[name] = seconds, sorted(noting.called)
            noting.called.clear()
            file.write_text(json.dumps(notes))

        def listen() -> None:
            self._listen()
            _pass(new, self.session.anchor, note)  # type: ignore[attr-defined]

        if wrong := _in_a_copy(listen, 60 + 10 * len(new)):
            raise pytest.UsageError(f"It fails before anything is broken: {wrong}")
        file.rename(file.with_suffix(".notes"))
        self._note(items)

    def _listen(self) -> None:
        for path in {code.co_filename for code in self.functions}:
            source = Path(path).read_text(encoding="utf-8")
            _swap(compile(source, path, "exec"), noting.telling(source, path), self.functions)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201


class _Fails(Exception):
    pass


def _pass(
    items: list[pytest.Item],
    after: pytest.Item,
    note: Callable[[str, float], None] = lambda *_: None,
) -> None:
    for item, following in zip(items, [*items[1:], after], strict=True):
        began = time.monotonic()
        _run(item, following if following is not item else item.session.items[0])
        if _failed:
            raise _Fails(_failed[0])
        note(item.nodeid, time.monotonic() - began)


def _in_a_copy(work: Callable[[], None], patience: float, *, alone: bool = True) -> str:
    """What goes wrong in it: the name of the first test that fails; or nothing."""
    if alone:
        connections.close_all()
        cache.close()
    word = Path(os.environ["DIZ_TEST_DATA"]) / f"failed-{os.getpid()}"
    word.unlink(missing_ok=True)
    copy = os.fork()
    if not copy:
        try:
            if reporter := _session[0].config.pluginmanager.get_plugin("terminalreporter"):
                _session[0].config.pluginmanager.unregister(reporter)
            work()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001  a copy ends here, whatever happened
            word.write_text(str(error) if isinstance(error, _Fails) else f"a crash: {error!r}")
            os._exit(1)
    if (status := _waited(copy, patience)) is None:
        if alone:
            with _session[0].config.stash[blocking_manager_key].unblock():
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


def _breaking(mutant: Mutant, functions: Functions) -> tuple[Callable[[], Any], set[str]]:
    """What breaks the running portal, and the functions that it is in, if it is in any."""
    if mutant.module.table:
        return lambda: _move_more_or_less(mutant), set()
    if mutant.to:
        held_by = always_true if mutant.to == EVERYBODY else always_false
        return lambda: permissions.set_rule(mutant.how, held_by), set()
    path = str(ROOT / mutant.module.path)
    sound = compile(making.source(mutant.module.path), path, "exec")
    broken = compile(mutant.code, path, "exec")
    if places := {noting.place(old) for old, _ in _differing(sound, broken) if old in functions}:
        return lambda: _swap(sound, broken, functions), places
    if mutant.module.kind == "rules":
        return lambda: _permissions_anew(broken), set()
    raise AssertionError(f"Nothing that runs is broken by {mutant.words}")


def _swap(old: CodeType, new: CodeType, functions: Functions) -> None:
    swaps = [(one, to) for was, to in _differing(old, new) for one in functions.get(was, ())]
    for function, to in swaps:
        function.__code__ = to


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
    name = str(Path(broken.co_filename).relative_to(ROOT).with_suffix("")).replace("/", ".")
    package = name.rpartition(".")[0]
    exec(broken, {"__name__": name, "__package__": package, "__file__": broken.co_filename})

"""A PostgreSQL and a Valkey of the suite's own, on temporary data, and no other network.

Named in pytest.ini (`-p tests.servers`), so that the servers stand before Django reads its
settings. Under xdist the controller starts them and the workers find them by `DIZ_DATA`.

A run of one process keeps its tables for the next (as `--reuse-db`), which then begins at once
while no model, trigger or table of moves has changed (`tests/kept_tables.py`): for whoever tries
one test many times. `--create-db` makes them anew.
"""

import atexit
import contextlib
import fcntl
import gc
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import IO

import pytest

# Before anything of the portal is imported; whatever the shell of a developer says.
os.environ["DJANGO_SETTINGS_MODULE"] = "diz_portal.settings.test"

from diz_portal import embedded, servers

# What is imported and collected stays: nothing to sweep before the first test (`conftest.py`).
gc.disable()

SHARED = "DIZ_TEST_DATA"
KEPT = Path(__file__).resolve().parent.parent / ".build" / "tests"
_started: list = []
_folder: list[Path] = []
_lock: list[IO[str]] = []


class NetworkBlocked(Exception):
    """A test tried to reach another machine."""


def _start(keep: bool) -> bool:
    """Whether on data that are kept."""
    # Also when pytest gives up before it has begun, over an error in the settings say.
    atexit.register(_stop)
    kept = _kept_folder() if keep else None
    folder = kept or Path(tempfile.mkdtemp(prefix="diz-test-"))
    if not kept:
        _folder.append(folder)
    os.environ[SHARED] = str(folder)
    for server in (servers.Postgres, servers.Valkey):
        one = server(folder, durable=False, dies_with_us=True)
        _started.append(one)
        one.start()
    return bool(kept)


def _kept_folder() -> Path | None:
    """None while another run has it; empty after a run that was killed, whose tables are torn."""
    KEPT.mkdir(parents=True, exist_ok=True)
    lock = (KEPT / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    _lock.append(lock)
    folder, at_work = KEPT / "data", KEPT / "at-work"
    if at_work.exists():
        shutil.rmtree(folder, ignore_errors=True)
    at_work.touch()
    folder.mkdir(exist_ok=True)
    return folder


def _stop() -> None:
    while _started:
        with contextlib.suppress(Exception):
            _started.pop().stop()
    while _lock:
        (KEPT / "at-work").unlink(missing_ok=True)
        _lock.pop().close()
    while _folder:
        os.environ.pop(SHARED, None)
        shutil.rmtree(_folder.pop(), ignore_errors=True)


def _block_network() -> None:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(this: socket.socket, address) -> None:
        if this.family == socket.AF_UNIX:
            return
        host = address[0]
        if host not in {"localhost", "::1", ""} and not host.startswith("127."):
            raise NetworkBlocked(f"Tests reach no other machine than this one, not {host}.")

    def guarded(this, address):
        check(this, address)
        return connect(this, address)

    def guarded_ex(this, address):
        check(this, address)
        return connect_ex(this, address)

    socket.socket.connect, socket.socket.connect_ex = guarded, guarded_ex


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        known = early_config.known_args_namespace
        is_by_hand = not (os.environ.get("CI") or getattr(known, "numprocesses", None))
        try:
            if _start(keep=known.reuse_db or is_by_hand):
                args.append("--reuse-db")
        except embedded.CannotStart as error:
            _stop()
            raise pytest.UsageError(str(error)) from error
        except BaseException:
            _stop()
            raise
    os.environ["DIZ_DATA"] = os.environ[SHARED]
    # A developer's own servers are never touched by a test; an empty value wins over `.env`.
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DIZ_LIMITS"):
        os.environ[name] = ""
    # Playwright's synchronous interface runs an event loop in the thread of the tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    _block_network()


def pytest_unconfigure() -> None:
    _stop()
